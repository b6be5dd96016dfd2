package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * Whose instances these are, pinned when the keys first worked: with the keys of somebody else
 * every instance would seem to be gone (launch protocol, rule 14).
 *
 * @param provider cloud
 * @param site site of the cloud
 * @param endpoint host that stands for all services, where one is set
 * @param owner account id of the owner of the keys, as the cloud says it
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AccountIdentity(
        @JsonPropertyDescription("Cloud that the keys were first accepted by.")
                @Nullable Provider provider,
        @JsonPropertyDescription("Site at which the keys were first accepted.") @Nullable Site site,
        @Size(max = 300)
                @JsonPropertyDescription(
                        "Value of spec.endpoint when the keys were first accepted; absent where there was none.")
                @Nullable String endpoint,
        @Size(max = 128)
                @JsonPropertyDescription(
                        "Account id of the keys' owner as the cloud states it. Keys of another owner are refused while fleets exist.")
                @Nullable String owner) {}
