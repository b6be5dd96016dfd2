package io.spotkeeper.operator.group;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.CapacityUnit;
import io.spotkeeper.api.v1alpha1.GroupStrategy;
import io.spotkeeper.api.v1alpha1.GroupType;
import io.spotkeeper.api.v1alpha1.LeavingBehavior;
import io.spotkeeper.api.v1alpha1.RegionShortfall;
import io.spotkeeper.api.v1alpha1.SupplyOption;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import io.spotkeeper.operator.fleet.Adoption;
import io.spotkeeper.operator.fleet.FleetKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What an AutoLaunchGroup means as a fleet. */
final class GroupFleet {
    private final AutoLaunchGroup group;
    private final AutoLaunchGroupSpec spec;
    private final Duration shortfallAfter;

    /**
     * The meaning of a group.
     *
     * @param shortfallAfter how long a region has to refuse before its share spills over
     */
    GroupFleet(AutoLaunchGroup group, Duration shortfallAfter) {
        this.group = group;
        this.spec = group.getSpec();
        this.shortfallAfter = shortfallAfter;
    }

    /**
     * The fleet, with the first of what is wrong as its obstacle.
     *
     * @param templates what is bought in each region
     * @param offers what is known of pools
     */
    Fleet of(
            RegionTemplates templates,
            Function<Collection<CapacityPool>, Map<CapacityPool, Offer>> offers,
            Adoption adoption) {
        GroupPools pools = GroupPools.of(spec, templates.networks(), offers);
        Fleet meant =
                new Fleet(
                                FleetKind.id(group),
                                adoption.uid(),
                                group.getMetadata().getGeneration(),
                                spec.type() == GroupType.Request
                                        ? Fleet.RequestType.ONE_TIME
                                        : Fleet.RequestType.PERSISTENT,
                                spec.allocationStrategy() == GroupStrategy.Prioritized
                                        ? Fleet.AllocationStrategy.PRIORITIZED
                                        : Fleet.AllocationStrategy.LOWEST_PRICE,
                                spec.targetCapacity() * Fleet.UNIT,
                                spec.paused(),
                                pools.rules(),
                                anyTemplate(templates),
                                FleetKind.limits(spec.limits()),
                                group.isMarkedForDeletion(),
                                FleetKind.deletionPolicy(spec.deletionPolicy()))
                        .grouped(terms(templates.templates()));
        Optional<Fleet.Obstacle> obstacle = templates.obstacle().or(pools::obstacle);
        return obstacle.map(meant::hinderedBy).orElse(meant);
    }

    /** For a region that has none: nothing is bought there. */
    private LaunchTemplate anyTemplate(RegionTemplates templates) {
        return spec.regions().stream()
                .map(region -> templates.templates().get(region.region()))
                .filter(template -> template != null)
                .findFirst()
                .orElseGet(() -> LaunchTemplate.plain("", RegionTemplates.name(group)));
    }

    private GroupTerms terms(Map<String, LaunchTemplate> templates) {
        return new GroupTerms(
                objective(),
                spec.supplyOption() == SupplyOption.Single
                        ? Problem.Supply.SINGLE
                        : Problem.Supply.MULTIPLE,
                shares(),
                spec.regionShortfall() == RegionShortfall.Spill ? shortfallAfter : null,
                leaving(spec.excessCapacityBehavior()),
                leaving(spec.expirationBehavior()),
                spec.validSince(),
                spec.validUntil(),
                spec.dryRun(),
                templates);
    }

    private Objective objective() {
        return switch (spec.allocationStrategy()) {
            case LowestPrice -> Objective.LOWEST_PRICE;
            case Prioritized -> Objective.PRIORITIZED;
            case CapacityOptimized ->
                    spec.capacityUnit() == CapacityUnit.VCPUs
                            ? Objective.FEWEST_INSTANCES
                            : Objective.MOST_VCPUS;
            case Diversified -> Objective.DIVERSIFIED;
        };
    }

    private List<GroupTerms.Share> shares() {
        Portions portions = Portions.of(spec);
        List<GroupTerms.Share> shares = new ArrayList<>();
        for (int i = 0; i < spec.regions().size(); i++) {
            String region = spec.regions().get(i).region();
            long stable = portions.stable().get(i) * Fleet.UNIT;
            shares.add(new GroupTerms.Share(region, Market.ON_DEMAND, stable));
        }
        for (int i = 0; i < spec.regions().size(); i++) {
            String region = spec.regions().get(i).region();
            long spot = (portions.targets().get(i) - portions.stable().get(i)) * Fleet.UNIT;
            shares.add(new GroupTerms.Share(region, Market.SPOT, spot));
        }
        return shares;
    }

    private static GroupTerms.Leaving leaving(LeavingBehavior behavior) {
        return switch (behavior) {
            case Terminate -> GroupTerms.Leaving.TERMINATE;
            case Retain -> GroupTerms.Leaving.RETAIN;
        };
    }
}
