package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Size;
import org.jspecify.annotations.Nullable;

/**
 * What only Huawei Cloud knows.
 *
 * @param enterpriseProjectId enterprise project that the instances belong to; the default one where
 *     absent
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HuaweiTemplate(
        @Size(min = 1, max = 64)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Enterprise project that the instances belong to, a UUID or 0 for the default one. Absent: the default one.")
                @Nullable String enterpriseProjectId) {}
