package io.spotkeeper.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * What production is known not to withstand yet. Campaigns leave these out by name; whoever closes
 * one takes it out of {@link #OPEN}.
 */
enum KnownHole {
    /**
     * A status is restored to what it was before a launch while that launch is under way, or while
     * no process remembers it. Only a process that saw the newer settlement counter can tell; it
     * forgets it when it records the answer of the launch on the restored books.
     */
    RESTORE_AROUND_A_LAUNCH;

    /** Those that nobody has closed yet. */
    static final Set<KnownHole> OPEN = EnumSet.allOf(KnownHole.class);

    boolean open() {
        return OPEN.contains(this);
    }
}
