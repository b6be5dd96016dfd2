package io.spotkeeper.simulation.input;

import java.math.BigDecimal;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One line of a recorded market.
 *
 * @param at time since the start of the run
 * @param zone zone, or {@code *} for every zone
 * @param type instance type, or {@code *} for every type
 * @param price spot price from then on; absent = unchanged
 * @param stock spot instances that can be launched from then on; absent = unchanged
 * @param reclaim spot instances that the cloud takes back then; absent = none
 */
public record Happening(
        Duration at,
        String zone,
        String type,
        @Nullable BigDecimal price,
        @Nullable Integer stock,
        @Nullable Reclaim reclaim) {
    /**
     * How much is taken back.
     *
     * @param amount instances, or per cent of those that live
     * @param percent whether the amount is per cent
     */
    public record Reclaim(int amount, boolean percent) {
        /** How many of so many live instances are taken. */
        public int of(int live) {
            return percent ? Math.ceilDiv(live * amount, 100) : Math.min(live, amount);
        }
    }

    boolean concerns(String aZone, String aType) {
        return (zone.equals("*") || zone.equals(aZone)) && (type.equals("*") || type.equals(aType));
    }
}
