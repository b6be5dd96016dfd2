package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A pool that a fleet may buy from, and on which terms.
 *
 * @param pool the pool
 * @param vpcId network; absent = the cloud's default network
 * @param subnetIds subnets of the pool's zone, in order of preference; empty = the cloud's default
 * @param maxPrice most that is paid per instance-hour, as written by the owner; absent = market
 *     price
 * @param weight capacity of one instance, thousandths
 * @param priority the smaller, the earlier, where the owner ranks pools by number
 */
public record PoolRule(
        CapacityPool pool,
        @Nullable String vpcId,
        List<String> subnetIds,
        @Nullable BigDecimal maxPrice,
        long weight,
        int priority) {
    /** The rank of a pool that the owner gave none. */
    public static final int LAST = Integer.MAX_VALUE;

    public PoolRule {
        subnetIds = List.copyOf(subnetIds);
        if (weight <= 0) {
            throw new IllegalArgumentException("a weight is positive: " + weight);
        }
    }

    /** The same without a bid. */
    PoolRule unbounded() {
        return new PoolRule(pool, vpcId, subnetIds, null, weight, priority);
    }

    /** A pool without a rank of its own. */
    public PoolRule(
            CapacityPool pool,
            @Nullable String vpcId,
            List<String> subnetIds,
            @Nullable BigDecimal maxPrice,
            long weight) {
        this(pool, vpcId, subnetIds, maxPrice, weight, LAST);
    }
}
