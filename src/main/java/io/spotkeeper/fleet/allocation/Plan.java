package io.spotkeeper.fleet.allocation;

import java.math.BigDecimal;
import java.util.List;

/**
 * How many instances to buy of each candidate.
 *
 * @param counts instances per candidate, in the order of the problem's candidates
 * @param demand what was to be covered, thousandths
 * @param capacity what the plan has, thousandths
 * @param instances how many in all
 * @param cost an hour, of the instances whose price is known
 * @param unpriced instances whose price is not known: not in the cost
 * @param lowerBound no plan that does what this one does costs less an hour: the cost itself of an
 *     exact plan, else the cost of the cheapest mixture of fractions of instances
 * @param exact whether the plan is proved to be the best by the objective; if not, the problem was
 *     too large and a heuristic made the plan
 */
public record Plan(
        List<Integer> counts,
        long demand,
        long capacity,
        long instances,
        BigDecimal cost,
        long unpriced,
        BigDecimal lowerBound,
        boolean exact) {
    public Plan {
        counts = List.copyOf(counts);
    }

    /** Whether caps and budget allowed to cover the demand. */
    public boolean covered() {
        return capacity >= demand;
    }

    /** Capacity beyond the demand, thousandths; 0 where it is not covered. */
    public long overshoot() {
        return Math.max(0, capacity - demand);
    }

    /** Most that an hour of a best plan could cost less than this one; 0 when proved. */
    public BigDecimal gap() {
        return cost.subtract(lowerBound);
    }
}
