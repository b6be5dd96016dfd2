package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Pattern;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What every instance of a fleet is made of, apart from its type and zone.
 *
 * @param imageId image to start from
 * @param instanceName name at the cloud; the fleet's displayName where absent
 * @param hostName name in the guest; the fleet's displayName where absent
 * @param securityGroupIds security groups; the cloud's default where empty
 * @param keyPairs login keys; none where empty
 * @param userDataSecretRef script that the guest runs at its first start
 * @param systemDisk disk to start from; the cloud's default where absent
 * @param dataDisks further disks
 * @param publicIp public address; none where absent
 * @param placementGroupId group that spreads the instances over hosts
 * @param instanceRole cloud role of the instances, if the account allows it
 * @param agents the cloud's agents in the guest; all where absent
 * @param tags the owner's own tags
 * @param tencent what only Tencent Cloud knows; a condition on an account of another cloud
 * @param huawei what only Huawei Cloud knows; a condition on an account of another cloud
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@ValidationRule(
        value = "!has(self.tags) || self.tags.all(key, !key.startsWith('spotkeeper-'))",
        fieldPath = ".tags",
        message =
                "keys that begin with spotkeeper- are reserved for the operator; any other key is allowed")
public record InstanceTemplate(
        @Required
                @Size(min = 1, max = 128)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Image that every instance starts from, in the region of the fleet.")
                String imageId,
        @Size(min = 1, max = 128)
                @JsonPropertyDescription(
                        "Name that the cloud's console shows, 1 to 128 characters. Absent: displayName.")
                @Nullable String instanceName,
        @Size(min = 2, max = 60)
                @JsonPropertyDescription(
                        "Name that the guest gives itself, 2 to 60 characters. Absent: displayName.")
                @Nullable String hostName,
        @Size(max = 10)
                @JsonPropertyDescription(
                        "Firewall rules of the instances, at most 10 groups. Empty: the cloud's default group.")
                List<@Size(min = 1, max = 128) @Pattern(Formats.CLOUD_ID) String> securityGroupIds,
        @Size(max = 5)
                @JsonPropertyDescription(
                        "Login keys known to the cloud, at most 5. Empty: no login is set up by Spotkeeper.")
                List<@Size(min = 1, max = 128) String> keyPairs,
        @JsonPropertyDescription(
                        "Script or cloud-init text that the guest runs at its first start, taken from a Secret because it often holds one: raw text, at most 16 KiB on TencentCloud and 32 KiB on HuaweiCloud.")
                @Nullable SecretKeyReference userDataSecretRef,
        @JsonPropertyDescription(
                        "Disk that the guest starts from. Absent: type and size are the cloud's choice.")
                @Nullable SystemDisk systemDisk,
        @Size(max = 20) @JsonPropertyDescription("Further disks of each instance, at most 20.")
                List<DataDisk> dataDisks,
        @JsonPropertyDescription(
                        "Gives each instance a public address. Absent: private addresses alone.")
                @Nullable PublicIp publicIp,
        @Size(min = 1, max = 128)
                @Pattern(Formats.CLOUD_ID)
                @JsonPropertyDescription(
                        "Group of the cloud that spreads instances over hosts. Absent: no group.")
                @Nullable String placementGroupId,
        @Size(min = 1, max = 64)
                @JsonPropertyDescription(
                        "Cloud role (CAM role, agency) that programs in the guest act as. Must be named in allowedInstanceRoles of the account.")
                @Nullable String instanceRole,
        @JsonPropertyDescription("Which agents of the cloud are installed. Absent: all of them.")
                @Nullable Agents agents,
        @Size(max = 4)
                @JsonPropertyDescription(
                        "Your own tags for the instances, at most 4; the cloud's limits for keys and values apply, and keys beginning with spotkeeper- are reserved.")
                Map<String, @Size(max = 255) String> tags,
        @JsonPropertyDescription("Settings for accounts of provider TencentCloud.")
                @Nullable TencentTemplate tencent,
        @JsonPropertyDescription("Settings for accounts of provider HuaweiCloud.")
                @Nullable HuaweiTemplate huawei) {
    public InstanceTemplate {
        securityGroupIds = Lists.orEmpty(securityGroupIds);
        keyPairs = Lists.orEmpty(keyPairs);
        dataDisks = Lists.orEmpty(dataDisks);
        tags = Lists.orEmpty(tags);
    }
}
