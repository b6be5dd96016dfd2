package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.simulation.Decision;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * I6: no hour of decisions buys more instances than the owner allows an hour. A launch counts at
 * the time when the pass that decided it began: the cloud may sell much later, and in another
 * order.
 */
final class LimitOracle implements Observer {
    /** An hour between two replicas whose wall clocks are off by 30 s, one each way. */
    private static final Duration HOUR = Duration.ofMinutes(59);

    private static final long UNLIMITED = -1;

    private record Bought(long decidedNanos, int count) {}

    private final Subjects subjects;
    private final Map<String, Long> decided = new HashMap<>();
    private final Map<String, List<Bought>> bought = new HashMap<>();

    LimitOracle(Subjects subjects) {
        this.subjects = subjects;
    }

    @Override
    public void decided(Decision decision) {
        FleetRecord record = decision.after().record();
        // A limit counts from when it is set: the books of a fleet without one do not count.
        boolean limited = decision.after().fleet().limits().maxLaunchesPerHour() != null;
        if (record != null) {
            record.ledger()
                    .intents()
                    .forEach(i ->
                            decided.putIfAbsent(
                                    i.id(), limited ? decision.begunNanos() : UNLIMITED));
        }
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        if (after != null && after.record() == null) {
            bought.remove(after.uid()); // whoever wipes the books wipes what was launched lately
        }
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        String uid = Objects.requireNonNullElse(request.tags().get(Ownership.FLEET), "");
        Integer most = subjects.of(uid).fleet().limits().maxLaunchesPerHour();
        if (most == null) {
            return;
        }
        List<Bought> all = bought.computeIfAbsent(uid, _ -> new ArrayList<>());
        long at = Objects.requireNonNull(decided.get(request.token()), "bought without an intent");
        if (at == UNLIMITED) {
            return;
        }
        all.add(new Bought(at, instances.size()));
        for (Bought last : all) {
            int inHour = countUpTo(last.decidedNanos(), all);
            check(inHour <= most, "I6", inHour + " launches decided in an hour");
        }
    }

    private static int countUpTo(long end, List<Bought> all) {
        return all.stream()
                .filter(b -> b.decidedNanos() <= end && b.decidedNanos() > end - HOUR.toNanos())
                .mapToInt(Bought::count)
                .sum();
    }
}
