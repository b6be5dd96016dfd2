package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Default;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Names the account that pays.
 *
 * @param kind CloudAccount
 * @param name name of the account in the same namespace
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record AccountReference(
        @Default("CloudAccount") @JsonPropertyDescription("What is named.") AccountKind kind,
        @Required
                @Size(min = 1, max = 253)
                @Pattern(Formats.OBJECT_NAME)
                @JsonPropertyDescription("Account in the namespace of this object.")
                String name) {
    public AccountReference {
        kind = kind == null ? AccountKind.CloudAccount : kind;
    }
}
