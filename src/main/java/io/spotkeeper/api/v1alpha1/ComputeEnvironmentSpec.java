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
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The desired state of a {@link ComputeEnvironment}.
 *
 * @param displayName name at the cloud; metadata.name where absent
 * @param accountRef account that pays
 * @param region region to buy in
 * @param desiredCount instances wanted, 0 to 2000
 * @param requestType Persistent or OneTime; Persistent where absent
 * @param paused whether launches and terminations rest; no where absent
 * @param market Spot or OnDemand; Spot where absent
 * @param maxPrice most to pay for one instance-hour; the market price where absent
 * @param instanceTypes types to buy, in order of preference; or
 * @param instanceRequirements what a type must have to be bought
 * @param placements zones to buy in, in order of preference
 * @param allocationStrategy which pools come first; where absent, Prioritized with instanceTypes
 *     and LowestPrice with instanceRequirements
 * @param template what the instances are made of
 * @param limits what may not be exceeded; nothing where absent
 * @param deletionPolicy what becomes of the instances at deletion; Terminate where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "self.accountRef == oldSelf.accountRef",
        fieldPath = ".accountRef",
        reason = "FieldValueForbidden",
        message = "accountRef cannot be changed; create another ComputeEnvironment")
@ValidationRule(
        value = "self.region == oldSelf.region",
        fieldPath = ".region",
        reason = "FieldValueForbidden",
        message = "region cannot be changed; create another ComputeEnvironment")
@ValidationRule(
        value = "has(self.instanceTypes) != has(self.instanceRequirements)",
        message =
                "exactly one of instanceTypes (in order of preference) and instanceRequirements (any type that fits) is needed")
@ValidationRule(
        value =
                "!has(self.instanceRequirements) || !has(self.allocationStrategy)"
                        + " || self.allocationStrategy != 'Prioritized'",
        fieldPath = ".allocationStrategy",
        message =
                "Prioritized needs instanceTypes, which have an order; with instanceRequirements use LowestPrice or Diversified")
@ValidationRule(
        value =
                "!has(self.instanceTypes) || self.instanceTypes.all(type,"
                        + " self.instanceTypes.exists_one(other, other == type))",
        fieldPath = ".instanceTypes",
        message = "each instance type is allowed once")
@ValidationRule(
        value = "self.market != 'OnDemand' || !has(self.maxPrice)",
        fieldPath = ".maxPrice",
        message =
                "maxPrice is a bid and allowed with market Spot only; limits.maxHourlyCost bounds on-demand costs")
public record ComputeEnvironmentSpec(
        @Size(min = 1, max = 64)
                @JsonPropertyDescription(
                        "Name used at the cloud, 1 to 64 characters. Absent: metadata.name.")
                @Nullable String displayName,
        @Required
                @JsonPropertyDescription(
                        "Account that the instances are bought with. Cannot be changed.")
                AccountReference accountRef,
        @Required
                @Size(min = 1, max = 64)
                @Pattern(Formats.REGION)
                @JsonPropertyDescription(
                        "Where to buy, in the cloud's own words, for example ap-guangzhou. Cannot be changed.")
                String region,
        @Required
                @Min(0)
                @Max(2000)
                @SpecReplicas
                @JsonPropertyDescription(
                        "How many instances to hold, 0 to 2000. kubectl scale and autoscalers set it.")
                Integer desiredCount,
        @Default("Persistent")
                @JsonPropertyDescription("For how long the desired count is worked for.")
                RequestType requestType,
        @Default("false")
                @JsonPropertyDescription(
                        "With true, nothing is launched and nothing terminated; watching, settling and deletion go on.")
                Boolean paused,
        @Default("Spot") @JsonPropertyDescription("How instances are bought.") Market market,
        @Size(max = Formats.PRICE_LENGTH)
                @Pattern(Formats.PRICE)
                @ValidationRule(value = Formats.PRICE_RULE, message = Formats.PRICE_ALLOWED)
                @JsonPropertyDescription(
                        "Most to pay for one hour of one instance, in the currency of the account, as a decimal string that is sent as written. With market Spot only. Absent: the market price, whatever it is.")
                @Nullable String maxPrice,
        @Size(min = 1, max = 10)
                @JsonPropertyDescription(
                        "1 to 10 types that will do, in the cloud's own words and in order of preference, each once. Either this or instanceRequirements.")
                List<@Size(min = 1, max = 64) @Pattern(Formats.CLOUD_ID) String> instanceTypes,
        @JsonPropertyDescription(
                        "What an instance type must have; any that fits will do. Either this or instanceTypes.")
                @Nullable InstanceRequirements instanceRequirements,
        @Required
                @ListMapKeys("zone")
                @Size(min = 1, max = 10)
                @JsonPropertyDescription(
                        "1 to 10 zones of the region that will do, in order of preference, each once.")
                List<Placement> placements,
        @JsonPropertyDescription(
                        "Which of the pools (instance type in a zone) is bought from first. Absent: Prioritized with instanceTypes, LowestPrice with instanceRequirements.")
                AllocationStrategy allocationStrategy,
        @Required
                @JsonPropertyDescription(
                        "What each instance is made of. A change is for new instances; those that live stay and are counted as outdated.")
                InstanceTemplate template,
        @JsonPropertyDescription("Bounds that hold whatever the desired count says. Absent: none.")
                @Nullable FleetLimits limits,
        @Default("Terminate")
                @JsonPropertyDescription(
                        "What becomes of the instances when this object is deleted.")
                DeletionPolicy deletionPolicy)
        implements FleetSpec {
    public ComputeEnvironmentSpec {
        requestType = requestType == null ? RequestType.Persistent : requestType;
        paused = paused != null && paused;
        market = market == null ? Market.Spot : market;
        instanceTypes = Lists.orEmpty(instanceTypes);
        placements = Lists.orEmpty(placements);
        allocationStrategy =
                allocationStrategy == null
                        ? usualStrategy(instanceRequirements)
                        : allocationStrategy;
        deletionPolicy = deletionPolicy == null ? DeletionPolicy.Terminate : deletionPolicy;
    }

    private static AllocationStrategy usualStrategy(@Nullable InstanceRequirements requirements) {
        return requirements == null
                ? AllocationStrategy.Prioritized
                : AllocationStrategy.LowestPrice;
    }
}
