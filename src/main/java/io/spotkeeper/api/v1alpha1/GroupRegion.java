package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A region that a group buys in.
 *
 * @param region region id
 * @param targetCapacity the region's share of the target; all of it where absent, with one region
 * @param stableCapacity the region's share of the stable part; all of it where absent with one
 *     region, else none
 * @param placements networks of the zones; the account's default network where a zone has none
 * @param launchTemplate what the instances are made of, as kept at the cloud; or
 * @param template what the instances are made of, written here
 * @param overrides the instance types and zones to buy
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.launchTemplate) != has(self.template)",
        message =
                "a region needs exactly one of launchTemplate (kept at the cloud) and template (written here)")
@ValidationRule(
        value = "!has(self.stableCapacity) || has(self.targetCapacity)",
        fieldPath = ".stableCapacity",
        message = "a region that gives its stableCapacity gives its targetCapacity as well")
@ValidationRule(
        value =
                "!has(self.stableCapacity) || !has(self.targetCapacity)"
                        + " || self.stableCapacity <= self.targetCapacity",
        fieldPath = ".stableCapacity",
        message = "the stableCapacity of a region is a part of its targetCapacity, so at most that")
@ValidationRule(
        value =
                "!has(self.placements) || self.placements.all(placement,"
                        + " self.overrides.exists(override, override.zone == placement.zone))",
        fieldPath = ".placements",
        message = "each placement needs an override in its zone; otherwise nothing is bought there")
public record GroupRegion(
        @Required
                @Size(min = 1, max = 64)
                @Pattern(Formats.REGION)
                @JsonPropertyDescription(
                        "Where to buy, in the cloud's own words, for example cn-south-1; each region once.")
                String region,
        @Min(0)
                @Max(10000)
                @JsonPropertyDescription(
                        "Share of the group's targetCapacity, 0 to 10000 units of capacity. The shares add up to the target when they are written, and are scaled in proportion when the group is scaled. Absent, with one region only: all of it.")
                @Nullable Integer targetCapacity,
        @Min(0)
                @Max(10000)
                @JsonPropertyDescription(
                        "Share of the group's stableCapacity, 0 to 10000 units of capacity; the shares add up to it. Absent: all of it with one region, 0 with several.")
                @Nullable Integer stableCapacity,
        @ListMapKeys("zone")
                @Size(min = 1, max = 10)
                @JsonPropertyDescription(
                        "Network of the instances by zone, at most 10. A zone without an entry: the network that the launch template names, which has to lie in that zone; where it names none, or there is none, the default network of the account.")
                List<Placement> placements,
        @JsonPropertyDescription(
                        "What the instances are made of, as a launch template that is kept at the cloud; its instance type, market and count are not used. Either this or template.")
                @Nullable LaunchTemplateReference launchTemplate,
        @JsonPropertyDescription(
                        "What the instances are made of, written out. Either this or launchTemplate. A change is for new instances; those that live stay and are counted as outdated.")
                @Nullable InstanceTemplate template,
        @Required
                @ListMapKeys({"zone", "instanceType"})
                @Size(min = 1, max = 100)
                @JsonPropertyDescription(
                        "1 to 100 pools to buy from: an instance type in a zone, each once, with its price, priority and weight.")
                List<PoolOverride> overrides) {
    public GroupRegion {
        placements = Lists.orEmpty(placements);
        overrides = Lists.orEmpty(overrides);
    }
}
