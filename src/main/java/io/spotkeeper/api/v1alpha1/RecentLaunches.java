package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Required;
import java.time.Instant;

/**
 * Instances launched in one step of five minutes.
 *
 * @param at beginning of the step
 * @param count instances launched in it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RecentLaunches(
        @Required @JsonPropertyDescription("Beginning of a step of five minutes.") Instant at,
        @Required @Min(0) @JsonPropertyDescription("Number of instances launched within the step.")
                Integer count) {}
