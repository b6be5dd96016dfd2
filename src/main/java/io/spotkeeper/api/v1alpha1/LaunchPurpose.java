package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Why instances are bought; also the order in which requests are sent when there are many. */
public enum LaunchPurpose {
    @JsonPropertyDescription("the cloud took an instance back")
    ReplaceInterruption,

    @JsonPropertyDescription("the fleet is below its target for another reason")
    BelowTarget,

    @JsonPropertyDescription("the target was raised")
    Growth
}
