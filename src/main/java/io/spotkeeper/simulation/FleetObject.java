package io.spotkeeper.simulation;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.keeper.FleetReport;
import org.jspecify.annotations.Nullable;

/**
 * One version of a custom resource.
 *
 * @param version resourceVersion: rises with every change of any object
 * @param fleet what the spec and the metadata mean
 * @param finalizer whether it carries our finalizer
 * @param record the books in its status; absent while there are none
 * @param report what the status tells besides; absent while nothing was told
 */
public record FleetObject(
        long version,
        Fleet fleet,
        boolean finalizer,
        @Nullable FleetRecord record,
        @Nullable FleetReport report) {
    /** Its name. */
    public String name() {
        return fleet.id().name();
    }

    /** Its UID, which a later object of the same name does not have. */
    public String uid() {
        return fleet.id().uid();
    }

    FleetObject with(long newVersion, boolean newFinalizer) {
        return new FleetObject(newVersion, fleet, newFinalizer, record, report);
    }

    FleetObject with(
            long newVersion, @Nullable FleetRecord newRecord, @Nullable FleetReport newReport) {
        return new FleetObject(newVersion, fleet, finalizer, newRecord, newReport);
    }

    FleetObject with(long newVersion, Fleet newFleet) {
        return new FleetObject(newVersion, newFleet, finalizer, record, report);
    }
}
