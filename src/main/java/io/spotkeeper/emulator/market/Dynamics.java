package io.spotkeeper.emulator.market;

import java.time.Duration;

/**
 * How the market moves by itself. Rates of zero switch a movement off.
 *
 * @param step length of one market step, 1 s to 1 h; everything below happens on this grid
 * @param price movement of spot prices
 * @param demand what other customers do to the stock of spot pools
 * @param shortages zone-wide shortages
 * @param reclaim how instances are taken back
 */
public record Dynamics(
        Duration step, Price price, Demand demand, Shortages shortages, Reclaim reclaim) {
    public Dynamics {
        if (step.compareTo(Duration.ofSeconds(1)) < 0 || step.compareTo(Duration.ofHours(1)) > 0) {
            throw new IllegalArgumentException("step must be 1 s to 1 h, not " + step);
        }
    }

    /**
     * A mean-reverting walk of the logarithm of the price around its starting value, with jumps.
     *
     * @param volatility standard deviation gained per square root of an hour, 0 or more
     * @param reversion share of the distance to the mean lost per hour, 0 or more
     * @param jumpsPerDay expected jumps per pool and day, 0 or more
     * @param jumpSize standard deviation of a jump, 0 or more
     * @param floor lowest price as a multiple of the starting price, above 0, at most 1
     * @param ceiling highest price as a multiple of the starting price, at least 1
     */
    public record Price(
            double volatility,
            double reversion,
            double jumpsPerDay,
            double jumpSize,
            double floor,
            double ceiling) {
        public Price {
            notNegative("volatility", volatility);
            notNegative("reversion", reversion);
            notNegative("jumpsPerDay", jumpsPerDay);
            notNegative("jumpSize", jumpSize);
            if (!(floor > 0 && floor <= 1) || !(ceiling >= 1 && ceiling <= 1000)) {
                throw new IllegalArgumentException(
                        "floor must be above 0 and at most 1, ceiling 1 to 1000");
            }
        }
    }

    /**
     * Other customers, who hold part of a spot pool.
     *
     * @param share part of a pool that others hold on average, 0 to 1
     * @param volatility standard deviation of that part per square root of an hour, 0 or more
     * @param returnTime time after which most of what others took has come back, above 0
     */
    public record Demand(double share, double volatility, Duration returnTime) {
        public Demand {
            fraction("share", share);
            notNegative("volatility", volatility);
            if (returnTime.isNegative() || returnTime.isZero()) {
                throw new IllegalArgumentException("returnTime must be above zero");
            }
        }
    }

    /**
     * Correlated shortages: all spot pools of a zone are sold out together.
     *
     * @param perDay expected shortages per zone and day, 0 or more
     * @param duration how long one lasts
     * @param reclaimFraction part of the zone's spot instances reclaimed when one begins, 0 to 1
     */
    public record Shortages(double perDay, Duration duration, double reclaimFraction) {
        public Shortages {
            notNegative("perDay", perDay);
            fraction("reclaimFraction", reclaimFraction);
            if (duration.isNegative()) {
                throw new IllegalArgumentException("duration must not be negative");
            }
        }
    }

    /**
     * Reclaim of single spot instances.
     *
     * @param perInstanceDay expected reclaims per running spot instance and day, 0 or more
     * @param notice time from the decision to the loss, 0 or more
     * @param abovePrice whether an instance is reclaimed when the price rises above its maximum
     */
    public record Reclaim(double perInstanceDay, Duration notice, boolean abovePrice) {
        public Reclaim {
            notNegative("perInstanceDay", perInstanceDay);
            if (notice.isNegative()) {
                throw new IllegalArgumentException("notice must not be negative");
            }
        }
    }

    private static void notNegative(String name, double value) {
        if (!(value >= 0 && value <= 1_000_000)) {
            throw new IllegalArgumentException(name + " must be 0 to 1000000, not " + value);
        }
    }

    private static void fraction(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " must be 0 to 1, not " + value);
        }
    }
}
