package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.CallTimeouts;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.UserData;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values that the tests of this package share. */
final class Samples {
    static final String REGION = "cn-south-1";
    static final String ZONE = "cn-south-1a";
    static final String TYPE = "s3.large.2";
    static final String CLUSTER = "7f1e0a52-0000-4000-8000-00000000c1u5";
    static final String DOMAIN = "domain-1";
    static final String PROJECT = "project-1";
    static final SendDeadline NEVER = () -> false;

    static final HuaweiCredentials KEYS =
            new HuaweiCredentials("AKcanaryCANARYcanary", "secretCANARYkeyCANARY", null);

    private Samples() {}

    static HuaweiCloud provider(ScriptedCloud cloud) {
        return provider(cloud.endpoint());
    }

    static HuaweiCloud provider(String endpoint) {
        return new HuaweiCloud(settings(endpoint, CallTimeouts.DEFAULT));
    }

    static HuaweiCloud provider(ScriptedCloud cloud, TimeSource time) {
        return new HuaweiCloud(settings(cloud.endpoint(), CallTimeouts.DEFAULT), time);
    }

    /** A provider that gives up soon. */
    static HuaweiCloud hasty(ScriptedCloud cloud) {
        return new HuaweiCloud(
                settings(
                        cloud.endpoint(),
                        new CallTimeouts(
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(20),
                                Duration.ofSeconds(5),
                                Duration.ofMillis(1500))));
    }

    static HuaweiSettings settings(@Nullable String endpoint, CallTimeouts timeouts) {
        return new HuaweiSettings(
                HuaweiSettings.Site.CHINA,
                endpoint,
                CLUSTER,
                DOMAIN,
                Map.of(REGION, PROJECT),
                KEYS,
                timeouts);
    }

    static CapacityPool pool(String zone, String type, Market market) {
        return new CapacityPool(REGION, zone, type, market);
    }

    /** As little as possible. */
    static LaunchRequest minimal() {
        return minimal(pool(ZONE, TYPE, Market.SPOT), null);
    }

    static LaunchRequest minimal(CapacityPool pool, @Nullable BigDecimal maxPrice) {
        return new LaunchRequest(
                "11111111-2222-4333-8444-555555555555",
                pool,
                "vpc-1",
                "subnet-1",
                1,
                true,
                maxPrice,
                template(null, List.of()),
                Map.of("spotkeeper-cluster", CLUSTER));
    }

    /** Everything there is. */
    static LaunchRequest full() {
        Map<String, String> tags = new LinkedHashMap<>();
        tags.put("spotkeeper-weight", "1000");
        tags.put("team", "render");
        tags.put("spotkeeper-cluster", CLUSTER);
        return new LaunchRequest(
                "11111111-2222-4333-8444-555555555555",
                pool(ZONE, TYPE, Market.SPOT),
                "vpc-1",
                "subnet-1",
                10,
                true,
                new BigDecimal("0.60"),
                new LaunchTemplate(
                        "image-1",
                        "render",
                        null,
                        List.of("sg-1", "sg-2"),
                        List.of("key-1"),
                        new UserData("#!/bin/sh\necho grüß\n".getBytes(StandardCharsets.UTF_8)),
                        new Disk("SSD", 50, null, false, true),
                        List.of(
                                new Disk("SAS", 100, null, false, false),
                                new Disk(null, 10, null, false, true)),
                        new PublicIp(5, BandwidthCharge.BY_TRAFFIC, null, true),
                        "group-1",
                        "worker-agency",
                        true,
                        true,
                        null,
                        Map.of("team", "render"),
                        null,
                        "enterprise-1"),
                tags);
    }

    static LaunchRequest with(LaunchRequest r, LaunchTemplate template) {
        return new LaunchRequest(
                r.token(),
                r.pool(),
                r.vpcId(),
                r.subnetId(),
                r.count(),
                r.partialDelivery(),
                r.maxPrice(),
                template,
                r.tags());
    }

    static LaunchTemplate template(@Nullable PublicIp publicIp, List<Disk> dataDisks) {
        return new LaunchTemplate(
                "image-1", "worker", null, List.of(), List.of(), null, null, dataDisks, publicIp,
                null, null, false, false, null, Map.of(), null, null);
    }
}
