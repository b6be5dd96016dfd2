package io.spotkeeper.cloud.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.huawei.HuaweiSettings.Site;
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
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The hash is the same for the same purchase and differs for every other. */
class RequestHashTest {
    /** Written down once: an intent recorded by one version must be known to the next. */
    private static final String PINNED =
            "296453730b7655b91a93bea1217752483af852da95fa7e075b2c7b6ff7a1f6e7";

    private final HuaweiCloud provider = provider(Site.CHINA, null, Samples.PROJECT);

    @Test
    void isTheSameInEveryProcessAndVersion() {
        assertThat(provider.requestHash(Samples.full())).isEqualTo(PINNED);
    }

    @Test
    void doesNotDependOnTheOrderOfTags() {
        LaunchRequest r = Samples.full();
        Map<String, String> tags = new LinkedHashMap<>();
        new TreeMap<>(r.tags()).descendingMap().forEach(tags::put);

        assertThat(provider.requestHash(withTags(r, tags)))
                .isEqualTo(provider.requestHash(withTags(r, new TreeMap<>(tags))));
    }

    @Test
    void doesNotDependOnTheKeysNorOnTheSite() {
        try (HuaweiCloud rotated =
                new HuaweiCloud(
                        new HuaweiSettings(
                                Site.INTERNATIONAL,
                                null,
                                Samples.CLUSTER,
                                Samples.DOMAIN,
                                Map.of(Samples.REGION, Samples.PROJECT),
                                new HuaweiCredentials("other", "other", "token")))) {
            assertThat(rotated.requestHash(Samples.full()))
                    .isEqualTo(provider.requestHash(Samples.full()));
        }
    }

    @Test
    void changesWithTheProjectAndTheEndpoint() {
        assertThat(
                        List.of(
                                provider.requestHash(Samples.full()),
                                provider(Site.CHINA, null, "other").requestHash(Samples.full()),
                                provider(Site.CHINA, "http://127.0.0.1:1", Samples.PROJECT)
                                        .requestHash(Samples.full()),
                                provider(Site.CHINA, "http://127.0.0.1:2", Samples.PROJECT)
                                        .requestHash(Samples.full()),
                                provider(Site.CHINA, "https://127.0.0.1:2", Samples.PROJECT)
                                        .requestHash(Samples.full())))
                .doesNotHaveDuplicates();
    }

    @Test
    void changesWithEveryPartOfTheRequest() {
        // Given
        Map<String, LaunchRequest> variants = new LinkedHashMap<>();
        variants.put("as it is", Samples.full());
        variants.put("token", with(r -> r.token = "other"));
        variants.put("zone", with(r -> r.pool = Samples.pool("z", Samples.TYPE, Market.SPOT)));
        variants.put("type", with(r -> r.pool = Samples.pool(Samples.ZONE, "T", Market.SPOT)));
        variants.put(
                "market",
                with(r -> r.pool = Samples.pool(Samples.ZONE, Samples.TYPE, Market.ON_DEMAND)));
        variants.put("vpc", with(r -> r.vpcId = "vpc-2"));
        variants.put("subnet", with(r -> r.subnetId = "subnet-2"));
        variants.put("count", with(r -> r.count = 9));
        variants.put("bid", with(r -> r.maxPrice = new BigDecimal("0.61")));
        variants.put("bid as written", with(r -> r.maxPrice = new BigDecimal("0.6")));
        variants.put("no bid", with(r -> r.maxPrice = null));
        variants.put("tag value", with(r -> r.tags.put("team", "other")));
        variants.put("one tag more", with(r -> r.tags.put("more", "tags")));
        variants.put("image", with(r -> r.imageId = "image-2"));
        variants.put("name", with(r -> r.instanceName = "other"));
        variants.put("groups", with(r -> r.groups = List.of("sg-2", "sg-1")));
        variants.put("keys", with(r -> r.keys = List.of()));
        variants.put("user data", with(r -> r.userData = new UserData(new byte[] {1})));
        variants.put("no user data", with(r -> r.userData = null));
        variants.put(
                "system disk", with(r -> r.systemDisk = new Disk("SSD", 51, null, false, true)));
        variants.put("data disks", with(r -> r.dataDisks = List.of()));
        variants.put("no address", with(r -> r.publicIp = null));
        variants.put(
                "traffic",
                with(r -> r.publicIp = new PublicIp(5, BandwidthCharge.BY_BANDWIDTH, null, true)));
        variants.put("placement group", with(r -> r.placementGroup = "group-2"));
        variants.put("role", with(r -> r.role = "other"));
        variants.put("monitor", with(r -> r.monitor = false));
        variants.put("security", with(r -> r.security = false));
        variants.put("project", with(r -> r.project = "enterprise-2"));

        // When
        Map<String, String> hashes = new HashMap<>();
        variants.forEach((name, request) -> hashes.put(provider.requestHash(request), name));

        // Then
        assertThat(hashes.values()).containsExactlyInAnyOrderElementsOf(variants.keySet());
        assertThat(hashes.keySet()).allMatch(hash -> hash.matches("[0-9a-f]{64}"));
    }

    private static HuaweiCloud provider(Site site, @Nullable String endpoint, String project) {
        return new HuaweiCloud(
                new HuaweiSettings(
                        site,
                        endpoint,
                        Samples.CLUSTER,
                        Samples.DOMAIN,
                        Map.of(Samples.REGION, project),
                        Samples.KEYS));
    }

    private static LaunchRequest withTags(LaunchRequest r, Map<String, String> tags) {
        return new LaunchRequest(
                r.token(),
                r.pool(),
                r.vpcId(),
                r.subnetId(),
                r.count(),
                r.partialDelivery(),
                r.maxPrice(),
                r.template(),
                tags);
    }

    private static LaunchRequest with(Consumer<Draft> change) {
        Draft draft = new Draft(Samples.full());
        change.accept(draft);
        return draft.request();
    }

    /** A full request, open to changes. */
    private static final class Draft {
        String token;
        CapacityPool pool;
        @Nullable String vpcId;
        @Nullable String subnetId;
        int count;
        @Nullable BigDecimal maxPrice;
        Map<String, String> tags;
        String imageId;
        String instanceName;
        List<String> groups;
        List<String> keys;
        @Nullable UserData userData;
        @Nullable Disk systemDisk;
        List<Disk> dataDisks;
        @Nullable PublicIp publicIp;
        @Nullable String placementGroup;
        @Nullable String role;
        boolean monitor;
        boolean security;
        @Nullable String project;

        Draft(LaunchRequest r) {
            token = r.token();
            pool = r.pool();
            vpcId = r.vpcId();
            subnetId = r.subnetId();
            count = r.count();
            maxPrice = r.maxPrice();
            tags = new HashMap<>(r.tags());
            LaunchTemplate t = r.template();
            imageId = t.imageId();
            instanceName = t.instanceName();
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
            project = t.huaweiEnterpriseProjectId();
        }

        LaunchRequest request() {
            LaunchTemplate template =
                    new LaunchTemplate(
                            imageId,
                            instanceName,
                            null,
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
                            Map.of(),
                            null,
                            project);
            return new LaunchRequest(
                    token, pool, vpcId, subnetId, count, true, maxPrice, template, tags);
        }
    }
}
