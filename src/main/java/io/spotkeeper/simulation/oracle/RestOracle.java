package io.spotkeeper.simulation.oracle;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import io.spotkeeper.simulation.OperatorProcess;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * I2: whatever lives is accounted for, or goes. I5: what the owner asks for is reached, and then
 * nothing is done any more. Both are judged once nothing goes wrong any more.
 */
final class RestOracle implements Observer {
    private final Subjects subjects;
    private final BudgetOracle budget;
    private long lastMutation;
    private long mutations;

    RestOracle(Subjects subjects, BudgetOracle budget) {
        this.subjects = subjects;
        this.budget = budget;
    }

    long lastMutation() {
        return lastMutation;
    }

    long mutations() {
        return mutations;
    }

    @Override
    public void called(OperatorProcess process, Call call) {
        if (call == Call.WRITE || call.mutatesCloud()) {
            lastMutation = subjects.now();
            mutations++;
        }
    }

    /** What is not as it should be; absent when all is. */
    @Nullable String complaint() {
        for (Subject subject : subjects.all()) {
            String complaint = subject.gone() ? left(subject) : unfinished(subject);
            if (complaint != null) {
                return complaint;
            }
        }
        return null;
    }

    /** Whether some fleet has less than its owner asks for, and so goes on asking the cloud. */
    boolean wanting() {
        return subjects.all().stream()
                .filter(subject -> !subject.gone())
                .map(subject -> subject.object().fleet())
                .anyMatch(fleet -> !over(fleet) && capacity(subjects.live(fleet)) < fleet.target());
    }

    private boolean over(Fleet fleet) {
        return fleet.group() != null && fleet.group().expired(subjects.instant());
    }

    private static long capacity(List<Instance> live) {
        return live.stream().mapToLong(Subject::weight).sum();
    }

    private @Nullable String left(Subject subject) {
        String uid = subject.object().uid();
        boolean adopted = subjects.all().stream().anyMatch(s -> uid.equals(s.fleet().adoptedUid()));
        List<Instance> live = subjects.live(subject.fleet());
        return live.isEmpty() || adopted ? null : "leaked " + Subjects.ids(live);
    }

    private @Nullable String unfinished(Subject subject) {
        FleetObject object = subject.object();
        FleetRecord record = object.record();
        if (record == null) {
            return object.name() + " has no books";
        }
        if (open(object.fleet(), record.ledger())) {
            return object.name() + " has open books: " + record.ledger();
        }
        List<Instance> live = subjects.live(object.fleet());
        for (Instance instance : live) {
            if (!subject.accountsFor(instance)) {
                return instance.id() + " is in no books";
            }
        }
        long capacity = capacity(live);
        return right(object.fleet(), capacity, live)
                ? null
                : object.name() + " has " + capacity + " of " + object.fleet().target();
    }

    // A paused fleet asks for nothing, so what was not given up yet waits.
    private static boolean open(Fleet fleet, Ledger ledger) {
        boolean givingUp = !ledger.terminations().isEmpty() || !ledger.releases().isEmpty();
        return !ledger.intents().isEmpty()
                || givingUp && (!fleet.paused() || fleet.deleting())
                || ledger.suspectSince() != null;
    }

    private boolean right(Fleet fleet, long capacity, List<Instance> live) {
        if (fleet.deleting()) {
            return false;
        }
        if (over(fleet)) {
            return live.isEmpty();
        }
        boolean fewerWillDo =
                fleet.requestType() == Fleet.RequestType.ONE_TIME
                        || !budget.affordsMore(fleet, live);
        return fleet.paused()
                || fewerWillDo && capacity < fleet.target()
                || (fleet.group() == null
                        ? capacity == fleet.target()
                        : covered(capacity, live, fleet.target()));
    }

    /** What is there covers the target, and would not without any one of them. */
    private static boolean covered(long capacity, List<Instance> live, long target) {
        return capacity >= target
                && live.stream().noneMatch(i -> capacity - Subject.weight(i) >= target);
    }
}
