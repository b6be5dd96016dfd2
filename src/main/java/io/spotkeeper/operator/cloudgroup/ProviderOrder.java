package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.CapacityUnit;
import io.spotkeeper.api.v1alpha1.CloudGroupOrder;
import io.spotkeeper.api.v1alpha1.GroupRegion;
import io.spotkeeper.api.v1alpha1.GroupStrategy;
import io.spotkeeper.api.v1alpha1.GroupType;
import io.spotkeeper.api.v1alpha1.LaunchTemplateReference;
import io.spotkeeper.api.v1alpha1.LeavingBehavior;
import io.spotkeeper.api.v1alpha1.PoolOverride;
import io.spotkeeper.api.v1alpha1.SupplyOption;
import io.spotkeeper.cloud.GroupOrder;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
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
                seconds(spec.validSince()),
                seconds(spec.validUntil()),
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
        return new GroupOrder.Pool(
                override.zone(),
                override.instanceType(),
                price(override.spotPrice()),
                Objects.requireNonNullElse(override.priority(), Integer.MAX_VALUE),
                weight(override));
    }

    private static BigDecimal weight(PoolOverride override) {
        String weight = override.weightedCapacity();
        return weight == null ? BigDecimal.ONE : new BigDecimal(weight);
    }

    /** "1" and "1.0" are one version: Huawei's own sample writes the latter. */
    private static int version(String text) {
        return new BigDecimal(text).intValueExact();
    }

    // Finer times cannot be asked for.
    private static @Nullable Instant seconds(@Nullable Instant time) {
        return time == null ? null : time.truncatedTo(ChronoUnit.SECONDS);
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

    private static GroupStrategy strategy(GroupOrder.Strategy strategy) {
        return switch (strategy) {
            case LOWEST_PRICE -> GroupStrategy.LowestPrice;
            case PRIORITIZED -> GroupStrategy.Prioritized;
            case CAPACITY_OPTIMIZED -> GroupStrategy.CapacityOptimized;
            case DIVERSIFIED -> GroupStrategy.Diversified;
        };
    }

    // ---- what is kept of an order ----

    /** What of an order cannot be read from the cloud's group later, or not be changed there. */
    static CloudGroupOrder kept(GroupOrder order) {
        GroupOrder.Source source = order.source();
        return new CloudGroupOrder(
                order.once() ? GroupType.Request : GroupType.Maintain,
                order.validSince(),
                order.validUntil(),
                strategy(order.strategy()),
                order.single() ? SupplyOption.Single : SupplyOption.Multiple,
                source.region(),
                source.templateId() + "/" + source.templateVersion(),
                digest(pools(source)),
                text(order.terms().spotPrice()),
                order.terms().guaranteePlanId());
    }

    /** Hash of all that is asked for, the name apart: another one is another request. */
    static String fingerprint(GroupOrder order) {
        GroupOrder.Terms terms = order.terms();
        return digest(
                String.join(
                        "|",
                        String.valueOf(terms.target()),
                        String.valueOf(terms.stable()),
                        String.valueOf(text(terms.spotPrice())),
                        String.valueOf(terms.guaranteePlanId()),
                        String.valueOf(order.validSince()),
                        String.valueOf(order.validUntil()),
                        order.strategy().name(),
                        String.valueOf(order.single()),
                        order.source().region(),
                        order.source().templateId(),
                        String.valueOf(order.source().templateVersion()),
                        pools(order.source())));
    }

    private static String pools(GroupOrder.Source source) {
        return source.pools().stream()
                .map(pool ->
                        String.join(
                                "/",
                                pool.zone(),
                                pool.instanceType(),
                                String.valueOf(text(pool.spotPrice())),
                                String.valueOf(pool.priority()),
                                String.valueOf(text(pool.weight()))))
                .sorted()
                .collect(Collectors.joining(";"));
    }

    private static @Nullable String text(@Nullable BigDecimal number) {
        return number == null ? null : number.stripTrailingZeros().toPlainString();
    }

    private static String digest(String text) {
        try {
            byte[] hash =
                    MessageDigest.getInstance("SHA-256")
                            .digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
