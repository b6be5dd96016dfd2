package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Target and reality in units of capacity, as decimal strings with at most three decimals. With
 * weight 1 a unit is an instance.
 *
 * @param target what is wanted
 * @param stableTarget how much of it on demand
 * @param live what is held, launched or bought
 * @param stableLive how much of that on demand
 * @param landing launched and not yet running
 * @param ready running
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CapacityStatus(
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "What the fleet works towards, in units of capacity, as a decimal string (an instance of weight 1 counts 1).")
                @Nullable String target,
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "Part of the target that is to be on demand, in units of capacity, as a decimal string.")
                @Nullable String stableTarget,
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "What counts towards the target, in units of capacity, as a decimal string: instances that live, and those asked for and not seen yet.")
                @Nullable String live,
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "Part of live that is on demand, in units of capacity, as a decimal string.")
                @Nullable String stableLive,
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "Part of live that is launched and not yet running, in units of capacity, as a decimal string.")
                @Nullable String landing,
        @Pattern(Formats.CAPACITY)
                @JsonPropertyDescription(
                        "Part of live that runs, in units of capacity, as a decimal string.")
                @Nullable String ready) {}
