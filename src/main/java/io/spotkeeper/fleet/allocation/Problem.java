package io.spotkeeper.fleet.allocation;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is to be bought, and from what.
 *
 * @param demand capacity to cover, thousandths, 0 to {@value #MOST_DEMAND}
 * @param candidates in the owner's order; those that must not be bought now are left out or have
 *     cap 0
 * @param objective what the best plan is
 * @param supply whether instance types may be mixed
 * @param budget most that all bought instances may cost an hour, at least 0; absent = no limit
 * @param held capacity that is there already by zone, thousandths, at least 0; it counts only for
 *     {@link Objective#DIVERSIFIED} and is not part of the demand
 */
public record Problem(
        long demand,
        List<Candidate> candidates,
        Objective objective,
        Supply supply,
        @Nullable BigDecimal budget,
        Map<String, Long> held) {
    /** A million units: far above what a group may ask for, and small enough to be squared. */
    public static final long MOST_DEMAND = 1_000_000_000L;

    public Problem {
        candidates = List.copyOf(candidates);
        held = Map.copyOf(held);
        if (demand < 0 || demand > MOST_DEMAND) {
            throw new IllegalArgumentException("demand out of range: " + demand);
        }
        if (budget != null && budget.signum() < 0) {
            throw new IllegalArgumentException("a budget is not negative: " + budget);
        }
        if (held.values().stream().anyMatch(capacity -> capacity < 0 || capacity > MOST_DEMAND)) {
            throw new IllegalArgumentException("held capacity out of range: " + held);
        }
    }

    /** Any types, no budget, nothing there yet. */
    public Problem(long demand, List<Candidate> candidates, Objective objective) {
        this(demand, candidates, objective, Supply.MULTIPLE, null, Map.of());
    }

    /** Whether instance types may be mixed: Huawei's {@code supply_option}. */
    public enum Supply {
        /** Any combination of types. */
        MULTIPLE,
        /**
         * One type supplies everything, in any zones. The type is the one whose best plan ranks
         * first by the objective; the earliest in the list of those that rank the same.
         */
        SINGLE
    }
}
