package io.spotkeeper.simulation.oracle;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.MarketCloud;
import io.spotkeeper.simulation.Observer;
import io.spotkeeper.simulation.Simulation;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** All objects that there are or were in one run, and the cloud that they buy from. */
final class Subjects implements Observer {
    private final Map<String, Subject> byUid = new TreeMap<>();
    private final Set<String> leaving = new HashSet<>();
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

    MarketCloud cloud() {
        return run().cloud();
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        if (after == null) {
            of(Objects.requireNonNull(before).uid()).goes();
            return;
        }
        byUid.computeIfAbsent(after.uid(), _ -> new Subject(after)).is(after);
        FleetRecord record = after.record();
        if (record != null) {
            record.ledger().terminations().forEach(f -> leaving.add(f.instanceId()));
            record.ledger().releases().forEach(f -> leaving.add(f.instanceId()));
            // A protected instance is kept after all.
            leaving.removeAll(record.ledger().known());
        }
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
