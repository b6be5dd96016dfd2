package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * Names one key of a Secret of the same namespace.
 *
 * @param name name of the Secret
 * @param key key in its data
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record SecretKeyReference(
        @Required
                @Size(min = 1, max = 253)
                @Pattern(Formats.OBJECT_NAME)
                @JsonPropertyDescription("Secret in the namespace of this object.")
                String name,
        @Required
                @Size(min = 1, max = 253)
                @Pattern(Formats.SECRET_KEY)
                @JsonPropertyDescription("Which entry of the Secret's data holds the value.")
                String key) {}
