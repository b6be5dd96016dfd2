package io.spotkeeper.simulation.oracle;

import static io.spotkeeper.simulation.oracle.Promise.check;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.simulation.FleetObject;
import io.spotkeeper.simulation.Observer;
import java.math.BigDecimal;
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
 * I6, of money: no purchase makes a fleet cost more an hour than its owner allows. The owner may
 * lower the limit at any time, so a purchase is held against every spec that it can have been
 * decided on.
 */
final class BudgetOracle implements Observer {
    private record Spec(long nanos, Fleet fleet) {}

    private final Subjects subjects;
    private final Duration memory;
    private final Map<String, Deque<Spec>> specs = new HashMap<>();

    /**
     * Judges purchases.
     *
     * @param memory how long after the decision to launch the last send of it may take effect
     */
    BudgetOracle(Subjects subjects, Duration memory) {
        this.subjects = subjects;
        this.memory = memory;
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        if (after == null) {
            return;
        }
        Deque<Spec> known = specs.computeIfAbsent(after.uid(), _ -> new ArrayDeque<>());
        if (known.isEmpty() || !known.getLast().fleet().equals(after.fleet())) {
            known.add(new Spec(subjects.now(), after.fleet()));
        }
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        String uid = Objects.requireNonNullElse(request.tags().get(Ownership.FLEET), "");
        List<Instance> counted =
                subjects.live(subjects.of(uid).fleet()).stream()
                        .filter(i -> !subjects.leaving(i.id()))
                        .toList();
        check(
                recent(uid).stream().anyMatch(spec -> within(spec.fleet(), counted)),
                "I6",
                "more an hour than was allowed: " + Subjects.ids(counted));
    }

    private boolean within(Fleet fleet, List<Instance> counted) {
        BigDecimal limit = fleet.limits().maxHourlyCost();
        return limit == null || commitment().of(fleet, counted).compareTo(limit) <= 0;
    }

    private Commitment commitment() {
        return new Commitment(subjects.cloud());
    }

    /** Whether a fleet could pay for one instance more. */
    boolean affordsMore(Fleet fleet, List<Instance> live) {
        return commitment().affordsMore(fleet, live);
    }

    private Deque<Spec> recent(String uid) {
        Deque<Spec> known = Objects.requireNonNull(specs.get(uid));
        long forgotten = subjects.now() - memory.toNanos();
        // The spec that was in force when memory begins counts as well.
        while (known.size() > 1 && second(known).nanos() <= forgotten) {
            known.removeFirst();
        }
        return known;
    }

    private static Spec second(Deque<Spec> known) {
        Iterator<Spec> all = known.iterator();
        all.next();
        return all.next();
    }
}
