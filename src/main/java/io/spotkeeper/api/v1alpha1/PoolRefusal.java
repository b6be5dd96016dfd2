package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A pool's refusal of a request.
 *
 * @param region region id
 * @param zone zone id
 * @param instanceType type
 * @param subnetId subnet that was asked for, where one was
 * @param market Spot or OnDemand
 * @param reason machine-readable reason
 * @param code the cloud's own code
 * @param message the cloud's words
 * @param at when
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record PoolRefusal(
        @Required
                @Size(max = 64)
                @JsonPropertyDescription("Where the pool is: its part of the cloud.")
                String region,
        @Required @Size(max = 64) @JsonPropertyDescription("Where the pool is within the region.")
                String zone,
        @Required
                @Size(max = 64)
                @JsonPropertyDescription("What was asked for, in the cloud's own words.")
                String instanceType,
        @Size(max = 128)
                @JsonPropertyDescription("Network that was asked for. Absent: none was named.")
                @Nullable String subnetId,
        @Required @JsonPropertyDescription("How instances of the pool are bought.") Market market,
        @Size(max = 64)
                @Pattern(Formats.REASON)
                @JsonPropertyDescription("Why, as one CamelCase word for programs.")
                @Nullable String reason,
        @Size(max = 256) @JsonPropertyDescription("Why, as the cloud's own error code.")
                @Nullable String code,
        @Size(max = 1024) @JsonPropertyDescription("Why, in the cloud's own words, shortened.")
                @Nullable String message,
        @JsonPropertyDescription("When the answer came.") @Nullable Instant at) {}
