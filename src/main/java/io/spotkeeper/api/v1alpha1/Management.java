package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Who allocates the capacity of a group. */
public enum Management {
    @JsonPropertyDescription("Spotkeeper allocates, on any provider and over several regions")
    Operator,

    @JsonPropertyDescription(
            "the cloud's own group is created and mirrored in the status; HuaweiCloud only, one region, with a launch template of the cloud")
    Provider
}
