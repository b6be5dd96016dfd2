package io.spotkeeper.simulation.oracle;

import io.spotkeeper.simulation.Violation;

/** Ends a run when a promise is broken. */
final class Promise {
    private Promise() {}

    /**
     * Nothing happens when it holds.
     *
     * @throws Violation otherwise
     */
    static void check(boolean holds, String oracle, String complaint) {
        if (!holds) {
            throw new Violation(oracle, complaint);
        }
    }
}
