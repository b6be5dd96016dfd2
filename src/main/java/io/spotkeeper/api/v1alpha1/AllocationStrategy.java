package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Which pools are bought from first. */
public enum AllocationStrategy {
    @JsonPropertyDescription(
            "the first instance type in every placement in the order written, then the second type, and so on")
    Prioritized,

    @JsonPropertyDescription("the cheapest pool first")
    LowestPrice
}
