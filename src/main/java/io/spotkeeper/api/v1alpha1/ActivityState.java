package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How far an activity has come. */
public enum ActivityState {
    @JsonPropertyDescription("under way")
    Running,

    @JsonPropertyDescription("done in full")
    Succeeded,

    @JsonPropertyDescription("done in part; the message says how much")
    PartlySucceeded,

    @JsonPropertyDescription("not done; the reason says why")
    Failed,

    @JsonPropertyDescription("no usable answer yet; being settled")
    Unknown
}
