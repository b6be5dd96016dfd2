package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A zone to buy in, and the network there.
 *
 * @param zone zone id
 * @param vpcId network; the account's default network where absent
 * @param subnetIds subnets of that network in that zone, tried in order
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "has(self.vpcId) == has(self.subnetIds)",
        message = "vpcId and subnetIds go together: give both, or neither for the default network")
public record Placement(
        @Required
                @Size(min = 1, max = 64)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Where to buy, for example ap-guangzhou-3; each zone once.")
                String zone,
        @Size(min = 1, max = 128)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Network of the instances. Absent: the default network of the account, where the cloud has one.")
                @Nullable String vpcId,
        @Size(min = 1, max = 5)
                @JsonPropertyDescription(
                        "1 to 5 subnets of the network in this zone, tried in this order; the next one where a subnet has no addresses left.")
                List<@Size(min = 1, max = 128) @Pattern(Formats.CLOUD_ID) String> subnetIds) {
    public Placement {
        subnetIds = Lists.orEmpty(subnetIds);
    }
}
