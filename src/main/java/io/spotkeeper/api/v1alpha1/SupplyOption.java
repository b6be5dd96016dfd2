package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** From how many instance types a group is supplied. */
public enum SupplyOption {
    @JsonPropertyDescription("any combination of the instance types in the overrides")
    Multiple,

    @JsonPropertyDescription("one instance type supplies everything")
    Single
}
