package io.spotkeeper.emulator.market;

import java.util.List;

/** The answer to a launch order. */
public sealed interface LaunchResult {
    /**
     * Bought.
     *
     * @param instances what was bought, all pending, between the least and the most asked for
     */
    record Launched(List<Instance> instances) implements LaunchResult {
        public Launched {
            instances = List.copyOf(instances);
        }
    }

    /**
     * Nothing was bought.
     *
     * @param refusal why
     */
    record Refused(LaunchRefusal refusal) implements LaunchResult {}
}
