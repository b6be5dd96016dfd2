package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** Where a price comes from. */
public enum PriceSource {
    @JsonPropertyDescription("the price that the cloud quotes for this market")
    Market,

    @JsonPropertyDescription(
            "the on-demand price, which is an upper bound where the cloud quotes no spot price")
    OnDemandBound,

    @JsonPropertyDescription(
            "the maxPrice of the fleet, where it is below the on-demand price and the cloud quotes no spot price")
    Bid
}
