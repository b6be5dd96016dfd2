package io.spotkeeper.cloud;

import java.time.Duration;

/**
 * How long a pool that refused is left alone.
 *
 * @param initial first cool-down; doubled at each further refusal
 * @param max longest cool-down
 */
public record CoolDownPolicy(Duration initial, Duration max) {
    /** 30 s doubling to 30 min. */
    public static final CoolDownPolicy DEFAULT =
            new CoolDownPolicy(Duration.ofSeconds(30), Duration.ofMinutes(30));

    /** Throttling and faults pass sooner than a lack of stock: a fifteenth of the times. */
    CoolDownPolicy brief() {
        return new CoolDownPolicy(initial.dividedBy(15), max.dividedBy(15));
    }

    /** The n-th cool-down, before jitter; n counts from 1. */
    Duration nth(int n) {
        long factor = 1L << Math.min(n - 1, 20);
        Duration doubled = initial.multipliedBy(factor);
        return doubled.compareTo(max) > 0 ? max : doubled;
    }
}
