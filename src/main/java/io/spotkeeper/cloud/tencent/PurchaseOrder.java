package io.spotkeeper.cloud.tencent;

import com.tencentcloudapi.common.AbstractModel;
import com.tencentcloudapi.cvm.v20170312.models.DataDisk;
import com.tencentcloudapi.cvm.v20170312.models.EnhancedService;
import com.tencentcloudapi.cvm.v20170312.models.InquiryPriceRunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.InstanceMarketOptionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.InternetAccessible;
import com.tencentcloudapi.cvm.v20170312.models.LoginSettings;
import com.tencentcloudapi.cvm.v20170312.models.Placement;
import com.tencentcloudapi.cvm.v20170312.models.RunAutomationServiceEnabled;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.RunMonitorServiceEnabled;
import com.tencentcloudapi.cvm.v20170312.models.RunSecurityServiceEnabled;
import com.tencentcloudapi.cvm.v20170312.models.SpotMarketOptions;
import com.tencentcloudapi.cvm.v20170312.models.SystemDisk;
import com.tencentcloudapi.cvm.v20170312.models.Tag;
import com.tencentcloudapi.cvm.v20170312.models.TagSpecification;
import com.tencentcloudapi.cvm.v20170312.models.VirtualPrivateCloud;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A launch request in Tencent's words. The same request always gives the same bytes. */
final class PurchaseOrder {
    private final LaunchRequest request;

    PurchaseOrder(LaunchRequest request) {
        this.request = request;
    }

    /** The purchase. */
    RunInstancesRequest purchase() {
        LaunchTemplate template = request.template();
        RunInstancesRequest order = new RunInstancesRequest();
        order.setPlacement(placement());
        order.setImageId(template.imageId());
        order.setInstanceChargeType(ChargeType.of(request.pool().market()));
        order.setInstanceType(request.pool().instanceType());
        order.setInstanceCount((long) request.count());
        if (request.partialDelivery() && request.count() > 1) {
            order.setMinCount(1L);
        }
        order.setClientToken(request.token());
        setBid(order);
        setNetwork(order);
        setDisks(order);
        setAccess(order);
        order.setEnhancedService(agents());
        order.setInstanceName(template.instanceName());
        if (template.hostName() != null) {
            order.setHostName(template.hostName());
        }
        if (template.userData() != null) {
            order.setUserData(Base64.getEncoder().encodeToString(template.userData().bytes()));
        }
        if (template.placementGroupId() != null) {
            order.setDisasterRecoverGroupIds(new String[] {template.placementGroupId()});
        }
        if (template.instanceRole() != null) {
            order.setCamRoleName(template.instanceRole());
        }
        if (!request.tags().isEmpty()) {
            order.setTagSpecification(new TagSpecification[] {tags()});
        }
        // A protected instance could not be terminated by us.
        order.setDisableApiTermination(false);
        return order;
    }

    /**
     * The question what one such instance costs. It goes without the bid: a bid below the market
     * would be refused instead of answered.
     */
    InquiryPriceRunInstancesRequest inquiry() {
        LaunchTemplate template = request.template();
        InquiryPriceRunInstancesRequest inquiry = new InquiryPriceRunInstancesRequest();
        inquiry.setPlacement(placement());
        inquiry.setImageId(template.imageId());
        inquiry.setInstanceChargeType(ChargeType.of(request.pool().market()));
        inquiry.setInstanceType(request.pool().instanceType());
        inquiry.setInstanceCount(1L);
        if (template.systemDisk() != null) {
            inquiry.setSystemDisk(systemDisk(template.systemDisk()));
        }
        if (!template.dataDisks().isEmpty()) {
            inquiry.setDataDisks(dataDisks());
        }
        if (template.publicIp() != null) {
            inquiry.setInternetAccessible(internet(template.publicIp()));
        }
        return inquiry;
    }

    /**
     * Identifies the exact purchase: where it is sent, and its body as the SDK will write it, token
     * and user data included.
     */
    static String hash(String origin, String region, RunInstancesRequest order) {
        MessageDigest digest = sha256();
        for (String part :
                new String[] {"RunInstances", origin, region, AbstractModel.toJsonString(order)}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private Placement placement() {
        Placement placement = new Placement();
        placement.setZone(request.pool().zone());
        if (request.template().tencentProjectId() != null) {
            placement.setProjectId(request.template().tencentProjectId());
        }
        return placement;
    }

    /** Without these options the bid is the present market price. */
    private void setBid(RunInstancesRequest order) {
        BigDecimal maxPrice = request.maxPrice();
        if (maxPrice == null || request.pool().market() != Market.SPOT) {
            return;
        }
        SpotMarketOptions spot = new SpotMarketOptions();
        spot.setMaxPrice(maxPrice.toPlainString());
        spot.setSpotInstanceType("one-time");
        InstanceMarketOptionsRequest options = new InstanceMarketOptionsRequest();
        options.setMarketType("spot");
        options.setSpotOptions(spot);
        order.setInstanceMarketOptions(options);
    }

    private void setNetwork(RunInstancesRequest order) {
        if (request.vpcId() != null || request.subnetId() != null) {
            VirtualPrivateCloud network = new VirtualPrivateCloud();
            network.setVpcId(request.vpcId());
            network.setSubnetId(request.subnetId());
            order.setVirtualPrivateCloud(network);
        }
    }

    private void setDisks(RunInstancesRequest order) {
        LaunchTemplate template = request.template();
        if (template.systemDisk() != null) {
            order.setSystemDisk(systemDisk(template.systemDisk()));
        }
        if (!template.dataDisks().isEmpty()) {
            order.setDataDisks(dataDisks());
        }
    }

    private void setAccess(RunInstancesRequest order) {
        LaunchTemplate template = request.template();
        if (template.publicIp() != null) {
            order.setInternetAccessible(internet(template.publicIp()));
        }
        if (!template.securityGroupIds().isEmpty()) {
            order.setSecurityGroupIds(template.securityGroupIds().toArray(String[]::new));
        }
        if (!template.keyPairs().isEmpty()) {
            LoginSettings login = new LoginSettings();
            login.setKeyIds(template.keyPairs().toArray(String[]::new));
            order.setLoginSettings(login);
        }
    }

    private EnhancedService agents() {
        RunSecurityServiceEnabled security = new RunSecurityServiceEnabled();
        security.setEnabled(request.template().securityAgent());
        RunMonitorServiceEnabled monitor = new RunMonitorServiceEnabled();
        monitor.setEnabled(request.template().monitorAgent());
        EnhancedService agents = new EnhancedService();
        agents.setSecurityService(security);
        agents.setMonitorService(monitor);
        if (request.template().automationAgent() != null) {
            RunAutomationServiceEnabled automation = new RunAutomationServiceEnabled();
            automation.setEnabled(request.template().automationAgent());
            agents.setAutomationService(automation);
        }
        return agents;
    }

    private DataDisk[] dataDisks() {
        return request.template().dataDisks().stream()
                .map(PurchaseOrder::dataDisk)
                .toArray(DataDisk[]::new);
    }

    /** In the order of their keys: a map has none of its own. */
    private TagSpecification tags() {
        TagSpecification specification = new TagSpecification();
        specification.setResourceType("instance");
        specification.setTags(
                new TreeMap<>(request.tags())
                        .entrySet().stream().map(PurchaseOrder::tag).toArray(Tag[]::new));
        return specification;
    }

    private static Tag tag(Map.Entry<String, String> entry) {
        Tag tag = new Tag();
        tag.setKey(entry.getKey());
        tag.setValue(entry.getValue());
        return tag;
    }

    private static SystemDisk systemDisk(Disk disk) {
        SystemDisk system = new SystemDisk();
        system.setDiskType(disk.type());
        system.setDiskSize(size(disk));
        return system;
    }

    private static DataDisk dataDisk(Disk disk) {
        DataDisk data = new DataDisk();
        data.setDiskType(disk.type());
        data.setDiskSize(size(disk));
        data.setSnapshotId(disk.snapshotId());
        if (disk.encrypted()) {
            data.setEncrypt(true);
        }
        data.setDeleteWithInstance(disk.deleteWithInstance());
        return data;
    }

    private static @Nullable Long size(Disk disk) {
        return disk.sizeGiB() == null ? null : disk.sizeGiB().longValue();
    }

    private static InternetAccessible internet(PublicIp address) {
        InternetAccessible internet = new InternetAccessible();
        internet.setInternetChargeType(
                address.bandwidthPackageId() != null
                        ? "BANDWIDTH_PACKAGE"
                        : switch (address.charge()) {
                            case BY_TRAFFIC -> "TRAFFIC_POSTPAID_BY_HOUR";
                            case BY_BANDWIDTH -> "BANDWIDTH_POSTPAID_BY_HOUR";
                        });
        internet.setInternetMaxBandwidthOut((long) address.bandwidthMbps());
        internet.setPublicIpAssigned(true);
        internet.setBandwidthPackageId(address.bandwidthPackageId());
        return internet;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
