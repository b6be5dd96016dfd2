package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * Number of instances by state.
 *
 * @param pending launched, not yet running
 * @param running running
 * @param terminating on their way out
 * @param failed failed at launch, not yet gone
 * @param outdated live, but of an older template or a pool that is no longer in the spec
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record InstanceCounts(
        @Min(0)
                @JsonPropertyDescription(
                        "Number of instances that are launched and not yet running.")
                @Nullable Integer pending,
        @Min(0) @JsonPropertyDescription("Number of instances that are up.")
                @Nullable Integer running,
        @Min(0) @JsonPropertyDescription("Number of instances on their way out.")
                @Nullable Integer terminating,
        @Min(0)
                @JsonPropertyDescription(
                        "Number of instances whose launch came to nothing and that are not gone yet.")
                @Nullable Integer failed,
        @Min(0)
                @JsonPropertyDescription(
                        "Number of live instances made from an older template or bought from a pool that is no longer in the spec.")
                @Nullable Integer outdated) {}
