package io.spotkeeper.operator.group;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.CapacityUnit;
import io.spotkeeper.api.v1alpha1.GroupRegion;
import io.spotkeeper.api.v1alpha1.GroupStrategy;
import io.spotkeeper.api.v1alpha1.GroupType;
import io.spotkeeper.api.v1alpha1.LaunchTemplateReference;
import io.spotkeeper.api.v1alpha1.LeavingBehavior;
import io.spotkeeper.api.v1alpha1.PoolOverride;
import io.spotkeeper.api.v1alpha1.SupplyOption;
import io.spotkeeper.cloud.GroupOrder;
import java.math.BigDecimal;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A group with management Provider as it is asked of the cloud. */
final class ProviderOrder {
    private static final int NAME_LENGTH = 64;
    private static final int UID_DIGITS = 8;

    private ProviderOrder() {}

    /**
     * Name at the cloud: displayName, a hyphen and the first 8 hex digits of the UID, at most 64
     * characters; displayName is cut where it is too long. The service needs no unique names, so
     * they are made unique here: a lost answer is found by them.
     */
    static String name(AutoLaunchGroup group) {
        String uid = group.getMetadata().getUid().replace("-", "");
        String suffix = "-" + uid.substring(0, Math.min(UID_DIGITS, uid.length()));
        String wanted =
                Objects.requireNonNullElse(
                        group.getSpec().displayName(), group.getMetadata().getName());
        int room = NAME_LENGTH - suffix.length();
        return (wanted.length() > room ? wanted.substring(0, room) : wanted) + suffix;
    }

    /** Why the spec cannot be asked of the cloud; the API server keeps the rest out. */
    static Optional<String> objection(AutoLaunchGroupSpec spec) {
        boolean weightless =
                spec.regions().getFirst().overrides().stream()
                        .anyMatch(override -> override.weightedCapacity() == null);
        return spec.capacityUnit() == CapacityUnit.VCPUs && weightless
                ? Optional.of(
                        "With capacityUnit VCPUs and management Provider every override needs its"
                                + " weightedCapacity, the vCPUs of its type: the cloud's own group"
                                + " knows no unit")
                : Optional.empty();
    }

    /** The order of a spec to which there is no objection. */
    static GroupOrder of(AutoLaunchGroup group) {
        AutoLaunchGroupSpec spec = group.getSpec();
        return new GroupOrder(
                terms(group),
                spec.type() == GroupType.Request,
                spec.validSince(),
                spec.validUntil(),
                strategy(spec.allocationStrategy()),
                spec.supplyOption() == SupplyOption.Single,
                source(spec.regions().getFirst()));
    }

    private static GroupOrder.Terms terms(AutoLaunchGroup group) {
        AutoLaunchGroupSpec spec = group.getSpec();
        int stable = Objects.requireNonNullElse(spec.stableCapacity(), 0);
        return new GroupOrder.Terms(
                name(group),
                spec.guaranteePlanId(),
                spec.targetCapacity(),
                // Scaled below its stable part, all of a group is on demand.
                Math.min(stable, spec.targetCapacity()),
                spec.excessCapacityBehavior() == LeavingBehavior.Terminate,
                spec.expirationBehavior() == LeavingBehavior.Terminate,
                price(spec.spotPrice()));
    }

    private static GroupOrder.Source source(GroupRegion region) {
        LaunchTemplateReference template =
                Objects.requireNonNull(region.launchTemplate(), "kept by the API server");
        return new GroupOrder.Source(
                region.region(),
                template.id(),
                version(template.version()),
                region.overrides().stream().map(ProviderOrder::pool).toList());
    }

    private static GroupOrder.Pool pool(PoolOverride override) {
        String weight = override.weightedCapacity();
        return new GroupOrder.Pool(
                override.zone(),
                override.instanceType(),
                price(override.spotPrice()),
                Objects.requireNonNullElse(override.priority(), Integer.MAX_VALUE),
                weight == null ? BigDecimal.ONE : new BigDecimal(weight));
    }

    /** "1" and "1.0" are one version: Huawei's own sample writes the latter. */
    static int version(String text) {
        return new BigDecimal(text).intValueExact();
    }

    private static @Nullable BigDecimal price(@Nullable String text) {
        return text == null ? null : new BigDecimal(text);
    }

    private static GroupOrder.Strategy strategy(GroupStrategy strategy) {
        return switch (strategy) {
            case LowestPrice -> GroupOrder.Strategy.LOWEST_PRICE;
            case Prioritized -> GroupOrder.Strategy.PRIORITIZED;
            case CapacityOptimized -> GroupOrder.Strategy.CAPACITY_OPTIMIZED;
            case Diversified -> GroupOrder.Strategy.DIVERSIFIED;
        };
    }
}
