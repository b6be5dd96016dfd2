package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the operator does next.
 *
 * @param action what
 * @param reason why
 * @param at not before this time
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record NextAction(
        @Size(max = 64)
                @Pattern(Formats.REASON)
                @JsonPropertyDescription("The next step as one CamelCase word, for example Launch.")
                @Nullable String action,
        @Size(max = 64)
                @Pattern(Formats.REASON)
                @JsonPropertyDescription(
                        "Why it is the next step, as one CamelCase word, for example CoolingDown.")
                @Nullable String reason,
        @JsonPropertyDescription("Earliest time of the step. Absent: as soon as a fact changes.")
                @Nullable Instant at) {}
