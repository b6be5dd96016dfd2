package io.spotkeeper.emulator.market;

import java.time.Instant;
import java.util.random.RandomGenerator;

/** Whether a zone is short of spot capacity; all its spot pools are, together. */
final class Shortage {
    private final RandomGenerator random;
    private Instant until = Instant.MIN;

    Shortage(RandomGenerator random) {
        this.random = random;
    }

    RandomGenerator random() {
        return random;
    }

    boolean isOn(Instant now) {
        return now.isBefore(until);
    }

    /** Lets a step pass; returns whether a shortage has just begun. */
    boolean step(Dynamics.Shortages terms, double hours, Instant now) {
        if (terms.perDay() == 0 || isOn(now)) {
            return false;
        }
        if (random.nextDouble() >= -StrictMath.expm1(-terms.perDay() * hours / 24)) {
            return false;
        }
        until = now.plus(terms.duration());
        return true;
    }
}
