package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * I1: live capacity never exceeds the target because of a purchase. The owner may lower the target
 * at any time, so a purchase is held against the highest target that it can have been decided on.
 */
final class TargetOracle implements Observer {
    private record Target(long nanos, long capacity) {}

    private final Subjects subjects;
    private final Duration memory;
    private final Map<String, Deque<Target>> targets = new HashMap<>();
    private final Map<String, Long> excess = new HashMap<>();

    /**
     * Judges purchases.
     *
     * @param memory how long after the decision to launch the last send of it may take effect
     */
    TargetOracle(Subjects subjects, Duration memory) {
        this.subjects = subjects;
        this.memory = memory;
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        if (after == null) {
            return;
        }
        Deque<Target> known = targets.computeIfAbsent(after.uid(), _ -> new ArrayDeque<>());
        long target = subjects.of(after.uid()).target();
        if (known.isEmpty() || known.getLast().capacity() != target) {
            known.add(new Target(subjects.now(), target));
        }
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        Subject subject =
                subjects.of(Objects.requireNonNullElse(request.tags().get(Ownership.FLEET), ""));
        List<Instance> live = subjects.live(subject.fleet());
        long counted = 0;
        for (Instance instance : live) {
            counted += subjects.leaving(instance.id()) ? 0 : Subject.weight(instance);
        }
        String uid = subject.object().uid();
        long most = highest(uid) + overshoot(subject.fleet());
        excess.merge(uid, Math.max(0, counted - most) / Fleet.UNIT, Math::max);
        check(
                counted <= most,
                "I1",
                counted + " live of at most " + most + " thousandths: " + Subjects.ids(live));
    }

    /**
     * Instances that were bought too many and still live, where so many now live beyond the target.
     */
    long excess(String uid, long beyond) {
        long left = Math.min(excess.getOrDefault(uid, 0L), Math.max(0, beyond));
        excess.put(uid, left);
        return left;
    }

    /** Whole instances of weighted pools: one less would not do. */
    private static long overshoot(Fleet fleet) {
        return fleet.group() == null
                ? 0
                : fleet.pools().stream().mapToLong(PoolRule::weight).max().orElse(1) - 1;
    }

    private long highest(String uid) {
        Deque<Target> known = Objects.requireNonNull(targets.get(uid));
        long forgotten = subjects.now() - memory.toNanos();
        while (known.size() > 1 && second(known).nanos() <= forgotten) {
            known.removeFirst();
        }
        return known.stream().mapToLong(Target::capacity).max().orElse(0);
    }

    private static Target second(Deque<Target> known) {
        Iterator<Target> all = known.iterator();
        all.next();
        return all.next();
    }
}
