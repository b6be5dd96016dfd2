package io.spotkeeper.cloud;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as it is asked of the cloud.
 *
 * @param terms what can be changed later
 * @param once whether it buys once, rather than keeping its target
 * @param validSince when it begins; at once where absent
 * @param validUntil when it ends; never where absent
 * @param strategy which pools are bought from
 * @param single whether one instance type supplies everything
 * @param source where and from what it buys
 */
public record GroupOrder(
        Terms terms,
        boolean once,
        @Nullable Instant validSince,
        @Nullable Instant validUntil,
        Strategy strategy,
        boolean single,
        Source source) {
    /** Which pools are bought from. */
    public enum Strategy {
        LOWEST_PRICE,
        PRIORITIZED,
        CAPACITY_OPTIMIZED,
        DIVERSIFIED
    }

    /**
     * What the cloud can change in place.
     *
     * @param name 1 to 64 characters
     * @param guaranteePlanId compute guarantee plan; none where absent
     * @param target units of capacity, from 0
     * @param stable part of it on demand
     * @param terminatesExcess whether surplus instances end, rather than leave
     * @param terminatesAtExpiry whether instances end with the window
     * @param spotPrice most for one spot instance-hour where a pool names no price
     */
    public record Terms(
            String name,
            @Nullable String guaranteePlanId,
            int target,
            int stable,
            boolean terminatesExcess,
            boolean terminatesAtExpiry,
            @Nullable BigDecimal spotPrice) {}

    /**
     * Where a group buys.
     *
     * @param region region id
     * @param templateId launch template
     * @param templateVersion its version, from 1
     * @param pools at least one
     */
    public record Source(String region, String templateId, int templateVersion, List<Pool> pools) {
        public Source {
            pools = List.copyOf(pools);
        }
    }

    /**
     * A type in a zone.
     *
     * @param zone zone id
     * @param instanceType type
     * @param spotPrice most for one spot instance-hour; the group's where absent
     * @param priority smaller first
     * @param weight units of capacity that an instance counts
     */
    public record Pool(
            String zone,
            String instanceType,
            @Nullable BigDecimal spotPrice,
            int priority,
            BigDecimal weight) {}
}
