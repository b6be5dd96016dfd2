package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** How the traffic of a public address is paid. */
public enum BandwidthChargeType {
    @JsonPropertyDescription("each gigabyte sent")
    ByTraffic,

    @JsonPropertyDescription("each hour, by the bandwidth set")
    ByBandwidth
}
