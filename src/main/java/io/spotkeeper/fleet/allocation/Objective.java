package io.spotkeeper.fleet.allocation;

/**
 * What the best plan is, among those that cover the demand, keep every cap and the budget, and are
 * minimal (without any one of its instances a plan would fall below the demand).
 *
 * <p>Where an objective leaves several plans, the cheapest of them is taken; among those of one
 * price the one with the least capacity, then with the fewest instances, then with more instances
 * of the lighter weights (the lightest first). Candidates of one weight are used best first, and
 * equal ones in the order of the list.
 *
 * <p>Where caps and budget do not allow to cover the demand, all objectives are the same: as much
 * capacity as can be had, and that as cheaply as it can be had.
 */
public enum Objective {
    /** Least total price: Huawei's {@code lowest_price}. */
    LOWEST_PRICE,

    /**
     * Smaller priority numbers first: Huawei's {@code prioritized}. Level by level, the candidates
     * of one priority cover as much of the demand as their caps allow, in whole instances and for
     * the least price; only what they cannot cover is left to the next level. Under a budget a
     * level covers as much as leaves money to cover the rest.
     *
     * <p>Whole instances of the last level may make instances of earlier levels superfluous. Those
     * are taken back: from the last level to the first, within a level the most money first, then
     * the most capacity, then the most instances.
     */
    PRIORITIZED,

    /**
     * The most vCPUs in total: Huawei's {@code capacity_optimized} for groups counted in instances.
     * With equal weights that is the largest types first.
     */
    MOST_VCPUS,

    /** The fewest instances: Huawei's {@code capacity_optimized} for groups counted in vCPUs. */
    FEWEST_INSTANCES,

    /**
     * Even over zones: Huawei's {@code diversified}. The sum over all zones of the squared
     * capacity, with what is there already, is least: what a zone cannot supply is shared by the
     * others, and no zone is filled beyond need. With equal weights the zones differ by at most one
     * instance, where the caps allow it. A finer evenness goes before the price.
     */
    DIVERSIFIED
}
