package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The last decision, pool by pool.
 *
 * @param summary the decision in one sentence
 * @param decidedAt when it was made
 * @param optimality how far from the cheapest plan it can be
 * @param pools the pools, chosen ones first, at most 100
 * @param omitted how many pools are not in the list
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AllocationStatus(
        @Size(max = 1024) @JsonPropertyDescription("The decision in one sentence, for people.")
                @Nullable String summary,
        @JsonPropertyDescription("When the decision last changed.") @Nullable Instant decidedAt,
        @JsonPropertyDescription("How far the plan can be from the cheapest one.")
                @Nullable Optimality optimality,
        @Size(max = 100)
                @JsonPropertyDescription(
                        "Each capacity pool and what became of it: chosen ones first, at most 100.")
                List<PoolStatus> pools,
        @Min(0)
                @JsonPropertyDescription(
                        "Number of pools that the list has no room for. Absent: none.")
                @Nullable Integer omitted) {
    public AllocationStatus {
        pools = Lists.orEmpty(pools);
    }
}
