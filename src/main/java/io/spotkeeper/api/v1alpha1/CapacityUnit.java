package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;

/** What a unit of capacity is. */
public enum CapacityUnit {
    @JsonPropertyDescription("an instance counts 1 where its override gives no weightedCapacity")
    Instances,

    @JsonPropertyDescription(
            "an instance counts the vCPUs of its type where its override gives no weightedCapacity")
    VCPUs
}
