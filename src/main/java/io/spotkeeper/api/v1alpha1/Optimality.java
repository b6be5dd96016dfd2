package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Proof of how good a plan is: no plan costs less than the lower bound.
 *
 * @param cost cost of the plan per hour, decimal
 * @param lowerBound proven least cost per hour, decimal
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Optimality(
        @Pattern(Formats.AMOUNT)
                @JsonPropertyDescription(
                        "What the plan costs in one hour, in the currency of the account, as a decimal string.")
                @Nullable String cost,
        @Pattern(Formats.AMOUNT)
                @JsonPropertyDescription(
                        "No plan costs less than this in one hour, in the currency of the account, as a decimal string.")
                @Nullable String lowerBound) {}
