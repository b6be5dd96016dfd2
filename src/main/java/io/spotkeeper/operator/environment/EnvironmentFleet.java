package io.spotkeeper.operator.environment;

import io.spotkeeper.api.v1alpha1.AllocationStrategy;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.ComputeEnvironmentSpec;
import io.spotkeeper.api.v1alpha1.Placement;
import io.spotkeeper.api.v1alpha1.RequestType;
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

/** What a ComputeEnvironment means as a fleet, and what the API's schema could not refuse. */
public final class EnvironmentFleet {
    private EnvironmentFleet() {}

    /**
     * What a manifest means by itself: without user data, and adopting nothing.
     *
     * @param environment the object, with a UID and a generation
     */
    public static Fleet of(ComputeEnvironment environment) {
        return of(environment, UserDataSecrets.NONE, Adoption.NONE);
    }

    /** The fleet. */
    static Fleet of(ComputeEnvironment environment, UserDataSecrets userData, Adoption adoption) {
        ComputeEnvironmentSpec spec = environment.getSpec();
        Fleet fleet = ordered(environment, userData, adoption);
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
            ComputeEnvironment environment, UserDataSecrets userData, Adoption adoption) {
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
                pools(spec),
                order(environment).launchTemplate(userData),
                FleetKind.limits(spec.limits()),
                environment.isMarkedForDeletion(),
                FleetKind.deletionPolicy(spec.deletionPolicy()));
    }

    /** For each type in list order, each placement in list order. */
    private static List<PoolRule> pools(ComputeEnvironmentSpec spec) {
        Market market = Market.of(spec.market().name());
        String maxPrice = spec.maxPrice();
        List<PoolRule> pools = new ArrayList<>();
        for (String type : spec.instanceTypes()) {
            for (Placement placement : spec.placements()) {
                pools.add(
                        new PoolRule(
                                new CapacityPool(spec.region(), placement.zone(), type, market),
                                placement.vpcId(),
                                placement.subnetIds(),
                                maxPrice == null || market == Market.ON_DEMAND
                                        ? null
                                        : new BigDecimal(maxPrice),
                                Fleet.UNIT));
            }
        }
        return pools;
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
