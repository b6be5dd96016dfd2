package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/**
 * By what a group chooses its pools. The meanings are those of Huawei Cloud's auto launch groups.
 */
public enum GroupStrategy {
    @JsonPropertyDescription("the least total price of all instances together")
    LowestPrice,

    @JsonPropertyDescription("by the priority of the overrides, smaller numbers first")
    Prioritized,

    @JsonPropertyDescription(
            "large types first: the most vCPUs where instances are counted, the fewest instances where vCPUs are")
    CapacityOptimized,

    @JsonPropertyDescription("spread evenly over the zones, the cheapest type within each")
    Diversified
}
