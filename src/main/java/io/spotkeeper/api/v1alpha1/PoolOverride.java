package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * An instance type in a zone that a group may buy from.
 *
 * @param zone zone id
 * @param instanceType type
 * @param spotPrice most to pay for one spot instance-hour, decimal; the group's where absent
 * @param priority 0 to 2147483647, smaller first; 2147483647 where absent
 * @param weightedCapacity units of capacity that one instance counts, above 0, decimal; 1, or the
 *     type's vCPUs, where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PoolOverride(
        @Required
                @Size(min = 1, max = 64)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription("Where to buy, for example cn-south-1a.")
                String zone,
        @Required
                @Size(min = 1, max = 64)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "What to buy, in the cloud's own words, for example s3.large.2; each type once in a zone.")
                String instanceType,
        @Size(max = Formats.PRICE_LENGTH)
                @Pattern(Formats.PRICE)
                @ValidationRule(value = Formats.PRICE_RULE, message = Formats.PRICE_ALLOWED)
                @JsonPropertyDescription(
                        "Most to pay for one hour of one spot instance, in the currency of the account, as a decimal string that is sent as written. Absent: the group's spotPrice.")
                @Nullable String spotPrice,
        @Min(0)
                @Max(Integer.MAX_VALUE)
                @JsonPropertyDescription(
                        "Rank for strategy Prioritized, 0 to 2147483647, where the smaller number is bought first. Absent: 2147483647.")
                @Nullable Integer priority,
        @Size(max = Formats.WEIGHT_LENGTH)
                @Pattern(Formats.WEIGHT)
                @ValidationRule(value = Formats.WEIGHT_RULE, message = Formats.WEIGHT_ALLOWED)
                @JsonPropertyDescription(
                        "How much one instance counts towards the target, in units of capacity above 0, as a decimal string with at most 3 decimals. Absent: 1, or with capacityUnit VCPUs the vCPUs of the type.")
                @Nullable String weightedCapacity) {}
