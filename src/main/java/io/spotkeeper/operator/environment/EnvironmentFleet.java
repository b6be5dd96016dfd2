package io.spotkeeper.operator.environment;

import io.spotkeeper.api.v1alpha1.AllocationStrategy;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.ComputeEnvironmentSpec;
import io.spotkeeper.api.v1alpha1.InstanceRequirements;
import io.spotkeeper.api.v1alpha1.Placement;
import io.spotkeeper.api.v1alpha1.RequestType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import io.spotkeeper.operator.fleet.Adoption;
import io.spotkeeper.operator.fleet.FleetKind;
import io.spotkeeper.operator.fleet.TemplateOrder;
import io.spotkeeper.operator.fleet.UserDataSecrets;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What a ComputeEnvironment means as a fleet, and what the API's schema could not refuse. */
public final class EnvironmentFleet {
    private EnvironmentFleet() {}

    /**
     * What a manifest means by itself: without a catalogue, without user data, and adopting
     * nothing.
     *
     * @param environment the object, with a UID, a generation and instanceTypes
     */
    public static Fleet of(ComputeEnvironment environment) {
        return of(
                environment,
                _ -> new InstanceTypes.Listed(List.of()),
                UserDataSecrets.NONE,
                Adoption.NONE);
    }

    /**
     * The fleet, with what its requirements meet in the catalogue as its obstacle.
     *
     * @param catalogue what a zone sells on the environment's market; asked only where it matters
     */
    static Fleet of(
            ComputeEnvironment environment,
            Function<String, InstanceTypes> catalogue,
            UserDataSecrets userData,
            Adoption adoption) {
        ComputeEnvironmentSpec spec = environment.getSpec();
        InstanceRequirements requirements = spec.instanceRequirements();
        if (requirements == null) {
            return spread(spec, ordered(environment, named(spec), userData, adoption));
        }
        FittingPools fitting = FittingPools.of(spec, requirements, catalogue);
        Fleet fleet =
                spread(spec, ordered(environment, fitting.rules(), userData, adoption))
                        .selecting(fitting.selection());
        return fitting.obstacle().map(fleet::hinderedBy).orElse(fleet);
    }

    private static Fleet spread(ComputeEnvironmentSpec spec, Fleet fleet) {
        return switch (spec.allocationStrategy()) {
            case Prioritized, LowestPrice -> fleet;
            case Diversified -> fleet.grouped(spread(spec));
        };
    }

    /** As even over the zones as stock allows; all that it has of either market counts. */
    private static GroupTerms spread(ComputeEnvironmentSpec spec) {
        return new GroupTerms(
                Objective.DIVERSIFIED,
                Problem.Supply.MULTIPLE,
                List.of(
                        new GroupTerms.Share(
                                spec.region(),
                                Market.of(spec.market().name()),
                                spec.desiredCount() * Fleet.UNIT)),
                null,
                GroupTerms.Leaving.TERMINATE,
                GroupTerms.Leaving.TERMINATE,
                null,
                null,
                false,
                Map.of());
    }

    private static Fleet ordered(
            ComputeEnvironment environment,
            List<PoolRule> pools,
            UserDataSecrets userData,
            Adoption adoption) {
        ComputeEnvironmentSpec spec = environment.getSpec();
        return new Fleet(
                FleetKind.id(environment),
                adoption.uid(),
                environment.getMetadata().getGeneration(),
                spec.requestType() == RequestType.OneTime
                        ? Fleet.RequestType.ONE_TIME
                        : Fleet.RequestType.PERSISTENT,
                spec.allocationStrategy() == AllocationStrategy.LowestPrice
                        ? Fleet.AllocationStrategy.LOWEST_PRICE
                        : Fleet.AllocationStrategy.PRIORITIZED,
                spec.desiredCount() * Fleet.UNIT,
                spec.paused(),
                pools,
                order(environment).launchTemplate(userData),
                FleetKind.limits(spec.limits()),
                environment.isMarkedForDeletion(),
                FleetKind.deletionPolicy(spec.deletionPolicy()));
    }

    /** For each type in list order, each placement in list order. */
    private static List<PoolRule> named(ComputeEnvironmentSpec spec) {
        List<PoolRule> pools = new ArrayList<>();
        for (String type : spec.instanceTypes()) {
            for (Placement placement : spec.placements()) {
                pools.add(rule(spec, placement, type));
            }
        }
        return pools;
    }

    /** A type in a placement, on the environment's terms. */
    static PoolRule rule(ComputeEnvironmentSpec spec, Placement placement, String type) {
        Market market = Market.of(spec.market().name());
        String maxPrice = spec.maxPrice();
        return new PoolRule(
                new CapacityPool(spec.region(), placement.zone(), type, market),
                placement.vpcId(),
                placement.subnetIds(),
                maxPrice == null || market == Market.ON_DEMAND ? null : new BigDecimal(maxPrice),
                Fleet.UNIT);
    }

    /** What it has bought. */
    static TemplateOrder order(ComputeEnvironment environment) {
        ComputeEnvironmentSpec spec = environment.getSpec();
        return new TemplateOrder(
                "spec.template",
                spec.template(),
                spec.displayName() != null
                        ? spec.displayName()
                        : environment.getMetadata().getName(),
                spec.region(),
                spec.placements());
    }
}
