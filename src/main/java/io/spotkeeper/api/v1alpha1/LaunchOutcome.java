package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What is known of the call of a launch intent. */
public enum LaunchOutcome {
    @JsonPropertyDescription("the cloud answered with the ids of the instances")
    Launched,

    @JsonPropertyDescription(
            "no usable answer came: the call may have been carried out, which later listings settle")
    Unknown
}
