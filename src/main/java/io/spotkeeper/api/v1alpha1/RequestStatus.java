package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a request that is made once fared.
 *
 * @param generation generation of the spec that it answers
 * @param fingerprint hash of what was asked; another one is a new request
 * @param asked capacity asked for
 * @param delivered capacity delivered
 * @param refusals which pools refused, and why
 * @param completedAt when the result stood; absent while it runs
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record RequestStatus(
        @Min(0) @JsonPropertyDescription("metadata.generation of the spec that made the request.")
                @Nullable Long generation,
        @Size(max = 128)
                @JsonPropertyDescription(
                        "Hash over what is asked for; a spec with another one is a new request.")
                @Nullable String fingerprint,
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "How much was wanted, in units of capacity, as a decimal string.")
                @Nullable String asked,
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "How much the cloud supplied, in units of capacity, as a decimal string; it stands, also when it is less.")
                @Nullable String delivered,
        @Size(max = 100)
                @JsonPropertyDescription(
                        "Pools that supplied less than they were asked for; at most 100.")
                List<PoolRefusal> refusals,
        @JsonPropertyDescription("When the result stood. Absent: the request is still running.")
                @Nullable Instant completedAt) {
    public RequestStatus {
        refusals = Lists.orEmpty(refusals);
    }
}
