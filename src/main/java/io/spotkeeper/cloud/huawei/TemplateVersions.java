package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.ListLaunchTemplateVersionsRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListLaunchTemplateVersionsResponse;
import com.huaweicloud.sdk.ecs.v2.model.TemplateBandwidthOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateBlockDeviceMappingAttachmentOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateBlockDeviceMappingOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateData;
import com.huaweicloud.sdk.ecs.v2.model.TemplateNetworkInterfaceOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateOsProfile;
import com.huaweicloud.sdk.ecs.v2.model.TemplatePublicIpOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateVersion;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.StoredTemplate;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.UserData;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Launch templates that are kept at Huawei Cloud. What a template says of flavor, zone and market
 * is for whoever launches from it alone: a group says these itself.
 */
final class TemplateVersions {
    /** What a launch of ours puts into the metadata by itself, from fields of the template. */
    private static final String ROLE = "agency_name";

    private static final String AGENTS = "__support_agent_list";

    private final Sdk sdk;

    TemplateVersions(Sdk sdk) {
        this.sdk = sdk;
    }

    StoredTemplate read(Place place, String id, int number) {
        ListLaunchTemplateVersionsRequest request =
                new ListLaunchTemplateVersionsRequest()
                        .withLaunchTemplateId(id)
                        .withVersion(List.of(number));
        Answer<ListLaunchTemplateVersionsResponse> answer =
                sdk.read(
                        "ListLaunchTemplateVersions",
                        () -> place.reads().listLaunchTemplateVersions(request));
        return switch (answer) {
            case Answer.Missing<ListLaunchTemplateVersionsResponse>(Fault fault) ->
                    new StoredTemplate.Failed(fault.failure());
            case Answer.Given<ListLaunchTemplateVersionsResponse>(var response) ->
                    response.getLaunchTemplateVersions() == null
                            ? new StoredTemplate.Failed(
                                    Sdk.unreadable("launch templates without rows").failure())
                            : response.getLaunchTemplateVersions().stream()
                                    .filter(row -> is(row, id, number))
                                    .map(TemplateVersion::getTemplateData)
                                    .findFirst()
                                    .map(data -> judged(id, number, data))
                                    .orElseGet(() ->
                                            new StoredTemplate.Unusable(
                                                    "There is no version "
                                                            + number
                                                            + " of a launch template "
                                                            + id
                                                            + " in "
                                                            + place.region()));
        };
    }

    private static boolean is(@Nullable TemplateVersion row, String id, int number) {
        return row != null
                && row.getTemplateData() != null
                && id.equals(row.getLaunchTemplateId())
                && Objects.equals(row.getVersionNumber(), number);
    }

    private static StoredTemplate judged(String id, int number, TemplateData data) {
        return wrong(data)
                .<StoredTemplate>map(what ->
                        new StoredTemplate.Unusable(
                                "Version " + number + " of the launch template " + id + " " + what))
                .orElseGet(() -> new StoredTemplate.Found(template(data), network(data)));
    }

    // ---- what a launch here cannot have ----

    private static Optional<String> wrong(TemplateData data) {
        List<TemplateBlockDeviceMappingOption> disks = disks(data);
        if (image(data) == null) {
            return Optional.of("names no image to boot from");
        }
        if (disks.stream().anyMatch(d -> isTrue(d.getEncrypted()) || d.getCmkId() != null)) {
            return Optional.of("has an encrypted disk, and there is no field to name its key");
        }
        if (disks.stream().anyMatch(d -> !isBoot(d) && d.getSourceId() != null)) {
            return Optional.of("makes a data disk from an image");
        }
        if (interfaces(data).size() > 1) {
            return Optional.of("has more than one network interface");
        }
        if (data.getMetadata() != null
                && data.getMetadata().keySet().stream()
                        .anyMatch(key -> !key.equals(ROLE) && !key.equals(AGENTS))) {
            return Optional.of("has metadata, for which there is no field");
        }
        if (!userDataText(data).isEmpty() && userData(data) == null) {
            return Optional.of("has user data that is not base64");
        }
        return Optional.empty();
    }

    private static boolean isTrue(@Nullable Boolean flag) {
        return flag != null && flag;
    }

    // ---- what it means ----

    private static LaunchTemplate template(TemplateData data) {
        TemplateOsProfile profile =
                data.getOsProfile() == null ? new TemplateOsProfile() : data.getOsProfile();
        Map<String, String> metadata = data.getMetadata() == null ? Map.of() : data.getMetadata();
        String agents = metadata.getOrDefault(AGENTS, "");
        return new LaunchTemplate(
                Objects.requireNonNull(image(data), "judged before"),
                data.getName() == null ? "" : data.getName(),
                null,
                data.getSecurityGroupIds() == null ? List.of() : data.getSecurityGroupIds(),
                profile.getKeyName() == null ? List.of() : List.of(profile.getKeyName()),
                userData(data),
                disks(data).stream()
                        .filter(TemplateVersions::isBoot)
                        .map(TemplateVersions::disk)
                        .findFirst()
                        .orElse(null),
                disks(data).stream().filter(d -> !isBoot(d)).map(TemplateVersions::disk).toList(),
                address(data),
                null,
                profile.getIamAgencyName() != null
                        ? profile.getIamAgencyName()
                        : metadata.get(ROLE),
                isTrue(profile.getEnableMonitoringService()) || agents.contains("ces"),
                agents.contains("hss"),
                null,
                tags(data),
                null,
                data.getEnterpriseProjectId());
    }

    private static String userDataText(TemplateData data) {
        return data.getOsProfile() == null
                ? ""
                : Objects.requireNonNullElse(data.getOsProfile().getUserData(), "");
    }

    /** Null where there is none, and where it cannot be read. */
    private static @Nullable UserData userData(TemplateData data) {
        String text = userDataText(data);
        try {
            return text.isEmpty() ? null : new UserData(Base64.getMimeDecoder().decode(text));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static List<TemplateBlockDeviceMappingOption> disks(TemplateData data) {
        return data.getBlockDeviceMappings() == null ? List.of() : data.getBlockDeviceMappings();
    }

    private static boolean isBoot(TemplateBlockDeviceMappingOption disk) {
        TemplateBlockDeviceMappingAttachmentOption attachment = disk.getAttachment();
        return attachment != null && Objects.equals(attachment.getBootIndex(), 0);
    }

    private static @Nullable String image(TemplateData data) {
        return disks(data).stream()
                .filter(TemplateVersions::isBoot)
                .map(TemplateBlockDeviceMappingOption::getSourceId)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private static Disk disk(TemplateBlockDeviceMappingOption disk) {
        TemplateBlockDeviceMappingAttachmentOption attachment = disk.getAttachment();
        return new Disk(
                disk.getVolumeType(),
                disk.getVolumeSize(),
                null,
                false,
                attachment == null
                        || attachment.getDeleteOnTermination() == null
                        || attachment.getDeleteOnTermination());
    }

    private static List<TemplateNetworkInterfaceOption> interfaces(TemplateData data) {
        return data.getNetworkInterfaces() == null ? List.of() : data.getNetworkInterfaces();
    }

    /** Subnets lie in a whole region, and their VPC is not named. */
    private static StoredTemplate.@Nullable Network network(TemplateData data) {
        List<String> subnets =
                interfaces(data).stream()
                        .map(TemplateNetworkInterfaceOption::getVirsubnetId)
                        .filter(Objects::nonNull)
                        .toList();
        return subnets.isEmpty() ? null : new StoredTemplate.Network(null, null, subnets);
    }

    private static @Nullable PublicIp address(TemplateData data) {
        TemplatePublicIpOption address =
                data.getInternetAccess() == null ? null : data.getInternetAccess().getPublicip();
        TemplateBandwidthOption bandwidth = address == null ? null : address.getBandwidth();
        if (address == null || bandwidth == null) {
            return null;
        }
        return new PublicIp(
                bandwidth.getSize() == null ? 1 : bandwidth.getSize(),
                bandwidth.getChargeMode() == TemplateBandwidthOption.ChargeModeEnum.TRAFFIC
                        ? BandwidthCharge.BY_TRAFFIC
                        : BandwidthCharge.BY_BANDWIDTH,
                bandwidth.getId(),
                address.getDeleteOnTermination() == null || address.getDeleteOnTermination());
    }

    private static Map<String, String> tags(TemplateData data) {
        Map<String, String> tags = new HashMap<>();
        if (data.getTagOptions() != null) {
            data.getTagOptions().stream()
                    .filter(option -> option.getTags() != null)
                    .flatMap(option -> option.getTags().stream())
                    .forEach(tag -> tags.put(tag.getKey(), Objects.toString(tag.getValue(), "")));
        }
        return tags;
    }
}
