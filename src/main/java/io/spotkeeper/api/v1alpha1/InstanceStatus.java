package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One instance of a fleet.
 *
 * @param id the cloud's id
 * @param region region id
 * @param zone zone id
 * @param instanceType type
 * @param market Spot or OnDemand
 * @param state what it is doing
 * @param weight capacity that it counts for, decimal
 * @param privateIp address in its network
 * @param publicIp address on the internet
 * @param createdAt when the cloud made it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record InstanceStatus(
        @Required
                @Size(min = 1, max = 64)
                @JsonPropertyDescription("What the cloud calls the instance.")
                String id,
        @Size(max = 64) @JsonPropertyDescription("Part of the cloud that it is in.")
                @Nullable String region,
        @Size(max = 64) @JsonPropertyDescription("Where it is within the region.")
                @Nullable String zone,
        @Size(max = 64) @JsonPropertyDescription("What it is, in the cloud's own words.")
                @Nullable String instanceType,
        @JsonPropertyDescription("How it was bought.") @Nullable Market market,
        @JsonPropertyDescription("What it is doing.") @Nullable InstanceState state,
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "What it counts for, in units of capacity, as a decimal string.")
                @Nullable String weight,
        @Size(max = 45) @JsonPropertyDescription("Address in its own network.")
                @Nullable String privateIp,
        @Size(max = 45) @JsonPropertyDescription("Address on the internet. Absent: none.")
                @Nullable String publicIp,
        @JsonPropertyDescription("When the cloud made it.") @Nullable Instant createdAt) {}
