package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Which pools are bought from first. */
public enum AllocationStrategy {
    @JsonPropertyDescription(
            "the first instance type in every placement in the order written, then the second type, and so on")
    Prioritized,

    @JsonPropertyDescription("the cheapest pool first")
    LowestPrice,

    @JsonPropertyDescription(
            "as many instances in each zone as in any other, or one more, as far as stock allows; the cheapest type within a zone")
    Diversified
}
