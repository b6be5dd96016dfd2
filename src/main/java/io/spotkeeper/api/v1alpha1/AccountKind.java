package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The kinds that an accountRef can name. */
public enum AccountKind {
    @JsonPropertyDescription("a CloudAccount of the same namespace")
    CloudAccount
}
