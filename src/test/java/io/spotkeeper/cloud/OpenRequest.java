package io.spotkeeper.cloud;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.UserData;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A launch request that is open to changes. */
public final class OpenRequest {
    public String token;
    public CapacityPool pool;
    public @Nullable String vpcId;
    public @Nullable String subnetId;
    public int count;
    public boolean partialDelivery;
    public @Nullable BigDecimal maxPrice;
    public Map<String, String> tags;
    public String imageId;
    public String instanceName;
    public @Nullable String hostName;
    public List<String> groups;
    public List<String> keys;
    public @Nullable UserData userData;
    public @Nullable Disk systemDisk;
    public List<Disk> dataDisks;
    public @Nullable PublicIp publicIp;
    public @Nullable String placementGroup;
    public @Nullable String role;
    public boolean monitor;
    public boolean security;
    public @Nullable Long tencentProject;
    public @Nullable String huaweiProject;

    private OpenRequest(LaunchRequest r) {
        token = r.token();
        pool = r.pool();
        vpcId = r.vpcId();
        subnetId = r.subnetId();
        count = r.count();
        partialDelivery = r.partialDelivery();
        maxPrice = r.maxPrice();
        tags = new HashMap<>(r.tags());
        LaunchTemplate t = r.template();
        imageId = t.imageId();
        instanceName = t.instanceName();
        hostName = t.hostName();
        groups = t.securityGroupIds();
        keys = t.keyPairs();
        userData = t.userData();
        systemDisk = t.systemDisk();
        dataDisks = t.dataDisks();
        publicIp = t.publicIp();
        placementGroup = t.placementGroupId();
        role = t.instanceRole();
        monitor = t.monitorAgent();
        security = t.securityAgent();
        tencentProject = t.tencentProjectId();
        huaweiProject = t.huaweiEnterpriseProjectId();
    }

    /** The request with one change. */
    public static LaunchRequest with(LaunchRequest request, Consumer<OpenRequest> change) {
        OpenRequest open = new OpenRequest(request);
        change.accept(open);
        return open.closed();
    }

    /**
     * What differs from a full request in one part each, by the name of the part; with the request
     * itself.
     */
    public static Map<String, LaunchRequest> variants(LaunchRequest full) {
        Map<String, Consumer<OpenRequest>> changes = new LinkedHashMap<>();
        changes.put("as it is", r -> {});
        changes.put("token", r -> r.token = "other");
        changes.put("zone", r -> r.pool = pool(r, "z", r.pool.instanceType(), Market.SPOT));
        changes.put("type", r -> r.pool = pool(r, r.pool.zone(), "T", Market.SPOT));
        changes.put(
                "market",
                r -> r.pool = pool(r, r.pool.zone(), r.pool.instanceType(), Market.ON_DEMAND));
        changes.put("vpc", r -> r.vpcId = "vpc-2");
        changes.put("subnet", r -> r.subnetId = "subnet-2");
        changes.put("count", r -> r.count = 9);
        changes.put("bid", r -> r.maxPrice = new BigDecimal("0.61"));
        changes.put("bid as written", r -> r.maxPrice = new BigDecimal("0.6"));
        changes.put("no bid", r -> r.maxPrice = null);
        changes.put("tag value", r -> r.tags.put("team", "other"));
        changes.put("one tag more", r -> r.tags.put("more", "tags"));
        changes.put("image", r -> r.imageId = "image-2");
        changes.put("name", r -> r.instanceName = "other");
        changes.put("groups", r -> r.groups = List.of("sg-2", "sg-1"));
        changes.put("keys", r -> r.keys = List.of());
        changes.put("user data", r -> r.userData = new UserData(new byte[] {1}));
        changes.put("no user data", r -> r.userData = null);
        changes.put("system disk", r -> r.systemDisk = new Disk("SSD", 51, null, false, true));
        changes.put("data disks", r -> r.dataDisks = List.of());
        changes.put("no address", r -> r.publicIp = null);
        changes.put(
                "traffic",
                r -> r.publicIp = new PublicIp(5, BandwidthCharge.BY_BANDWIDTH, null, true));
        changes.put("placement group", r -> r.placementGroup = "group-2");
        changes.put("role", r -> r.role = "other");
        changes.put("monitor", r -> r.monitor = !r.monitor);
        changes.put("security", r -> r.security = !r.security);
        Map<String, LaunchRequest> variants = new LinkedHashMap<>();
        changes.forEach((name, change) -> variants.put(name, with(full, change)));
        return variants;
    }

    private static CapacityPool pool(OpenRequest r, String zone, String type, Market market) {
        return new CapacityPool(r.pool.region(), zone, type, market);
    }

    private LaunchRequest closed() {
        LaunchTemplate template =
                new LaunchTemplate(
                        imageId,
                        instanceName,
                        hostName,
                        groups,
                        keys,
                        userData,
                        systemDisk,
                        dataDisks,
                        publicIp,
                        placementGroup,
                        role,
                        monitor,
                        security,
                        null,
                        Map.of(),
                        tencentProject,
                        huaweiProject);
        return new LaunchRequest(
                token, pool, vpcId, subnetId, count, partialDelivery, maxPrice, template, tags);
    }
}
