package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.InstanceState;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/**
 * The market's instances in the words of the cloud interface. A row is made once and kept while its
 * instance stays as it is: a long run lists the same hundred instances a million times.
 */
final class Rows {
    private record Row(Instance of, boolean tagged, io.spotkeeper.fleet.Instance row) {}

    private static final int KEPT = 20_000;

    private final Map<String, Row> rows = new HashMap<>();

    io.spotkeeper.fleet.Instance of(Instance instance, Instant now) {
        boolean tagged = !now.isBefore(instance.visibility().tagged());
        Row known = rows.get(instance.id());
        if (known != null && known.of == instance && known.tagged == tagged) {
            return known.row;
        }
        if (rows.size() > KEPT) {
            rows.clear();
        }
        Row fresh = new Row(instance, tagged, row(instance, now));
        rows.put(instance.id(), fresh);
        return fresh.row;
    }

    private static io.spotkeeper.fleet.Instance row(Instance instance, Instant now) {
        // A reclaim keeps its time; whoever terminates an instance takes that off it.
        boolean elsewhere =
                switch (instance.state()) {
                    case TERMINATING, SHUTDOWN -> instance.reclaimAt() == null;
                    case PENDING, LAUNCH_FAILED, RUNNING, STOPPED -> false;
                };
        return new io.spotkeeper.fleet.Instance(
                instance.id(),
                new CapacityPool(
                        instance.pool().region(),
                        instance.pool().zone(),
                        instance.pool().instanceType(),
                        instance.pool().market() == Market.SPOT
                                ? io.spotkeeper.fleet.Market.SPOT
                                : io.spotkeeper.fleet.Market.ON_DEMAND),
                state(instance),
                instance.visibleTags(now),
                instance.createdAt(),
                null,
                null,
                elsewhere,
                instance.state() == io.spotkeeper.emulator.market.InstanceState.LAUNCH_FAILED
                        ? "no host could start it"
                        : null);
    }

    private static InstanceState state(Instance instance) {
        return switch (instance.state()) {
            case PENDING -> InstanceState.PENDING;
            case LAUNCH_FAILED -> InstanceState.FAILED;
            case RUNNING -> InstanceState.RUNNING;
            case STOPPED -> InstanceState.STOPPED;
            case TERMINATING -> InstanceState.TERMINATING;
            case SHUTDOWN -> InstanceState.RECYCLED;
        };
    }
}
