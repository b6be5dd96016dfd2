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
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.Decision;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** I4: nothing is bought or given up on a view that does not allow it. */
final class DecisionOracle implements Observer {
    /** For how long a death may be unknown to a process that is about to give up a surplus. */
    private static final Duration UNNOTICED = Duration.ofMinutes(15);

    private static final long SECOND = 1_000_000_000L;

    private final Subjects subjects;
    private final Map<String, Long> lastAlive = new HashMap<>();
    private final Map<String, Map<String, Long>> weights = new HashMap<>();
    private long lookedAt;

    DecisionOracle(Subjects subjects) {
        this.subjects = subjects;
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        String uid = Objects.requireNonNullElse(request.tags().get(Ownership.FLEET), "");
        Map<String, Long> ofFleet = weights.computeIfAbsent(uid, _ -> new HashMap<>());
        for (Instance instance : instances) {
            lastAlive.put(instance.id(), subjects.now());
            ofFleet.put(instance.id(), Subject.weight(instance));
        }
    }

    // What was released by hand is a member again once our tags are put back.
    @Override
    public void handled(Call call, Instance instance) {
        if (call == Call.TAG && instance.state().isLive()) {
            lastAlive.put(instance.id(), subjects.now());
        }
    }

    @Override
    public void stepped() {
        if (subjects.now() - lookedAt < SECOND) {
            return;
        }
        lookedAt = subjects.now();
        subjects.cloud().owned().forEach(i -> lastAlive.put(i.id(), lookedAt));
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
        boolean launches =
                ledger.intents().stream().anyMatch(i -> earlier.intent(i.id()).isEmpty());
        boolean scalesIn =
                ledger.terminations().stream()
                        .filter(f -> f.reason() == Farewell.Reason.SCALE_IN)
                        .anyMatch(f -> !earlier.terminating(f.instanceId()));
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
            checkSurplus(after, ledger);
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

    // What died a moment ago may be thought alive; what we ourselves are giving up never may.
    private void checkSurplus(FleetObject object, Ledger ledger) {
        long left = 0;
        long forgotten = subjects.now() - UNNOTICED.toNanos();
        for (Map.Entry<String, Long> bought :
                weights.getOrDefault(object.uid(), Map.of()).entrySet()) {
            String id = bought.getKey();
            boolean thoughtAlive = lastAlive.getOrDefault(id, Long.MIN_VALUE / 2) > forgotten;
            if (thoughtAlive && !ledger.leaving(id)) {
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
