package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What kind of thing happened. */
public enum ActivityType {
    @JsonPropertyDescription("instances were asked for")
    Launch,

    @JsonPropertyDescription("instances were terminated by Spotkeeper")
    Terminate,

    @JsonPropertyDescription("instances were handed over to their owner")
    Release,

    @JsonPropertyDescription("the cloud took instances back, or somebody ended them")
    Interruption,

    @JsonPropertyDescription("instances were launched and failed before they were of use")
    LaunchFailure,

    @JsonPropertyDescription("instances lost our tags by hand and are no longer members")
    TagsRemoved,

    @JsonPropertyDescription("a launch without an answer was settled from listings")
    Settlement
}
