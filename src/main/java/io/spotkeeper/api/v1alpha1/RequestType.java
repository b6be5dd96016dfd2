package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** For how long a fleet is kept at its size. */
public enum RequestType {
    @JsonPropertyDescription(
            "applies until the desired count is reached and replaces what is lost, without end")
    Persistent,

    @JsonPropertyDescription(
            "tries each suitable pool once for each change of the request, then the result stands and nothing is replaced")
    OneTime
}
