package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What the planner did with a capacity pool. */
public enum PoolVerdict {
    @JsonPropertyDescription("instances are being bought from it")
    Chosen,

    @JsonPropertyDescription("it supplies instances that stay")
    Kept,

    @JsonPropertyDescription("nothing is bought from it, for the reason given")
    Rejected
}
