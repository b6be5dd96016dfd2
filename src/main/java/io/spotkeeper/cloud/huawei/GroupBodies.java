package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.cms.v1.model.AutoLaunchGroupReqV2;
import com.huaweicloud.sdk.cms.v1.model.LaunchTemplateConfig;
import com.huaweicloud.sdk.cms.v1.model.LaunchTemplateInfo;
import com.huaweicloud.sdk.cms.v1.model.OverrideInfo;
import com.huaweicloud.sdk.cms.v1.model.RegionSpec;
import com.huaweicloud.sdk.cms.v1.model.UpdateAutoLaunchGroupReqV2;
import io.spotkeeper.cloud.GroupOrder;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Groups as the requests of CMS write them. Nothing is left to an undocumented default. */
final class GroupBodies {
    private static final String TERMINATE = "terminate";
    private static final String KEEP = "noTermination";

    private GroupBodies() {}

    static AutoLaunchGroupReqV2 create(GroupOrder order, boolean dryRun) {
        GroupOrder.Terms terms = order.terms();
        return new AutoLaunchGroupReqV2()
                .withName(terms.name())
                .withDryRun(dryRun ? true : null)
                .withType(
                        AutoLaunchGroupReqV2.TypeEnum.fromValue(
                                order.once() ? "request" : "maintain"))
                .withGuaranteePlanId(terms.guaranteePlanId())
                .withTargetCapacity(terms.target())
                .withStableCapacity(terms.stable())
                .withExcessFulfilledCapacityBehavior(
                        AutoLaunchGroupReqV2.ExcessFulfilledCapacityBehaviorEnum.fromValue(
                                behavior(terms.terminatesExcess())))
                .withInstancesBehaviorWithExpiration(
                        AutoLaunchGroupReqV2.InstancesBehaviorWithExpirationEnum.fromValue(
                                behavior(terms.terminatesAtExpiry())))
                .withValidSince(time(order.validSince()))
                .withValidUntil(time(order.validUntil()))
                .withAllocationStrategy(
                        AutoLaunchGroupReqV2.AllocationStrategyEnum.fromValue(
                                GroupTexts.word(order.strategy())))
                .withRegionSpecs(List.of(region(order)))
                .withSupplyOption(
                        AutoLaunchGroupReqV2.SupplyOptionEnum.fromValue(
                                order.single() ? "singlation" : "multiple"))
                .withSpotPrice(number(terms.spotPrice()));
    }

    static UpdateAutoLaunchGroupReqV2 update(GroupOrder.Terms terms) {
        return new UpdateAutoLaunchGroupReqV2()
                .withName(terms.name())
                .withGuaranteePlanId(terms.guaranteePlanId())
                .withTargetCapacity(terms.target())
                .withStableCapacity(terms.stable())
                .withExcessFulfilledCapacityBehavior(
                        UpdateAutoLaunchGroupReqV2.ExcessFulfilledCapacityBehaviorEnum.fromValue(
                                behavior(terms.terminatesExcess())))
                .withInstancesBehaviorWithExpiration(
                        UpdateAutoLaunchGroupReqV2.InstancesBehaviorWithExpirationEnum.fromValue(
                                behavior(terms.terminatesAtExpiry())))
                .withSpotPrice(number(terms.spotPrice()));
    }

    private static RegionSpec region(GroupOrder order) {
        GroupOrder.Source source = order.source();
        return new RegionSpec()
                .withRegionId(source.region())
                .withExpectTargetCapacity(order.terms().target())
                .withExpectStableCapacity(order.terms().stable())
                .withLaunchTemplateConfig(
                        new LaunchTemplateConfig()
                                .withLaunchTemplate(
                                        new LaunchTemplateInfo()
                                                .withLaunchTemplateId(source.templateId())
                                                .withVersion(
                                                        String.valueOf(source.templateVersion())))
                                .withOverrides(
                                        source.pools().stream().map(GroupBodies::pool).toList()));
    }

    private static OverrideInfo pool(GroupOrder.Pool pool) {
        return new OverrideInfo()
                .withAvailabilityZoneId(pool.zone())
                .withFlavorId(pool.instanceType())
                .withSpotPrice(number(pool.spotPrice()))
                .withPriority(pool.priority())
                .withWeightedCapacity(pool.weight().doubleValue());
    }

    private static String behavior(boolean terminates) {
        return terminates ? TERMINATE : KEEP;
    }

    private static @Nullable Double number(@Nullable BigDecimal value) {
        return value == null ? null : value.doubleValue();
    }

    /** {@code yyyy-MM-ddTHH:mm:ssZ}: the SDK writes a time as it is held. */
    private static @Nullable OffsetDateTime time(@Nullable Instant at) {
        return at == null ? null : at.truncatedTo(ChronoUnit.SECONDS).atOffset(ZoneOffset.UTC);
    }
}
