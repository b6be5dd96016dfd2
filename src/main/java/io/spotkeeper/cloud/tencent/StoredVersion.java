package io.spotkeeper.cloud.tencent;

import com.tencentcloudapi.cvm.v20170312.models.ActionTimer;
import com.tencentcloudapi.cvm.v20170312.models.DataDisk;
import com.tencentcloudapi.cvm.v20170312.models.EnhancedService;
import com.tencentcloudapi.cvm.v20170312.models.InternetAccessible;
import com.tencentcloudapi.cvm.v20170312.models.LaunchTemplateVersionData;
import com.tencentcloudapi.cvm.v20170312.models.LoginSettings;
import com.tencentcloudapi.cvm.v20170312.models.Placement;
import com.tencentcloudapi.cvm.v20170312.models.SystemDisk;
import com.tencentcloudapi.cvm.v20170312.models.Tag;
import com.tencentcloudapi.cvm.v20170312.models.TagSpecification;
import com.tencentcloudapi.cvm.v20170312.models.VirtualPrivateCloud;
import io.spotkeeper.cloud.StoredTemplate;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.UserData;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What one version of a launch template says. Instance type, charge type, market, count and token
 * are for whoever launches from it alone: a group says these itself.
 */
final class StoredVersion {
    /** What stands for the account's default network, and for its default subnet. */
    private static final String DEFAULT = "DEFAULT";

    private static final String BY_TRAFFIC = "TRAFFIC_POSTPAID_BY_HOUR";
    private static final String BY_BANDWIDTH = "BANDWIDTH_POSTPAID_BY_HOUR";
    private static final String BY_PACKAGE = "BANDWIDTH_PACKAGE";

    private final LaunchTemplateVersionData data;
    private final Placement placement;
    private final VirtualPrivateCloud vpc;
    private final InternetAccessible internet;
    private final List<DataDisk> dataDisks;

    StoredVersion(LaunchTemplateVersionData data) {
        this.data = data;
        this.placement = orNew(data.getPlacement(), Placement::new);
        this.vpc = orNew(data.getVirtualPrivateCloud(), VirtualPrivateCloud::new);
        this.internet = orNew(data.getInternetAccessible(), InternetAccessible::new);
        this.dataDisks = list(data.getDataDisks());
    }

    // ---- what a launch here cannot have ----

    /** The first of it, to follow upon "the launch template …". */
    Optional<String> wrong() {
        return Stream.<Supplier<Optional<String>>>of(
                        this::wrongMachine,
                        this::wrongPlace,
                        this::wrongNetwork,
                        this::wrongAddress,
                        this::wrongDisk,
                        this::wrongLogin,
                        this::wrongTag)
                .map(Supplier::get)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private Optional<String> wrongMachine() {
        ActionTimer timer = orNew(data.getActionTimer(), ActionTimer::new);
        return first(
                when(isBlank(data.getImageId()), "names no image to boot from"),
                when(
                        isTrue(data.getDisableApiTermination()),
                        "protects its instances from termination, so that a group could not give"
                                + " them back"),
                when(
                        !isBlank(timer.getTimerAction()) || !isBlank(timer.getActionTime()),
                        "has an ActionTimer, for which there is no field; validUntil ends a group"),
                when(
                        !isBlank(data.getUserData()) && userData() == null,
                        "has user data that is not base64"));
    }

    private Optional<String> wrongPlace() {
        return first(
                when(
                        !isBlank(placement.getHostId()) || !list(placement.getHostIds()).isEmpty(),
                        "is bound to dedicated hosts, for which there is no field"),
                when(
                        !isBlank(data.getHpcClusterId()),
                        "is bound to an HPC cluster, for which there is no field"),
                when(
                        list(data.getDisasterRecoverGroupIds()).size() > 1,
                        "names more than one placement group"));
    }

    private Optional<String> wrongNetwork() {
        boolean named = isNamed(vpc.getSubnetId());
        return first(
                when(
                        isNamed(vpc.getVpcId()) != named,
                        "names one of a VPC and a subnet without the other"),
                when(
                        named && isBlank(placement.getZone()),
                        "names a subnet and not the zone that it lies in"),
                when(isTrue(vpc.getAsVpcGateway()), "makes its instances gateways of their VPC"),
                when(
                        !list(vpc.getPrivateIpAddresses()).isEmpty(),
                        "names private addresses, which only one launch could have"),
                when(isAbove0(vpc.getIpv6AddressCount()), "asks for IPv6 addresses"));
    }

    private Optional<String> wrongAddress() {
        if (!hasAddress()) {
            return Optional.empty();
        }
        String charge = Objects.requireNonNullElse(internet.getInternetChargeType(), "");
        return first(
                when(
                        charge.equals(BY_PACKAGE) && isBlank(internet.getBandwidthPackageId()),
                        "has a public address in a bandwidth package that it does not name"),
                when(
                        !List.of(BY_TRAFFIC, BY_BANDWIDTH, BY_PACKAGE).contains(charge),
                        "has a public address whose InternetChargeType is "
                                + (charge.isEmpty() ? "not given" : charge)
                                + "; it has to be "
                                + String.join(", ", BY_TRAFFIC, BY_BANDWIDTH)
                                + " or "
                                + BY_PACKAGE),
                when(
                        !isOrBlank("BGP", internet.getInternetServiceProvider()),
                        "has a public address of the line "
                                + internet.getInternetServiceProvider()
                                + ", for which there is no field"),
                when(
                        !isOrBlank("WanIP", internet.getIPv4AddressType()),
                        "has a public address of the type "
                                + internet.getIPv4AddressType()
                                + ", for which there is no field"),
                when(
                        !isBlank(internet.getIPv6AddressType())
                                || !isBlank(internet.getAntiDDoSPackageId()),
                        "has a public address with IPv6 or Anti-DDoS, for which there is no"
                                + " field"));
    }

    private Optional<String> wrongDisk() {
        SystemDisk system = orNew(data.getSystemDisk(), SystemDisk::new);
        return first(
                when(
                        !isBlank(system.getDiskId())
                                || dataDisks.stream().anyMatch(d -> !isBlank(d.getDiskId())),
                        "is made of a disk that exists"),
                when(
                        dataDisks.stream().anyMatch(d -> !isBlank(d.getKmsKeyId())),
                        "has an encrypted disk with a key of its own, and there is no field to"
                                + " name it"),
                when(
                        !isBlank(system.getCdcId())
                                || dataDisks.stream().anyMatch(d -> !isBlank(d.getCdcId())),
                        "has a disk in a dedicated cluster, for which there is no field"),
                when(
                        !isBlank(system.getDiskName())
                                || dataDisks.stream().anyMatch(d -> !isBlank(d.getDiskName())),
                        "names a disk, for which there is no field"),
                when(
                        dataDisks.stream()
                                .anyMatch(d ->
                                        isAbove0(d.getThroughputPerformance())
                                                || isTrue(d.getBurstPerformance())),
                        "has a disk with extra performance, for which there is no field"));
    }

    private Optional<String> wrongLogin() {
        LoginSettings login = orNew(data.getLoginSettings(), LoginSettings::new);
        return first(
                when(
                        !isBlank(login.getPassword()),
                        "sets a password, for which there is no field; name a key pair"),
                when(
                        Boolean.parseBoolean(login.getKeepImageLogin()),
                        "keeps the image's login, for which there is no field; name a key pair"));
    }

    private Optional<String> wrongTag() {
        return first(
                when(
                        list(data.getTagSpecification()).stream()
                                .anyMatch(s ->
                                        !isOrBlank("instance", s.getResourceType())
                                                && !list(s.getTags()).isEmpty()),
                        "has tags of something else than instances"),
                tags().keySet().stream()
                        .filter(key -> key.startsWith(Ownership.PREFIX))
                        .findFirst()
                        .map(key -> "has the tag " + key + "; such keys are the operator's own"));
    }

    @SafeVarargs
    private static Optional<String> first(Optional<String>... objections) {
        return Arrays.stream(objections).flatMap(Optional::stream).findFirst();
    }

    private static Optional<String> when(boolean wrong, String what) {
        return wrong ? Optional.of(what) : Optional.empty();
    }

    // ---- what it means ----

    LaunchTemplate template() {
        EnhancedService agents = orNew(data.getEnhancedService(), EnhancedService::new);
        List<String> groups = list(data.getDisasterRecoverGroupIds());
        Long project = placement.getProjectId();
        return new LaunchTemplate(
                data.getImageId(),
                Objects.requireNonNullElse(data.getInstanceName(), ""),
                orNull(data.getHostName()),
                list(data.getSecurityGroupIds()),
                data.getLoginSettings() == null
                        ? List.of()
                        : list(data.getLoginSettings().getKeyIds()),
                userData(),
                systemDisk(),
                dataDisks.stream().map(StoredVersion::dataDisk).toList(),
                hasAddress() ? address() : null,
                groups.isEmpty() ? null : groups.getFirst(),
                orNull(data.getCamRoleName()),
                agents.getMonitorService() == null
                        || !Boolean.FALSE.equals(agents.getMonitorService().getEnabled()),
                agents.getSecurityService() == null
                        || !Boolean.FALSE.equals(agents.getSecurityService().getEnabled()),
                agents.getAutomationService() == null
                        ? null
                        : agents.getAutomationService().getEnabled(),
                tags(),
                isAbove0(project) ? project : null,
                null);
    }

    /** A subnet lies in one zone, which is the template's. */
    StoredTemplate.@Nullable Network network() {
        return isNamed(vpc.getSubnetId())
                ? new StoredTemplate.Network(
                        placement.getZone(), vpc.getVpcId(), List.of(vpc.getSubnetId()))
                : null;
    }

    /** Null where there is none, and where it is not base64. */
    private @Nullable UserData userData() {
        if (isBlank(data.getUserData())) {
            return null;
        }
        try {
            return new UserData(Base64.getMimeDecoder().decode(data.getUserData()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private @Nullable Disk systemDisk() {
        SystemDisk system = data.getSystemDisk();
        return system == null
                ? null
                : new Disk(
                        orNull(system.getDiskType()),
                        size(system.getDiskSize()),
                        null,
                        false,
                        true);
    }

    private static Disk dataDisk(DataDisk disk) {
        return new Disk(
                orNull(disk.getDiskType()),
                size(disk.getDiskSize()),
                orNull(disk.getSnapshotId()),
                isTrue(disk.getEncrypt()),
                !Boolean.FALSE.equals(disk.getDeleteWithInstance()));
    }

    private static @Nullable Integer size(@Nullable Long gib) {
        return gib == null ? null : Math.clamp(gib, 0, Integer.MAX_VALUE);
    }

    /** Bandwidth above 0 brings an address unless it says otherwise (InternetAccessible). */
    private boolean hasAddress() {
        return isAbove0(internet.getInternetMaxBandwidthOut())
                && !Boolean.FALSE.equals(internet.getPublicIpAssigned());
    }

    private PublicIp address() {
        String charge = internet.getInternetChargeType();
        return new PublicIp(
                Math.clamp(internet.getInternetMaxBandwidthOut(), 1, Integer.MAX_VALUE),
                BY_BANDWIDTH.equals(charge)
                        ? BandwidthCharge.BY_BANDWIDTH
                        : BandwidthCharge.BY_TRAFFIC,
                BY_PACKAGE.equals(charge) ? internet.getBandwidthPackageId() : null,
                true);
    }

    private Map<String, String> tags() {
        Map<String, String> tags = new HashMap<>();
        for (TagSpecification specification : list(data.getTagSpecification())) {
            for (Tag tag : list(specification.getTags())) {
                if (!isBlank(tag.getKey())) {
                    tags.put(tag.getKey(), Objects.toString(tag.getValue(), ""));
                }
            }
        }
        return tags;
    }

    // ---- what the SDK leaves null ----

    private static <T> T orNew(@Nullable T value, Supplier<T> fresh) {
        return value == null ? fresh.get() : value;
    }

    private static <T> List<T> list(T @Nullable [] values) {
        return values == null ? List.of() : Arrays.stream(values).filter(Objects::nonNull).toList();
    }

    private static boolean isBlank(@Nullable String text) {
        return text == null || text.isBlank();
    }

    private static boolean isOrBlank(String usual, @Nullable String text) {
        return text == null || text.isBlank() || text.equals(usual);
    }

    private static @Nullable String orNull(@Nullable String text) {
        return isBlank(text) ? null : text;
    }

    private static boolean isNamed(@Nullable String id) {
        return !isBlank(id) && !DEFAULT.equals(id);
    }

    private static boolean isTrue(@Nullable Boolean flag) {
        return flag != null && flag;
    }

    private static boolean isAbove0(@Nullable Long number) {
        return number != null && number > 0;
    }
}
