package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What becomes of instances that a group no longer wants. */
public enum LeavingBehavior {
    @JsonPropertyDescription("they are terminated")
    Terminate,

    @JsonPropertyDescription(
            "they leave the group, go on running and lose the tags of Spotkeeper; from then on they are yours, and on your bill")
    Retain
}
