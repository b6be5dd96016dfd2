package io.spotkeeper.operator.fleet;

import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.spotkeeper.api.v1alpha1.FleetSpec;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.InstanceCounts;
import io.spotkeeper.operator.FleetRoster;
import io.spotkeeper.operator.FleetStanding;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What the roster keeps of a fleet. */
public final class RosterEntry {
    private RosterEntry() {}

    static <R extends CustomResource<? extends FleetSpec, FleetStatus>> FleetRoster.Entry of(
            FleetKind<R> kind, R object) {
        FleetStatus status = object.getStatus();
        return of(
                object,
                regions(kind, object),
                status == null ? Set.of() : Set.copyOf(status.regionsInUse()));
    }

    /**
     * Of an object of any kind.
     *
     * @param regions those that have to be listed for it
     * @param launchedIn those in which it has ever launched
     */
    public static FleetRoster.Entry of(
            CustomResource<? extends FleetSpec, FleetStatus> object,
            Set<String> regions,
            Set<String> launchedIn) {
        FleetStatus status = object.getStatus();
        BigDecimal cost =
                status == null || status.cost() == null || status.cost().hourly() == null
                        ? BigDecimal.ZERO
                        : new BigDecimal(status.cost().hourly());
        return new FleetRoster.Entry(
                object.getMetadata().getUid(),
                object.getKind(),
                ResourceID.fromResource(object),
                object.getSpec().accountRef().name(),
                regions,
                launchedIn,
                status == null ? 0 : live(status),
                cost,
                FleetStanding.of(status));
    }

    // Not the replicas: those are capacity, of which an instance may be more than one unit.
    private static int live(FleetStatus status) {
        int listed = status.instances().size() + orZero(status.instancesOmitted());
        InstanceCounts counts = status.counts();
        return counts == null
                ? listed
                : Math.max(0, listed - orZero(counts.terminating()) - orZero(counts.failed()));
    }

    private static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /** Where it may have instances: where it launches, and wherever it ever did. */
    static <R extends CustomResource<? extends FleetSpec, FleetStatus>> Set<String> regions(
            FleetKind<R> kind, R object) {
        Set<String> regions = new TreeSet<>(kind.regions(object));
        if (object.getStatus() != null) {
            regions.addAll(object.getStatus().regionsInUse());
        }
        return regions;
    }
}
