package io.spotkeeper.simulation.oracle;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.simulation.Call;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.MarketCloud;
import io.spotkeeper.simulation.Observer;
import io.spotkeeper.simulation.Simulation;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All objects that there are or were in one run, and the cloud that they buy from. */
final class Subjects implements Observer {
    private static final long SECOND = 1_000_000_000L;

    private final Map<String, Subject> byUid = new TreeMap<>();
    private final Set<String> leaving = new HashSet<>();
    private final Map<String, String> recorded = new HashMap<>();
    private final Set<String> everRecorded = new HashSet<>();
    private final Map<String, Long> released = new HashMap<>();
    private final Map<String, Long> lastAlive = new HashMap<>();
    private long lookedAt;
    private @Nullable Simulation simulation;

    void watch(Simulation run) {
        simulation = run;
    }

    private Simulation run() {
        return Objects.requireNonNull(simulation, "an oracle without a run to watch");
    }

    /** Nanoseconds since the start of the run. */
    long now() {
        return run().timeline().nanos();
    }

    /** Virtual time. */
    Instant instant() {
        return cloud().market().now();
    }

    MarketCloud cloud() {
        return run().cloud();
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        if (after == null) {
            of(Objects.requireNonNull(before).uid()).goes(now());
            return;
        }
        byUid.computeIfAbsent(after.uid(), _ -> new Subject(after)).is(after);
        FleetRecord record = after.record();
        if (record == null) {
            // With its books it was forgotten whom they had given up.
            recorded.values().removeIf(after.uid()::equals);
        } else {
            Stream.concat(
                            record.ledger().terminations().stream(),
                            record.ledger().releases().stream())
                    .map(Farewell::instanceId)
                    .forEach(id -> {
                        leaving.add(id);
                        recorded.put(id, after.uid());
                        everRecorded.add(id);
                    });
            record.ledger().releases().forEach(f -> released.putIfAbsent(f.instanceId(), now()));
            // A protected instance is kept after all.
            leaving.removeAll(record.ledger().known());
            released.keySet().removeAll(record.ledger().known());
        }
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        instances.forEach(i -> lastAlive.put(i.id(), now()));
    }

    // What was released by hand is a member again once our tags are put back.
    @Override
    public void handled(Call call, Instance instance) {
        if (call == Call.TAG && instance.state().isLive()) {
            lastAlive.put(instance.id(), now());
        }
    }

    @Override
    public void stepped() {
        if (now() - lookedAt >= SECOND) {
            lookedAt = now();
            cloud().owned().forEach(i -> lastAlive.put(i.id(), lookedAt));
        }
    }

    /** When an instance was last alive and a fleet's, to the second; long ago if never. */
    long lastAlive(String instanceId) {
        return lastAlive.getOrDefault(instanceId, Long.MIN_VALUE / 2);
    }

    Collection<Subject> all() {
        return byUid.values();
    }

    @Nullable Subject find(String uid) {
        return byUid.get(uid);
    }

    Subject of(String uid) {
        return Objects.requireNonNull(byUid.get(uid), "an object that was never created");
    }

    /** Whether some books ever gave this instance up, and did not take it back. */
    boolean leaving(String instanceId) {
        return leaving.contains(instanceId);
    }

    /** Whether books that were not wiped since gave this instance up. */
    boolean recorded(String instanceId) {
        return recorded.containsKey(instanceId);
    }

    /** Whether some books ever gave this instance up, though they may have been wiped since. */
    boolean everRecorded(String instanceId) {
        return everRecorded.contains(instanceId);
    }

    /** Books that were wiped say again that this living instance is to be kept. */
    void keeps(String instanceId) {
        recorded.remove(instanceId);
    }

    /** Since when some books have given this instance away; absent when none has. */
    @Nullable Long releasedAt(String instanceId) {
        return released.get(instanceId);
    }

    /** The object that bought an instance. */
    Subject owner(Instance instance) {
        return of(((MarketCloud.Purchase) instance.details()).fleet());
    }

    /** Whether a fleet bought it that is gone, and that no other adopted. */
    boolean orphaned(Instance instance) {
        Subject owner = owner(instance);
        String uid = owner.object().uid();
        return owner.gone()
                && all().stream().noneMatch(s -> !s.gone() && uid.equals(s.fleet().adoptedUid()));
    }

    /** The live instances that this fleet, or one that it adopted, bought and did not give away. */
    List<Instance> live(Fleet fleet) {
        return cloud().owned().stream()
                .filter(i -> i.details() instanceof MarketCloud.Purchase p && fleet.owns(p.fleet()))
                .toList();
    }

    static List<String> ids(List<Instance> instances) {
        return instances.stream().map(Instance::id).toList();
    }
}
