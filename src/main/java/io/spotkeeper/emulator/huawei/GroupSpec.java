package io.spotkeeper.emulator.huawei;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an auto launch group was asked to be. Capacities and weights are whole thousandths.
 *
 * @param name not unique
 * @param once whether it buys only once (request) rather than for ever (maintain)
 * @param guaranteePlanId whatever was sent; null for none
 * @param target capacity of all instances
 * @param stable capacity of on-demand instances, at most the target
 * @param terminatesExcess whether surplus instances end rather than leave the group
 * @param terminatesOnExpiry whether the instances end when the window does
 * @param validSince when it begins to act; null for at once
 * @param validUntil when it stops acting; null for never
 * @param strategy how it chooses
 * @param singleFlavor whether one flavor supplies everything
 * @param spotPrice highest price of a spot instance-hour where an override has none; null for any
 * @param region its only region
 */
record GroupSpec(
        String name,
        boolean once,
        @Nullable String guaranteePlanId,
        int target,
        int stable,
        boolean terminatesExcess,
        boolean terminatesOnExpiry,
        @Nullable Instant validSince,
        @Nullable Instant validUntil,
        Strategy strategy,
        boolean singleFlavor,
        @Nullable BigDecimal spotPrice,
        RegionSpec region) {
    /** How many thousandths a unit of capacity has. */
    static final int UNIT = 1000;

    /** In which order pools are bought from. */
    enum Strategy {
        /** The sum of all prices is lowest. */
        LOWEST_PRICE("lowest_price"),
        /** Smaller priorities first. */
        PRIORITIZED("prioritized"),
        /** Large flavors first. */
        CAPACITY_OPTIMIZED("capacity_optimized"),
        /** Evenly over the zones; known from the SDK and the console only. */
        DIVERSIFIED("diversified");

        private final String word;

        Strategy(String word) {
            this.word = word;
        }

        /** As it is written on the wire. */
        String word() {
            return word;
        }
    }

    /**
     * The part of a group in a region.
     *
     * @param id name of the region
     * @param expectTarget what was sent; not changed by updates of the group
     * @param expectStable what was sent
     * @param templateId launch template
     * @param templateVersion as it was sent, for example 1 or 1.0
     * @param overrides what may be bought
     */
    record RegionSpec(
            String id,
            int expectTarget,
            int expectStable,
            String templateId,
            String templateVersion,
            List<OverrideSpec> overrides) {
        RegionSpec {
            overrides = List.copyOf(overrides);
        }
    }

    /**
     * A flavor in a zone.
     *
     * @param zone the zone
     * @param flavor the flavor
     * @param spotPrice highest price of a spot instance-hour; null for the group's
     * @param priority smaller is preferred
     * @param weight capacity of one instance
     */
    record OverrideSpec(
            String zone, String flavor, @Nullable BigDecimal spotPrice, int priority, int weight) {}

    /** Highest price of a spot instance of an override; null for any. */
    @Nullable BigDecimal bid(OverrideSpec override) {
        return override.spotPrice() == null ? spotPrice : override.spotPrice();
    }
}
