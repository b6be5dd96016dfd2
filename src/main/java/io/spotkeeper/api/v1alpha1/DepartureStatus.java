package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The durable record, written before the call, that an instance is being terminated or released.
 *
 * @param instanceId which
 * @param region where
 * @param reason machine-readable reason
 * @param since when it was recorded
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record DepartureStatus(
        @Required
                @Size(min = 1, max = 64)
                @JsonPropertyDescription("Which instance leaves the fleet.")
                String instanceId,
        @Required
                @Size(max = 64)
                @JsonPropertyDescription("Part of the cloud that the instance is in.")
                String region,
        @Size(max = 64)
                @Pattern(Formats.REASON)
                @JsonPropertyDescription("Why it leaves, as one CamelCase word.")
                @Nullable String reason,
        @JsonPropertyDescription("When it was recorded.") @Nullable Instant since) {}
