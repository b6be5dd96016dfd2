package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;

/**
 * The cloud's own agents in the guest.
 *
 * @param monitor metrics agent; yes where absent
 * @param security host security agent; yes where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Agents(
        @Default("true")
                @JsonPropertyDescription(
                        "Whether the cloud's metrics agent is installed at launch. Absent: true.")
                Boolean monitor,
        @Default("true")
                @JsonPropertyDescription(
                        "Whether the cloud's host security agent is installed at launch. Absent: true.")
                Boolean security) {
    public Agents {
        monitor = monitor == null || monitor;
        security = security == null || security;
    }
}
