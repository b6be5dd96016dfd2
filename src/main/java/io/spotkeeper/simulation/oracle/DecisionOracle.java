package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.simulation.Decision;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import io.spotkeeper.simulation.OperatorProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** I4: nothing is bought or given up on a view that does not allow it. */
final class DecisionOracle implements Observer {
    /** How exactly it is known when an instance died. */
    private static final Duration SAMPLING = Duration.ofSeconds(2);

    private static final long SECOND = 1_000_000_000L;

    /** Something concluded from listings, and by whom. */
    private record Conclusion(long nanos, OperatorProcess by) {}

    private final Subjects subjects;
    private final Map<String, Map<String, Long>> weights = new HashMap<>();
    private final Map<String, Conclusion> conclusions = new HashMap<>();
    private @Nullable Decision proposed;

    DecisionOracle(Subjects subjects) {
        this.subjects = subjects;
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        String uid = Objects.requireNonNullElse(request.tags().get(Ownership.FLEET), "");
        Map<String, Long> ofFleet = weights.computeIfAbsent(uid, _ -> new HashMap<>());
        instances.forEach(i -> ofFleet.put(i.id(), Subject.weight(i)));
    }

    /** Written, it is judged against what others have concluded before. */
    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        Decision decision = proposed;
        FleetRecord old = before == null ? null : before.record();
        if (decision == null
                || old == null
                || after == null
                || after.record() == null
                || after.record() != decision.after().record()) {
            return;
        }
        proposed = null;
        Ledger ledger = Objects.requireNonNull(after.record()).ledger();
        Conclusion last = conclusions.get(after.uid());
        if (last != null
                && last.by() != decision.process()
                && (launches(old.ledger(), ledger) || scalesIn(old.ledger(), ledger))) {
            decision.listings()
                    .forEach((region, listing) -> checkYounger(decision, region, listing, last));
        }
        if (concludes(old.ledger(), ledger)) {
            conclusions.put(after.uid(), new Conclusion(subjects.now(), decision.process()));
        }
    }

    // Rule 8: what listings told another process is not decided on with an older listing.
    private static void checkYounger(
            Decision decision, String region, Inventory listing, Conclusion last) {
        check(
                listing.startedNanos() > last.nanos(),
                "I4",
                decision.process().name()
                        + " decided on a listing of "
                        + region
                        + " that began before "
                        + last.by().name()
                        + " had settled");
    }

    /** Whether an intent with ids, or what was given up, leaves the books: listings said so. */
    private static boolean concludes(Ledger old, Ledger ledger) {
        boolean closes =
                old.intents().stream()
                        .filter(i -> !i.instanceIds().isEmpty())
                        .anyMatch(i -> ledger.intent(i.id()).isEmpty());
        boolean completes =
                Stream.concat(old.terminations().stream(), old.releases().stream())
                        .map(Farewell::instanceId)
                        .anyMatch(id -> !ledger.leaving(id) && !ledger.known().contains(id));
        return closes || completes;
    }

    private static boolean launches(Ledger old, Ledger ledger) {
        return ledger.intents().stream().anyMatch(i -> old.intent(i.id()).isEmpty());
    }

    private static boolean scalesIn(Ledger old, Ledger ledger) {
        return ledger.terminations().stream()
                .filter(f -> f.reason() == Farewell.Reason.SCALE_IN)
                .anyMatch(f -> !old.terminating(f.instanceId()));
    }

    @Override
    public void decided(Decision decision) {
        FleetObject after = decision.after();
        FleetRecord record = after.record();
        if (record == null) {
            return;
        }
        FleetRecord old = decision.before().record();
        Ledger earlier = old == null ? Ledger.EMPTY : old.ledger();
        Ledger ledger = record.ledger();
        proposed = decision;
        boolean launches = launches(earlier, ledger);
        boolean scalesIn = scalesIn(earlier, ledger);
        if (launches) {
            Fleet fleet = after.fleet();
            check(ledger.suspectSince() == null, "I4", "a launch from suspect books");
            check(after.finalizer(), "I4", "a launch without a finalizer");
            check(!fleet.paused() && !fleet.deleting(), "I4", "a launch of a resting fleet");
        }
        if (launches || scalesIn) {
            after.fleet().regions().forEach(region -> checkListing(decision, region));
        }
        if (scalesIn) {
            checkSurplus(decision, ledger);
        }
    }

    private static void checkListing(Decision decision, String region) {
        Inventory listing = decision.listings().get(region);
        String who = decision.process().name() + " decided ";
        check(listing != null, "I4", who + "without a listing of " + region);
        long age = decision.begunNanos() - Objects.requireNonNull(listing).startedNanos();
        check(
                age <= decision.process().timing().inventoryAge().toNanos(),
                "I4",
                who + "on a listing of " + region + " that began " + age / SECOND + " s ago");
    }

    // What dies while it is decided may be thought alive: every member was asked for by id since
    // the pass began. What we ourselves are giving up never may.
    private void checkSurplus(Decision decision, Ledger ledger) {
        FleetObject object = decision.after();
        long left = 0;
        long begun = decision.begunNanos() - SAMPLING.toNanos();
        for (Map.Entry<String, Long> bought :
                weights.getOrDefault(object.uid(), Map.of()).entrySet()) {
            String id = bought.getKey();
            if (subjects.lastAlive(id) >= begun && !ledger.leaving(id)) {
                left += bought.getValue();
            }
        }
        check(
                left >= object.fleet().target() || object.fleet().adoptedUid() != null,
                "I4",
                "a surplus given up that was none: "
                        + left
                        + " thousandths are left after "
                        + ledger);
    }
}
