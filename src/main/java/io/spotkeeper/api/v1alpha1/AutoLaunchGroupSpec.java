package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.fabric8.kubernetes.model.annotation.SpecReplicas;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The desired state of an {@link AutoLaunchGroup}.
 *
 * @param displayName name at the cloud; metadata.name where absent
 * @param accountRef account that pays
 * @param management who allocates; Operator where absent
 * @param type Maintain or Request; Maintain where absent
 * @param capacityUnit what a unit of capacity is; Instances where absent
 * @param targetCapacity capacity wanted, 0 to 10000 units
 * @param stableCapacity part of it on demand, 0 to 10000 units; none where absent. More than the
 *     target means all of the target
 * @param excessCapacityBehavior what becomes of the surplus; Terminate where absent
 * @param expirationBehavior what becomes of the instances at validUntil; Terminate where absent
 * @param validSince when the group begins to buy; at once where absent
 * @param validUntil when the group ends; never where absent
 * @param allocationStrategy by what pools are chosen; LowestPrice where absent
 * @param supplyOption from how many types; Multiple where absent
 * @param spotPrice most to pay for one spot instance-hour where an override says nothing; the
 *     market price where absent
 * @param guaranteePlanId guarantee plan of the cloud's own group
 * @param dryRun whether the plan is only shown; no where absent
 * @param regionShortfall what becomes of what a region cannot supply; Wait where absent
 * @param regions where to buy, and what
 * @param limits what may not be exceeded; nothing where absent
 * @param paused whether launches and terminations rest; no where absent
 * @param deletionPolicy what becomes of the instances at deletion; Terminate where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.accountRef == oldSelf.accountRef",
        fieldPath = ".accountRef",
        reason = "FieldValueForbidden",
        message = "accountRef cannot be changed; create another AutoLaunchGroup")
@ValidationRule(
        value = "self.management == oldSelf.management",
        fieldPath = ".management",
        reason = "FieldValueForbidden",
        message = "management cannot be changed; create another AutoLaunchGroup")
@ValidationRule(
        value = GroupRules.STABLE_FITS,
        fieldPath = ".stableCapacity",
        optionalOldSelf = true,
        message = GroupRules.STABLE_FITS_ALLOWED)
@ValidationRule(
        value = GroupRules.SHARES_GIVEN,
        fieldPath = ".regions",
        message = GroupRules.SHARES_GIVEN_ALLOWED)
@ValidationRule(
        value = GroupRules.SHARES_ADD_UP,
        fieldPath = ".regions",
        optionalOldSelf = true,
        message = GroupRules.SHARES_ADD_UP_ALLOWED)
@ValidationRule(
        value = GroupRules.STABLE_SHARES_ADD_UP,
        fieldPath = ".regions",
        message = GroupRules.STABLE_SHARES_ADD_UP_ALLOWED)
@ValidationRule(
        value = GroupRules.WINDOW,
        fieldPath = ".validUntil",
        message = GroupRules.WINDOW_ALLOWED)
@ValidationRule(
        value = GroupRules.ONE_REGION,
        fieldPath = ".regions",
        message = GroupRules.ONE_REGION_ALLOWED)
@ValidationRule(
        value = GroupRules.CLOUD_TEMPLATE,
        fieldPath = ".regions",
        message = GroupRules.CLOUD_TEMPLATE_ALLOWED)
@ValidationRule(
        value = GroupRules.NO_PLACEMENTS,
        fieldPath = ".regions",
        message = GroupRules.NO_PLACEMENTS_ALLOWED)
@ValidationRule(
        value = GroupRules.NO_LIMITS,
        fieldPath = ".limits",
        message = GroupRules.NO_LIMITS_ALLOWED)
@ValidationRule(
        value = GroupRules.PLAN,
        fieldPath = ".guaranteePlanId",
        message = GroupRules.PLAN_ALLOWED)
public record AutoLaunchGroupSpec(
        @Size(min = 1, max = 64)
                @Pattern(Formats.GROUP_NAME)
                @JsonPropertyDescription(
                        "Name used at the cloud, 1 to 64 Chinese characters, letters, digits, underscores and hyphens. Absent: metadata.name.")
                @Nullable String displayName,
        @Required
                @JsonPropertyDescription(
                        "Account that the instances are bought with. Cannot be changed.")
                AccountReference accountRef,
        @Default("Operator") @JsonPropertyDescription("Who chooses and buys. Cannot be changed.")
                Management management,
        @Default("Maintain") @JsonPropertyDescription("For how long the target is worked for.")
                GroupType type,
        @Default("Instances")
                @JsonPropertyDescription("What targetCapacity, stableCapacity and weights count.")
                CapacityUnit capacityUnit,
        @Required
                @Min(0)
                @Max(10000)
                @SpecReplicas
                @JsonPropertyDescription(
                        "How much to hold, 0 to 10000 units of capacity, on demand and spot together. kubectl scale and autoscalers set it.")
                Integer targetCapacity,
        @Min(0)
                @Max(10000)
                @JsonPropertyDescription(
                        "Part of the target to hold on demand, 0 to 10000 units of capacity, at most the target when it is written; the rest is spot. Where the group is scaled below it, all of the target is on demand. Absent: 0.")
                @Nullable Integer stableCapacity,
        @Default("Terminate")
                @JsonPropertyDescription(
                        "What becomes of instances that are more than the target needs.")
                LeavingBehavior excessCapacityBehavior,
        @Default("Terminate")
                @JsonPropertyDescription("What becomes of the instances at validUntil.")
                LeavingBehavior expirationBehavior,
        @Pattern(Formats.TIME)
                @JsonPropertyDescription(
                        "When the group begins to buy, as RFC 3339 writes a time, for example 2026-04-04T15:58:13Z. Absent: at once.")
                @Nullable Instant validSince,
        @Pattern(Formats.TIME)
                @JsonPropertyDescription(
                        "When the group ends, as RFC 3339 writes a time; expirationBehavior says what happens then. Absent: never.")
                @Nullable Instant validUntil,
        @Default("LowestPrice")
                @JsonPropertyDescription(
                        "Which pools are bought from, on demand and spot alike, each part for itself.")
                GroupStrategy allocationStrategy,
        @Default("Multiple")
                @JsonPropertyDescription("From how many instance types the group is supplied.")
                SupplyOption supplyOption,
        @Size(max = Formats.PRICE_LENGTH)
                @Pattern(Formats.PRICE)
                @ValidationRule(value = Formats.PRICE_RULE, message = Formats.PRICE_ALLOWED)
                @JsonPropertyDescription(
                        "Most to pay for one hour of one spot instance where its override gives no spotPrice, in the currency of the account, as a decimal string that is sent as written. Absent: the market price, whatever it is.")
                @Nullable String spotPrice,
        @Size(min = 1, max = 128)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Compute guarantee plan that the cloud's own group uses; with management Provider only. Absent: none.")
                @Nullable String guaranteePlanId,
        @Default("false")
                @JsonPropertyDescription(
                        "With true, the plan is written to the status and nothing is bought; with management Provider the cloud checks the request.")
                Boolean dryRun,
        @Default("Wait")
                @JsonPropertyDescription(
                        "What becomes of the share that a region cannot supply; means nothing with one region.")
                RegionShortfall regionShortfall,
        @Required
                @ListMapKeys("region")
                @Size(min = 1, max = 10)
                @JsonPropertyDescription(
                        "1 to 10 regions to buy in, each once, with their shares of the target, template and pools.")
                List<GroupRegion> regions,
        @JsonPropertyDescription(
                        "Bounds that hold whatever the target says; with management Operator only. Absent: none.")
                @Nullable FleetLimits limits,
        @Default("false")
                @JsonPropertyDescription(
                        "With true, nothing is launched and nothing terminated; watching, settling and deletion go on. With management Provider the cloud's group is left as it is.")
                Boolean paused,
        @Default("Terminate")
                @JsonPropertyDescription(
                        "What becomes of the instances when this object is deleted.")
                DeletionPolicy deletionPolicy)
        implements FleetSpec {
    public AutoLaunchGroupSpec {
        management = management == null ? Management.Operator : management;
        type = type == null ? GroupType.Maintain : type;
        capacityUnit = capacityUnit == null ? CapacityUnit.Instances : capacityUnit;
        excessCapacityBehavior = terminateWhereNull(excessCapacityBehavior);
        expirationBehavior = terminateWhereNull(expirationBehavior);
        allocationStrategy =
                allocationStrategy == null ? GroupStrategy.LowestPrice : allocationStrategy;
        supplyOption = supplyOption == null ? SupplyOption.Multiple : supplyOption;
        dryRun = dryRun != null && dryRun;
        regionShortfall = regionShortfall == null ? RegionShortfall.Wait : regionShortfall;
        regions = Lists.orEmpty(regions);
        paused = paused != null && paused;
        deletionPolicy = deletionPolicy == null ? DeletionPolicy.Terminate : deletionPolicy;
    }

    private static LeavingBehavior terminateWhereNull(@Nullable LeavingBehavior behavior) {
        return behavior == null ? LeavingBehavior.Terminate : behavior;
    }
}
