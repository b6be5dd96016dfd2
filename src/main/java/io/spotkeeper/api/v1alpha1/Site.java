package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** The site of a cloud at which an account was opened. */
public enum Site {
    @JsonPropertyDescription("the site for mainland China; prices are in CNY")
    China,

    @JsonPropertyDescription("the site for the rest of the world; prices are in USD")
    International
}
