package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * One version of a launch template that is kept at the cloud.
 *
 * @param id id of the template
 * @param version its version, a whole number; "1.0" means 1, because Huawei Cloud's own example
 *     writes it so
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LaunchTemplateReference(
        @Required
                @Size(min = 1, max = 128)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Id that the cloud gave the launch template, in the region beside it.")
                String id,
        @Required
                @Size(max = 11)
                @Pattern(Formats.TEMPLATE_VERSION)
                @JsonPropertyDescription(
                        "Which version of the launch template, a whole number as a string: \"1\" or, the same, \"1.0\". A change is for new instances.")
                String version) {}
