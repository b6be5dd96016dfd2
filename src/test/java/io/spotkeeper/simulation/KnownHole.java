package io.spotkeeper.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * What production is known not to withstand yet. Campaigns leave these out by name; whoever closes
 * one takes it out of {@link #OPEN}.
 */
enum KnownHole {
    /**
     * A status is restored to what it was before a launch: the settlement counter is the same, so a
     * process that still holds an older listing buys again (architecture page, known holes).
     */
    RESTORE_AROUND_A_LAUNCH,
    /**
     * Two leaders stay active for good: one allows a second send of an intent that the other has
     * just opened, and the refusal of the first send then closes nothing until it is settled.
     */
    TWO_LEADERS_FOR_GOOD;

    /** Those that nobody has closed yet. */
    static final Set<KnownHole> OPEN = EnumSet.allOf(KnownHole.class);

    boolean open() {
        return OPEN.contains(this);
    }
}
