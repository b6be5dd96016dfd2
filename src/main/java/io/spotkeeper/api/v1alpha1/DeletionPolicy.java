package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What becomes of the instances when their fleet is deleted. */
public enum DeletionPolicy {
    @JsonPropertyDescription("instances are terminated")
    Terminate,

    @JsonPropertyDescription(
            "instances go on running and lose the tags of Spotkeeper; from then on they are yours")
    Retain
}
