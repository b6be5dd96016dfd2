package io.spotkeeper.cloud;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A group as the cloud shows it. Whatever is absent was not told, or in words that are not known
 * here; nothing may be concluded from it.
 *
 * @param status its life, in the cloud's own words
 * @param taskState what is being done for it, in the cloud's own words
 * @param current capacity that it has, not rounded
 * @param currentStable part of it on demand
 * @param name its name
 * @param target units of capacity asked for
 * @param stable part of it on demand
 * @param terminatesExcess whether surplus instances end
 * @param terminatesAtExpiry whether instances end with the window
 * @param spotPrice most for one spot instance-hour
 * @param once whether it buys once
 * @param validSince when it begins
 * @param validUntil when it ends
 * @param strategy which pools are bought from
 * @param source where it buys
 */
public record GroupFacts(
        @Nullable String status,
        @Nullable String taskState,
        @Nullable BigDecimal current,
        @Nullable BigDecimal currentStable,
        @Nullable String name,
        @Nullable BigDecimal target,
        @Nullable BigDecimal stable,
        @Nullable Boolean terminatesExcess,
        @Nullable Boolean terminatesAtExpiry,
        @Nullable BigDecimal spotPrice,
        @Nullable Boolean once,
        @Nullable Instant validSince,
        @Nullable Instant validUntil,
        GroupOrder.@Nullable Strategy strategy,
        @Nullable Source source) {
    /**
     * Where a group buys.
     *
     * @param region region id
     * @param templateId launch template
     * @param templateVersion its version as the cloud writes it, such as {@code 1} or {@code 1.0}
     * @param pools its pools
     */
    public record Source(
            @Nullable String region,
            @Nullable String templateId,
            @Nullable String templateVersion,
            List<Pool> pools) {
        public Source {
            pools = List.copyOf(pools);
        }
    }

    /**
     * A type in a zone.
     *
     * @param zone zone id
     * @param instanceType type
     * @param spotPrice most for one spot instance-hour
     * @param priority smaller first
     * @param weight units of capacity that an instance counts
     */
    public record Pool(
            String zone,
            String instanceType,
            @Nullable BigDecimal spotPrice,
            @Nullable BigDecimal priority,
            @Nullable BigDecimal weight) {}

    /** Whether it is on its way out, or gone. */
    public boolean ending() {
        return CloudGroups.DELETING.equals(status) || CloudGroups.DELETED.equals(status);
    }
}
