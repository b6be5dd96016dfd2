package io.spotkeeper.keeper;

import io.spotkeeper.fleet.FleetRecord;
import org.jspecify.annotations.Nullable;

/**
 * Where a fleet's record is kept: one object, read and written with an optimistic lock. An instance
 * serves one pass.
 */
public interface LedgerStore {
    /**
     * The record of the object last read or written; absent while its ledger is not initialised.
     */
    @Nullable FleetRecord current();

    /**
     * Whether the object carries our finalizer: then a missing ledger was wiped, not yet written.
     */
    boolean finalizerPresent();

    /**
     * Writes the record, and what is told of the fleet, if the object is still the one last read or
     * written. Nothing is sent when the object would not change.
     *
     * @param record what has to be durable
     * @param report what is told besides; with null, what was told last stands
     * @return false on a conflict, or when the answer was lost: start over
     */
    boolean write(FleetRecord record, @Nullable FleetReport report);

    /**
     * Reads the object again, past any cache.
     *
     * @return false when it does not exist any more
     */
    boolean refresh();
}
