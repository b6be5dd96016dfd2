package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an instance type must have to be bought; any type that has it will do.
 *
 * @param cpu how many vCPUs; any number where absent
 * @param memoryGiB how much memory; any where absent
 * @param families families of types; any where empty
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.cpu) || has(self.memoryGiB) || has(self.families)",
        message = "instanceRequirements needs at least one of cpu, memoryGiB and families")
public record InstanceRequirements(
        @JsonPropertyDescription("How many vCPUs a type may have. Absent: any number.")
                @Nullable CpuRange cpu,
        @JsonPropertyDescription("Memory that a type may have, in GiB. Absent: any size.")
                @Nullable MemoryRange memoryGiB,
        @Size(min = 1, max = 20)
                @JsonPropertyDescription(
                        "1 to 20 families of types that will do, in the cloud's own words, for example S5 or s6. Absent: all of them.")
                List<@Size(min = 1, max = 64) @Pattern(Formats.CLOUD_ID) String> families) {
    public InstanceRequirements {
        families = Lists.orEmpty(families);
    }
}
