package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What happens to the part of a target that a region cannot supply. */
public enum RegionShortfall {
    @JsonPropertyDescription("it waits until the region can")
    Wait,

    @JsonPropertyDescription(
            "what the region has refused for longer than the operator's --region-shortfall-after is bought in the others")
    Spill
}
