package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * What Huawei Cloud needs besides the keys.
 *
 * @param domainId account id
 * @param projects project of each region in use
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record HuaweiAccount(
        @Required
                @Size(min = 1, max = 64)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Account id (also called domain id) as \"My Credentials\" of the console shows it.")
                String domainId,
        @ListMapKeys("region")
                @Size(max = 50)
                @JsonPropertyDescription(
                        "One entry for each region that fleets of this account use; at most 50.")
                List<HuaweiProject> projects) {
    public HuaweiAccount {
        projects = Lists.orEmpty(projects);
    }
}
