package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Max;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import org.jspecify.annotations.Nullable;

/**
 * What a fleet may not exceed, whatever its target says.
 *
 * @param maxHourlyCost highest cost of one hour in the account's currency; no limit where absent
 * @param maxLaunchesPerHour most instances launched in any hour; no limit where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FleetLimits(
        @Size(max = Formats.PRICE_LENGTH)
                @Pattern(Formats.PRICE)
                @ValidationRule(value = Formats.PRICE_RULE, message = Formats.PRICE_ALLOWED)
                @JsonPropertyDescription(
                        "Most that the fleet may cost in one hour, in the currency of the account, as a decimal string; checked with the bid, else the market price, else the on-demand price. No decision exceeds it; when prices move above it, launches stop. Absent: no limit.")
                @Nullable String maxHourlyCost,
        @Min(1)
                @Max(100000)
                @JsonPropertyDescription(
                        "Most instances launched within any hour, replacements included, 1 to 100000. Absent: no limit.")
                @Nullable Integer maxLaunchesPerHour) {}
