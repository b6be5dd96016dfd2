package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How an instance is bought. */
public enum Market {
    @JsonPropertyDescription(
            "spare capacity at a moving price, which the cloud may take back at any time")
    Spot,

    @JsonPropertyDescription("pay as you go at the list price, never taken back")
    OnDemand
}
