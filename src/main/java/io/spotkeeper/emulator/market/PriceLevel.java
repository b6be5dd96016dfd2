package io.spotkeeper.emulator.market;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.random.RandomGenerator;

/**
 * The price of a spot pool as a multiple of its starting price: a mean-reverting walk of the
 * logarithm with jumps, kept between a floor and a ceiling.
 *
 * <p>{@link StrictMath} keeps one seed's prices the same on every machine.
 */
final class PriceLevel {
    private static final double HOURS_PER_DAY = 24;
    private static final BigDecimal LEAST = new BigDecimal("0.0001");

    private double logLevel;
    private boolean pinned;

    void step(Dynamics.Price terms, double hours, RandomGenerator random) {
        if (pinned) {
            return;
        }
        logLevel -= logLevel * -StrictMath.expm1(-terms.reversion() * hours);
        logLevel += terms.volatility() * Math.sqrt(hours) * random.nextGaussian();
        double jumpChance = -StrictMath.expm1(-terms.jumpsPerDay() * hours / HOURS_PER_DAY);
        if (random.nextDouble() < jumpChance) {
            logLevel += terms.jumpSize() * random.nextGaussian();
        }
        logLevel =
                Math.clamp(
                        logLevel, StrictMath.log(terms.floor()), StrictMath.log(terms.ceiling()));
    }

    /** Holds the price at this level from now on. */
    void pin(double level) {
        logLevel = StrictMath.log(level);
        pinned = true;
    }

    /** Lets the price move again, from where it is. */
    void release() {
        pinned = false;
    }

    /** The price now, at most 4 decimals, never below 0.0001. */
    BigDecimal applyTo(BigDecimal startingPrice) {
        BigDecimal exact = startingPrice.multiply(BigDecimal.valueOf(StrictMath.exp(logLevel)));
        BigDecimal price = exact.setScale(4, RoundingMode.HALF_EVEN).max(LEAST);
        BigDecimal shortest = price.stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
