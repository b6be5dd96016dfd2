package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.operator.fleet.FleetLooks;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The object of one look, and its status, written with an optimistic lock: nothing is written over
 * what was not read, and nothing that is there already.
 */
interface GroupStore {
    /** As last read or written. */
    AutoLaunchGroup object();

    /**
     * Writes a status.
     *
     * @return false on a conflict, or when the answer was lost: start over
     */
    boolean write(FleetStatus after);

    /**
     * Writes what the cloud answered, whatever else was written meanwhile: an id that is not
     * written has to be searched for.
     *
     * @param change of the status that is there, made again after each conflict; null where it does
     *     not apply any more
     * @return whether it is written
     */
    boolean record(Function<FleetStatus, @Nullable FleetStatus> change);

    /** Keeps the object until nothing of it is left at the cloud. */
    void addFinalizer();

    /** Lets the object go. */
    void removeFinalizer();

    /** Its status; one that says nothing where there is none yet. */
    default FleetStatus status() {
        FleetStatus status = object().getStatus();
        return status == null ? FleetStatus.empty() : status;
    }

    /** What is known of the cloud's group; absent before the first write, or where it was lost. */
    default @Nullable CloudGroupStatus group() {
        return status().group();
    }

    /** Whether something may have been asked of the cloud. */
    default boolean finalizerPresent() {
        return object().hasFinalizer(FleetLooks.FINALIZER);
    }
}
