package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** For how long a group is kept at its capacity. */
public enum GroupType {
    @JsonPropertyDescription(
            "buys until the target is covered, replaces what is lost and gives the surplus back, without end")
    Maintain,

    @JsonPropertyDescription(
            "tries each suitable pool once for each change of what is asked for, then the result stands and nothing is replaced")
    Request
}
