package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observed state of a {@link CloudAccount}. It never holds any part of a secret.
 *
 * @param observedGeneration generation of the spec that this status speaks of
 * @param conditions Ready, Reconciling, Stalled
 * @param usage what the fleets of the account use
 * @param regionsInUse regions in which instances were ever launched and may still live
 * @param identity whose instances these are
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record CloudAccountStatus(
        @Min(0)
                @JsonPropertyDescription(
                        "metadata.generation of the spec that this status is about.")
                @Nullable Long observedGeneration,
        @ListMapKeys("type")
                @Size(max = 10)
                @JsonPropertyDescription(
                        "Ready, Reconciling and Stalled, as kstatus reads them. Reasons are in docs/conditions.md.")
                List<Condition> conditions,
        @JsonPropertyDescription("Sum over all fleets of this account.")
                @Nullable AccountUsage usage,
        @Size(max = 50)
                @JsonPropertyDescription(
                        "Regions in which fleets of this account have launched and which deletion has to prove empty; at most 50.")
                List<@Size(max = 64) String> regionsInUse,
        @JsonPropertyDescription(
                        "Cloud identity that the account is pinned to since its keys were first accepted.")
                @Nullable AccountIdentity identity) {
    public CloudAccountStatus {
        conditions = Lists.orEmpty(conditions);
        regionsInUse = Lists.orEmpty(regionsInUse);
    }
}
