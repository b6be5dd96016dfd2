package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How an activity went. */
public enum ActivityState {
    @JsonPropertyDescription("it went as it should")
    Succeeded,

    @JsonPropertyDescription("it did not; the reason says why")
    Failed
}
