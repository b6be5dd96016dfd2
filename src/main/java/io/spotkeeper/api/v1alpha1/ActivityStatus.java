package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a fleet.
 *
 * @param type what
 * @param state how far it has come
 * @param cause what led to it, for a person
 * @param reason machine-readable result
 * @param message the same in a sentence
 * @param instanceIds the first five of the instances
 * @param instanceCount how many instances
 * @param startedAt begin
 * @param endedAt end; absent while it goes on
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record ActivityStatus(
        @Required @JsonPropertyDescription("What kind of thing it is.") ActivityType type,
        @Required @JsonPropertyDescription("How far it has come.") ActivityState state,
        @Size(max = 1024) @JsonPropertyDescription("What led to it, in a sentence for people.")
                @Nullable String cause,
        @Size(max = 64)
                @Pattern(Formats.REASON)
                @JsonPropertyDescription("Result as one CamelCase word, for example NoCapacity.")
                @Nullable String reason,
        @Size(max = 1024) @JsonPropertyDescription("Result in a sentence, for people.")
                @Nullable String message,
        @Size(max = 5) @JsonPropertyDescription("Which instances: the first 5.")
                List<@Size(max = 64) String> instanceIds,
        @Min(0) @JsonPropertyDescription("Number of instances in all.")
                @Nullable Integer instanceCount,
        @JsonPropertyDescription("When it began.") @Nullable Instant startedAt,
        @JsonPropertyDescription("When it was over. Absent: it goes on.")
                @Nullable Instant endedAt) {
    public ActivityStatus {
        instanceIds = Lists.orEmpty(instanceIds);
    }
}
