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
 * What the fleets of an account may not exceed together. They are kept by one active replica; two
 * leaders for a moment could exceed them.
 *
 * @param maxInstances most live instances, 0 to 100000; no limit where absent
 * @param maxHourlyCost highest cost of one hour in the account's currency; no limit where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AccountLimits(
        @Min(0)
                @Max(100000)
                @JsonPropertyDescription(
                        "Most instances of all fleets of the account that may live at a time, 0 to 100000. Absent: no limit.")
                @Nullable Integer maxInstances,
        @Size(max = Formats.AMOUNT_LENGTH)
                @Pattern(Formats.AMOUNT)
                @ValidationRule(value = Formats.AMOUNT_RULE, message = Formats.AMOUNT_ALLOWED)
                @JsonPropertyDescription(
                        "Most that all fleets of the account may cost in one hour, in the currency of the account, as a decimal string; checked with the bid, else the market price, else the on-demand price. Absent: no limit.")
                @Nullable String maxHourlyCost) {}
