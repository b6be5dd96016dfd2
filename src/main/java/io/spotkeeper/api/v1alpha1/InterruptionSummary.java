package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Live instances that ended without our asking.
 *
 * @param total how many since the fleet was made
 * @param lastAt when the last one was noticed
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record InterruptionSummary(
        @Min(0) @JsonPropertyDescription("Number of instances since the object was created.")
                @Nullable Long total,
        @JsonPropertyDescription("When the last one was noticed.") @Nullable Instant lastAt) {}
