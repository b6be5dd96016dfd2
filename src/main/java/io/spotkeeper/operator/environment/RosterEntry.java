package io.spotkeeper.operator.environment;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.operator.FleetRoster;
import java.math.BigDecimal;
import java.util.Set;
import java.util.TreeSet;

/** What the roster keeps of an environment. */
final class RosterEntry {
    private RosterEntry() {}

    static FleetRoster.Entry of(ComputeEnvironment environment) {
        FleetStatus status = environment.getStatus();
        int instances = status == null || status.replicas() == null ? 0 : status.replicas();
        BigDecimal cost =
                status == null || status.cost() == null || status.cost().hourly() == null
                        ? BigDecimal.ZERO
                        : new BigDecimal(status.cost().hourly());
        return new FleetRoster.Entry(
                environment.getMetadata().getUid(),
                environment.getKind(),
                ResourceID.fromResource(environment),
                environment.getSpec().accountRef().name(),
                regions(environment),
                status == null ? Set.of() : Set.copyOf(status.regionsInUse()),
                instances,
                cost);
    }

    /** Where it may have instances: where it launches, and wherever it ever did. */
    static Set<String> regions(ComputeEnvironment environment) {
        Set<String> regions = new TreeSet<>();
        regions.add(environment.getSpec().region());
        if (environment.getStatus() != null) {
            regions.addAll(environment.getStatus().regionsInUse());
        }
        return regions;
    }
}
