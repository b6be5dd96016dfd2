package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * A number of vCPUs, at least one of its ends.
 *
 * @param min fewest, 1 to 1024; 1 where absent
 * @param max most, 1 to 1024; no bound where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(value = "has(self.min) || has(self.max)", message = "cpu needs min, max or both")
@ValidationRule(
        value = "!has(self.min) || !has(self.max) || self.min <= self.max",
        message = "the min of cpu is at most its max")
public record CpuRange(
        @Min(1) @Max(1024) @JsonPropertyDescription("Least number of vCPUs, 1 to 1024. Absent: 1.")
                @Nullable Integer min,
        @Min(1)
                @Max(1024)
                @JsonPropertyDescription("Largest number of vCPUs, 1 to 1024. Absent: no bound.")
                @Nullable Integer max) {}
