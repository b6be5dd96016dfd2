package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import org.jspecify.annotations.Nullable;

/**
 * What only Tencent Cloud knows.
 *
 * @param projectId project that the instances are booked on; the default project where absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record TencentTemplate(
        @Min(0)
                @JsonPropertyDescription(
                        "Project that the instances are booked on, 0 or more; 0, also where absent, is the default project.")
                @Nullable Long projectId) {}
