package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A size of memory, at least one of its ends.
 *
 * @param min least, 1 to 65536 GiB; no bound where absent
 * @param max most, 1 to 65536 GiB; no bound where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.min) || has(self.max)",
        message = "memoryGiB needs min, max or both")
@ValidationRule(
        value = "!has(self.min) || !has(self.max) || self.min <= self.max",
        message = "the min of memoryGiB is at most its max")
public record MemoryRange(
        @Min(1)
                @Max(65536)
                @JsonPropertyDescription("Least memory in GiB, 1 to 65536. Absent: no bound.")
                @Nullable Integer min,
        @Min(1)
                @Max(65536)
                @JsonPropertyDescription("Most memory in GiB, 1 to 65536. Absent: no bound.")
                @Nullable Integer max) {}
