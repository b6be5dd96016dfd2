package io.spotkeeper.fleet.allocation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * A pool that instances may be bought from. Its place in the list of candidates is its name, and
 * its rank where nothing else tells two candidates apart.
 *
 * @param zone the cloud's zone id
 * @param instanceType the cloud's instance type
 * @param weight capacity of one instance, thousandths, 1 to {@value Problem#MOST_DEMAND}
 * @param price per instance-hour, at least 0, exact to a millionth (more decimals are rounded up);
 *     absent = unknown, and then it counts a little dearer per unit of capacity than the dearest
 *     candidate that has a price
 * @param cap most instances that may be bought, at least 0; {@link Integer#MAX_VALUE} = no limit
 * @param vcpus of one instance, at least 0; counts only for {@link Objective#MOST_VCPUS}
 * @param priority the smaller, the earlier; counts only for {@link Objective#PRIORITIZED}
 */
public record Candidate(
        String zone,
        String instanceType,
        long weight,
        @Nullable BigDecimal price,
        int cap,
        int vcpus,
        int priority) {
    /** Millionths in one unit of currency: the finest price that both clouds quote. */
    private static final int DECIMALS = 6;

    public Candidate {
        if (weight < 1 || weight > Problem.MOST_DEMAND) {
            throw new IllegalArgumentException("weight out of range: " + weight);
        }
        if (price != null && price.signum() < 0) {
            throw new IllegalArgumentException("a price is not negative: " + price);
        }
        if (cap < 0 || vcpus < 0) {
            throw new IllegalArgumentException("negative: cap " + cap + ", vcpus " + vcpus);
        }
    }

    /** Millionths, rounded up and never more than {@code most}. */
    static long micros(BigDecimal price, long most) {
        BigDecimal micros = price.movePointRight(DECIMALS).setScale(0, RoundingMode.CEILING);
        return micros.min(BigDecimal.valueOf(most)).longValueExact();
    }

    /** Millionths, rounded down; a sum that is larger than any counts as the largest. */
    static long wholeMicros(BigDecimal money) {
        BigDecimal micros = money.movePointRight(DECIMALS).setScale(0, RoundingMode.FLOOR);
        return micros.min(BigDecimal.valueOf(Long.MAX_VALUE)).longValueExact();
    }

    static BigDecimal price(long micros) {
        return BigDecimal.valueOf(micros, DECIMALS);
    }
}
