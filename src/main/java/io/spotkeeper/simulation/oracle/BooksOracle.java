package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.Decision;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * I4, of the books: nothing is given up that they did not say was to be given up, or that they have
 * taken back; and what is long dead, or was given up, does not count again.
 */
final class BooksOracle implements Observer {
    /** A call may arrive until its deadline is over. */
    private static final Duration UNDER_WAY = Timing.DEFAULT.sendDeadline().plusSeconds(5);

    /** A listing may be four fifths of G old and lag by V when a pass begins with it. */
    private static final Duration UNNOTICED = Duration.ofMinutes(10);

    private final Subjects subjects;
    private final Map<String, Long> takenBack = new HashMap<>();
    private @Nullable Decision decision;

    BooksOracle(Subjects subjects) {
        this.subjects = subjects;
    }

    @Override
    public void decided(Decision made) {
        decision = made;
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        FleetRecord earlier = before == null ? null : before.record();
        FleetRecord record = after == null ? null : after.record();
        if (earlier == null || record == null) {
            return;
        }
        Ledger old = earlier.ledger();
        Ledger ledger = record.ledger();
        for (String id : ledger.known()) {
            if (old.leaving(id)) {
                takenBack.put(id, subjects.now());
            } else if (!old.known().contains(id) && proposed(record)) {
                entered(id, old, ledger);
            }
        }
        takenBack.keySet().removeIf(ledger::leaving);
    }

    private boolean proposed(FleetRecord record) {
        return decision != null && decision.after().record() == record;
    }

    // A pass that pauses goes on with the listing that it began with.
    private long looked(String id) {
        boolean listed =
                decision != null
                        && decision.listings().values().stream()
                                .anyMatch(listing -> listing.instance(id).isPresent());
        return listed && decision != null ? decision.begunNanos() : subjects.now();
    }

    private void entered(String id, Ledger old, Ledger ledger) {
        Instance instance = subjects.cloud().find(id);
        boolean dead = instance == null || !instance.state().isLive();
        check(
                !dead || !subjects.recorded(id),
                "I4",
                id + " counts again, which was given up and is dead");
        // Those in two listings G apart are entered as of the first one.
        boolean settling =
                old.suspectSince() != null
                        || old.intents().stream()
                                .map(LaunchIntent::id)
                                .anyMatch(intent -> ledger.intent(intent).isEmpty());
        check(
                settling || subjects.lastAlive(id) >= looked(id) - UNNOTICED.toNanos(),
                "I4",
                id + " enters the books and has been dead, or somebody else's, for long");
        if (!dead) {
            subjects.keeps(id);
        }
    }

    @Override
    public void handled(Call call, Instance instance) {
        String id = instance.id();
        boolean givesUp = call == Call.TERMINATE || call == Call.UNTAG;
        check(
                !givesUp || subjects.everRecorded(id) || subjects.orphaned(instance),
                "I4",
                call + " of " + id + " before it was recorded");
        Long since = takenBack.get(id);
        check(
                !givesUp || since == null || subjects.now() - since <= UNDER_WAY.toNanos(),
                "I4",
                call + " of " + id + ", which the books have taken back");
    }
}
