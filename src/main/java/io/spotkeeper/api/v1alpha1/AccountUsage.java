package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What all fleets of an account use together.
 *
 * @param instances live instances
 * @param hourlyCost estimate per hour, decimal
 * @param currency ISO 4217 code
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AccountUsage(
        @Min(0)
                @JsonPropertyDescription(
                        "How many instances of all fleets of this account are live.")
                @Nullable Integer instances,
        @Pattern(Formats.AMOUNT)
                @JsonPropertyDescription(
                        "Estimate of what they cost in one hour, in units of currency, as a decimal string.")
                @Nullable String hourlyCost,
        @Size(max = 3)
                @JsonPropertyDescription(
                        "ISO 4217 code of hourlyCost: CNY at site China, USD at International.")
                @Nullable String currency) {}
