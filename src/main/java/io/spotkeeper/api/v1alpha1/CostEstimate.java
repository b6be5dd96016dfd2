package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the live instances cost in one hour, as far as prices are known.
 *
 * @param hourly amount per hour, decimal
 * @param currency ISO 4217 code
 * @param source where the prices come from; the weakest where they differ
 * @param quotedAt time of the oldest quote in it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CostEstimate(
        @Pattern(Formats.AMOUNT)
                @JsonPropertyDescription(
                        "Cost of one hour of all live instances, in units of currency, as a decimal string.")
                @Nullable String hourly,
        @Size(max = 3) @JsonPropertyDescription("ISO 4217 code of hourly: CNY or USD.")
                @Nullable String currency,
        @JsonPropertyDescription("Origin of the prices; the weakest where they differ.")
                @Nullable PriceSource source,
        @JsonPropertyDescription("When the oldest of the prices was quoted.")
                @Nullable Instant quotedAt) {}
