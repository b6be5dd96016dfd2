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
 */
public record PoolRule(
        CapacityPool pool,
        @Nullable String vpcId,
        List<String> subnetIds,
        @Nullable BigDecimal maxPrice,
        long weight) {
    public PoolRule {
        subnetIds = List.copyOf(subnetIds);
        if (weight <= 0) {
            throw new IllegalArgumentException("a weight is positive: " + weight);
        }
    }
}
