package io.spotkeeper.simulation;

import java.util.EnumSet;
import java.util.Set;

/**
 * What production is known not to withstand yet. Campaigns leave these out by name; whoever closes
 * one takes it out of {@link #OPEN}.
 */
enum KnownHole {
    /**
     * A status is restored to what it was before a launch, and no process is left that remembers
     * the newer one, while listings lag or are wrong: the design accepts that, because nothing
     * tells the two statuses apart (section 5, "Accepted").
     */
    RESTORED_AND_FORGOTTEN;

    /** Those that nobody has closed yet. */
    static final Set<KnownHole> OPEN = EnumSet.allOf(KnownHole.class);

    boolean open() {
        return OPEN.contains(this);
    }
}
