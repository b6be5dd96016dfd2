package io.spotkeeper.emulator.market;

import java.util.random.RandomGenerator;

/** The form of a cloud's instance ids. */
@FunctionalInterface
public interface IdForm {
    /**
     * Draws an id. The market asks again when it was drawn before.
     *
     * @param random where the randomness comes from
     */
    String draw(RandomGenerator random);
}
