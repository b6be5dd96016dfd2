package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.core.utils.JsonUtils;
import com.huaweicloud.sdk.ecs.v2.model.CreateServersRequest;
import com.huaweicloud.sdk.ecs.v2.model.CreateServersRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServer;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerDataVolume;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerEip;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerEipBandwidth;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerEipBandwidth.SharetypeEnum;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerEipExtendParam;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerExtendParam;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerNic;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerPublicip;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerRootVolume;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerSchedulerHints;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerSecurityGroup;
import com.huaweicloud.sdk.ecs.v2.model.PrePaidServerTag;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A launch request in Huawei's words. The same request always gives the same bytes. What Huawei has
 * no word for (a host name, a second key pair, a snapshot, encryption without a key id) is refused
 * before, as a condition of the fleet.
 */
final class PurchaseOrder {
    /** Huawei chooses no type of disk by itself; this one is the console's default. */
    static final String USUAL_DISK = "GPSSD";

    /** Dynamic BGP, the only kind of address that every region sells. */
    static final String ADDRESS_TYPE = "5_bgp";

    private final LaunchRequest request;

    PurchaseOrder(LaunchRequest request) {
        this.request = request;
    }

    /** The purchase. Every count is delivered in part where the stock does not do for all. */
    CreateServersRequest purchase() {
        return new CreateServersRequest()
                .withXClientToken(request.token())
                .withBody(new CreateServersRequestBody().withServer(server()));
    }

    /**
     * Identifies the exact purchase: where it is sent, its token, and its body as the SDK will
     * write it, user data included.
     */
    static String hash(Place place, CreateServersRequest order) {
        MessageDigest digest = sha256();
        for (String part :
                new String[] {
                    "createServers",
                    place.origin(),
                    place.projectId(),
                    order.getXClientToken(),
                    JsonUtils.toJSON(order.getBody())
                }) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private PrePaidServer server() {
        LaunchTemplate template = request.template();
        PrePaidServer server =
                new PrePaidServer()
                        .withImageRef(template.imageId())
                        .withFlavorRef(request.pool().instanceType())
                        .withName(template.instanceName())
                        .withAvailabilityZone(request.pool().zone())
                        .withCount(request.count())
                        .withRootVolume(rootVolume(template.systemDisk()))
                        .withExtendparam(terms());
        setNetwork(server);
        setAccess(server);
        if (!template.dataDisks().isEmpty()) {
            server.setDataVolumes(
                    template.dataDisks().stream().map(PurchaseOrder::dataVolume).toList());
        }
        if (template.userData() != null) {
            server.setUserData(Base64.getEncoder().encodeToString(template.userData().bytes()));
        }
        if (template.placementGroupId() != null) {
            server.setOsSchedulerHints(
                    new PrePaidServerSchedulerHints().withGroup(template.placementGroupId()));
        }
        Map<String, String> metadata = metadata(template);
        if (!metadata.isEmpty()) {
            server.setMetadata(metadata);
        }
        if (!request.tags().isEmpty()) {
            server.setServerTags(tags());
        }
        return server;
    }

    /** How it is paid for. Without a price of ours, Huawei takes the on-demand price as the bid. */
    private PrePaidServerExtendParam terms() {
        PrePaidServerExtendParam terms =
                new PrePaidServerExtendParam()
                        .withChargingMode(PrePaidServerExtendParam.ChargingModeEnum.POSTPAID);
        if (request.pool().market() == Market.SPOT) {
            terms.setMarketType("spot");
            if (request.maxPrice() != null) {
                terms.setSpotPrice(request.maxPrice().toPlainString());
            }
        }
        if (request.template().huaweiEnterpriseProjectId() != null) {
            terms.setEnterpriseProjectId(request.template().huaweiEnterpriseProjectId());
        }
        return terms;
    }

    private void setNetwork(PrePaidServer server) {
        if (request.vpcId() != null) {
            server.setVpcid(request.vpcId());
        }
        if (request.subnetId() != null) {
            server.setNics(List.of(new PrePaidServerNic().withSubnetId(request.subnetId())));
        }
        if (request.template().publicIp() != null) {
            server.setPublicip(address(request.template().publicIp()));
        }
    }

    private void setAccess(PrePaidServer server) {
        LaunchTemplate template = request.template();
        if (!template.securityGroupIds().isEmpty()) {
            server.setSecurityGroups(
                    template.securityGroupIds().stream()
                            .map(id -> new PrePaidServerSecurityGroup().withId(id))
                            .toList());
        }
        if (!template.keyPairs().isEmpty()) {
            server.setKeyName(template.keyPairs().getFirst());
        }
    }

    /** In the order of its keys. */
    private static Map<String, String> metadata(LaunchTemplate template) {
        Map<String, String> metadata = new TreeMap<>();
        if (template.instanceRole() != null) {
            metadata.put("agency_name", template.instanceRole());
        }
        String agents =
                (template.securityAgent() ? "hss" : "")
                        + (template.securityAgent() && template.monitorAgent() ? "," : "")
                        + (template.monitorAgent() ? "ces" : "");
        if (!agents.isEmpty()) {
            metadata.put("__support_agent_list", agents);
        }
        return metadata;
    }

    /** In the order of their keys: a map has none of its own. */
    private List<PrePaidServerTag> tags() {
        return new TreeMap<>(request.tags())
                .entrySet().stream()
                        .map(tag ->
                                new PrePaidServerTag()
                                        .withKey(tag.getKey())
                                        .withValue(tag.getValue()))
                        .toList();
    }

    private static PrePaidServerRootVolume rootVolume(@Nullable Disk disk) {
        PrePaidServerRootVolume volume =
                new PrePaidServerRootVolume()
                        .withVolumetype(
                                PrePaidServerRootVolume.VolumetypeEnum.fromValue(type(disk)));
        return disk == null || disk.sizeGiB() == null ? volume : volume.withSize(disk.sizeGiB());
    }

    private static PrePaidServerDataVolume dataVolume(Disk disk) {
        PrePaidServerDataVolume volume =
                new PrePaidServerDataVolume()
                        .withVolumetype(
                                PrePaidServerDataVolume.VolumetypeEnum.fromValue(type(disk)))
                        .withDeleteOnTermination(disk.deleteWithInstance());
        return disk.sizeGiB() == null ? volume : volume.withSize(disk.sizeGiB());
    }

    /** The type of a disk in Huawei's words. */
    static String type(@Nullable Disk disk) {
        return disk == null || disk.type() == null ? USUAL_DISK : disk.type();
    }

    private static PrePaidServerPublicip address(PublicIp address) {
        PrePaidServerEipBandwidth bandwidth = new PrePaidServerEipBandwidth();
        if (address.bandwidthPackageId() != null) {
            bandwidth.withSharetype(SharetypeEnum.WHOLE).withId(address.bandwidthPackageId());
        } else {
            bandwidth.withSharetype(SharetypeEnum.PER).withSize(address.bandwidthMbps());
            switch (address.charge()) {
                case BY_TRAFFIC -> bandwidth.setChargemode("traffic");
                // An absent mode means by bandwidth; no word for it is documented.
                case BY_BANDWIDTH -> {}
            }
        }
        return new PrePaidServerPublicip()
                .withEip(
                        new PrePaidServerEip()
                                .withIptype(ADDRESS_TYPE)
                                .withBandwidth(bandwidth)
                                .withExtendparam(
                                        new PrePaidServerEipExtendParam()
                                                .withChargingMode(
                                                        PrePaidServerEipExtendParam.ChargingModeEnum
                                                                .POSTPAID)))
                .withDeleteOnTermination(address.releaseWithInstance());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
