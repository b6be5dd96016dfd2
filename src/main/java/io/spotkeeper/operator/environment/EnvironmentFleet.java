package io.spotkeeper.operator.environment;

import io.spotkeeper.api.v1alpha1.AllocationStrategy;
import io.spotkeeper.api.v1alpha1.BandwidthChargeType;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.ComputeEnvironmentSpec;
import io.spotkeeper.api.v1alpha1.DeletionPolicy;
import io.spotkeeper.api.v1alpha1.FleetLimits;
import io.spotkeeper.api.v1alpha1.InstanceTemplate;
import io.spotkeeper.api.v1alpha1.Placement;
import io.spotkeeper.api.v1alpha1.Provider;
import io.spotkeeper.api.v1alpha1.RequestType;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.UserData;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a ComputeEnvironment means as a fleet, and what the API's schema could not refuse. */
public final class EnvironmentFleet {
    private static final int TENCENT_USER_DATA = 16 * 1024;
    private static final int HUAWEI_USER_DATA = 32 * 1024;

    private EnvironmentFleet() {}

    /** Why the account cannot serve the environment's region at all, not even list it. */
    static Optional<String> unserved(ComputeEnvironmentSpec spec, CloudAccountSpec account) {
        return switch (account.provider()) {
            case TencentCloud -> Optional.empty();
            case HuaweiCloud -> HuaweiRules.unserved(spec, account);
        };
    }

    /** What is wrong with this environment on this account. */
    static Optional<Fleet.Obstacle> obstacle(
            ComputeEnvironment environment, CloudAccountSpec account, @Nullable UserData userData) {
        ComputeEnvironmentSpec spec = environment.getSpec();
        InstanceTemplate template = spec.template();
        boolean tencent = account.provider() == Provider.TencentCloud;
        if (tencent && template.huawei() != null) {
            return invalid(
                    "spec.template.huawei belongs to Huawei Cloud, but the account is of Tencent"
                            + " Cloud; remove the block");
        }
        if (!tencent && template.tencent() != null) {
            return invalid(
                    "spec.template.tencent belongs to Tencent Cloud, but the account is of Huawei"
                            + " Cloud; remove the block");
        }
        String role = template.instanceRole();
        if (role != null && !account.allowedInstanceRoles().contains(role)) {
            return invalid(
                    "spec.template.instanceRole "
                            + role
                            + " is not in the account's allowedInstanceRoles");
        }
        SecretKeyReference reference = template.userDataSecretRef();
        if (reference != null && userData == null) {
            return invalid(
                    "There is no key "
                            + reference.key()
                            + " in a Secret "
                            + reference.name()
                            + " in this namespace: spec.template.userDataSecretRef needs it");
        }
        int limit = tencent ? TENCENT_USER_DATA : HUAWEI_USER_DATA;
        if (userData != null && userData.length() > limit) {
            return invalid(
                    "The user data has "
                            + userData.length()
                            + " bytes; the cloud takes at most "
                            + limit);
        }
        if (!tencent) {
            return HuaweiRules.broken(spec, instanceName(environment))
                    .flatMap(EnvironmentFleet::invalid);
        }
        return Optional.empty();
    }

    private static Optional<Fleet.Obstacle> invalid(String message) {
        return Optional.of(new Fleet.Obstacle(Reason.INVALID_TEMPLATE, message));
    }

    /**
     * What a manifest means by itself: without user data, and adopting nothing.
     *
     * @param environment the object, with a UID and a generation
     */
    public static Fleet of(ComputeEnvironment environment) {
        return of(environment, null, new Adoption(null, Optional.empty()));
    }

    /** The fleet. */
    static Fleet of(
            ComputeEnvironment environment, @Nullable UserData userData, Adoption adoption) {
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
            ComputeEnvironment environment, @Nullable UserData userData, Adoption adoption) {
        ComputeEnvironmentSpec spec = environment.getSpec();
        return new Fleet(
                new FleetId(
                        environment.getMetadata().getUid(),
                        environment.getKind(),
                        environment.getMetadata().getNamespace(),
                        environment.getMetadata().getName()),
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
                template(environment, userData),
                limits(spec.limits()),
                environment.isMarkedForDeletion(),
                spec.deletionPolicy() == DeletionPolicy.Retain
                        ? Fleet.DeletionPolicy.RETAIN
                        : Fleet.DeletionPolicy.TERMINATE);
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

    private static Fleet.Limits limits(@Nullable FleetLimits limits) {
        if (limits == null) {
            return Fleet.Limits.NONE;
        }
        String cost = limits.maxHourlyCost();
        return new Fleet.Limits(
                cost == null ? null : new BigDecimal(cost), limits.maxLaunchesPerHour());
    }

    private static String instanceName(ComputeEnvironment environment) {
        ComputeEnvironmentSpec spec = environment.getSpec();
        if (spec.template().instanceName() != null) {
            return spec.template().instanceName();
        }
        return spec.displayName() != null
                ? spec.displayName()
                : environment.getMetadata().getName();
    }

    private static LaunchTemplate template(
            ComputeEnvironment environment, @Nullable UserData userData) {
        InstanceTemplate template = environment.getSpec().template();
        return new LaunchTemplate(
                template.imageId(),
                instanceName(environment),
                template.hostName(),
                template.securityGroupIds(),
                template.keyPairs(),
                userData,
                template.systemDisk() == null
                        ? null
                        : new LaunchTemplate.Disk(
                                template.systemDisk().type(),
                                template.systemDisk().sizeGiB(),
                                null,
                                false,
                                true),
                template.dataDisks().stream()
                        .map(d ->
                                new LaunchTemplate.Disk(
                                        d.type(),
                                        d.sizeGiB(),
                                        d.snapshotId(),
                                        d.encrypted(),
                                        d.deleteWithInstance()))
                        .toList(),
                template.publicIp() == null
                        ? null
                        : new LaunchTemplate.PublicIp(
                                template.publicIp().bandwidthMbps(),
                                template.publicIp().chargeType() == BandwidthChargeType.ByBandwidth
                                        ? LaunchTemplate.BandwidthCharge.BY_BANDWIDTH
                                        : LaunchTemplate.BandwidthCharge.BY_TRAFFIC,
                                template.publicIp().bandwidthPackageId(),
                                template.publicIp().releaseWithInstance()),
                template.placementGroupId(),
                template.instanceRole(),
                template.agents() == null || template.agents().monitor(),
                template.agents() == null || template.agents().security(),
                template.tags(),
                template.tencent() == null ? null : template.tencent().projectId(),
                template.huawei() == null ? null : template.huawei().enterpriseProjectId());
    }
}
