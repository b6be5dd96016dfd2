package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What kind of thing happened. */
public enum ActivityType {
    @JsonPropertyDescription("instances were bought, or the cloud refused to sell them")
    Launch,

    @JsonPropertyDescription("instances were terminated by Spotkeeper")
    Terminate,

    @JsonPropertyDescription("instances were handed over to their owner and run on")
    Release,

    @JsonPropertyDescription(
            "instances ended or left the fleet without our asking: taken back by the cloud, ended by somebody, or stripped of our tags")
    Interruption,

    @JsonPropertyDescription("the cloud's own group was changed in place, or set back")
    Update,

    @JsonPropertyDescription("the books were put in order, such as a launch whose answer was lost")
    Settle
}
