package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;

/**
 * The project of one region of a Huawei Cloud account.
 *
 * @param region region id
 * @param projectId project id in that region
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HuaweiProject(
        @Required
                @Size(min = 1, max = 64)
                @Pattern(Formats.REGION)
                @JsonPropertyDescription(
                        "Region that the project belongs to, for example cn-south-1.")
                String region,
        @Required
                @Size(min = 1, max = 64)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Id of the project as \"My Credentials\" of the console shows it; it is part of every request path.")
                String projectId) {}
