package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Names a Secret of the same namespace. There is no namespace field, so that nobody can borrow the
 * Secret of another namespace.
 *
 * @param name name of the Secret
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecretReference(
        @Required
                @Size(min = 1, max = 253)
                @Pattern(Formats.OBJECT_NAME)
                @JsonPropertyDescription("Secret in the namespace of this object.")
                String name) {}
