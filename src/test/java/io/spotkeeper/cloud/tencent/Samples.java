package io.spotkeeper.cloud.tencent;

import io.spotkeeper.cloud.CallTimeouts;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.SendDeadline;
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
    static final String REGION = "ap-guangzhou";
    static final String CLUSTER = "7f1e0a52-0000-4000-8000-00000000c1u5";
    static final SendDeadline NEVER = () -> false;

    static final TencentCredentials KEYS =
            new TencentCredentials("AKIDcanaryCANARYcanary", "secretCANARYkeyCANARY", null);

    private Samples() {}

    static TencentCloud provider(ScriptedCloud cloud) {
        return provider(cloud.endpoint());
    }

    static TencentCloud provider(String endpoint) {
        return new TencentCloud(settings(endpoint, CallTimeouts.DEFAULT));
    }

    /** A provider that gives up soon. */
    static TencentCloud hasty(ScriptedCloud cloud) {
        return new TencentCloud(
                settings(
                        cloud.endpoint(),
                        new CallTimeouts(
                                Duration.ofSeconds(5),
                                Duration.ofMillis(200),
                                Duration.ofSeconds(5),
                                Duration.ofSeconds(20))));
    }

    static TencentSettings settings(String endpoint, CallTimeouts timeouts) {
        return new TencentSettings(TencentSettings.Site.CHINA, endpoint, CLUSTER, KEYS, timeouts);
    }

    static CapacityPool pool(String zone, String type, Market market) {
        return new CapacityPool(REGION, zone, type, market);
    }

    /** As little as possible. */
    static LaunchRequest minimal() {
        return new LaunchRequest(
                "11111111-2222-4333-8444-555555555555",
                pool("ap-guangzhou-3", "S2.MEDIUM4", Market.SPOT),
                null,
                null,
                1,
                true,
                null,
                template(null, List.of(), List.of(), null, null, List.of(), null),
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
                pool("ap-guangzhou-3", "S2.MEDIUM4", Market.SPOT),
                "vpc-1",
                "subnet-1",
                10,
                true,
                new BigDecimal("0.60"),
                new LaunchTemplate(
                        "img-pmqg1cw7",
                        "render",
                        "render-host",
                        List.of("sg-1", "sg-2"),
                        List.of("skey-1"),
                        new UserData("#!/bin/sh\necho grüß\n".getBytes(StandardCharsets.UTF_8)),
                        new Disk("CLOUD_PREMIUM", 50, null, false, true),
                        List.of(
                                new Disk("CLOUD_SSD", 100, "snap-1", true, false),
                                new Disk(null, null, null, false, true)),
                        new PublicIp(5, BandwidthCharge.BY_TRAFFIC, null, true),
                        "ps-1",
                        "worker-role",
                        true,
                        false,
                        null,
                        Map.of("team", "render"),
                        42L,
                        null),
                tags);
    }

    static LaunchTemplate template(
            @Nullable String hostName,
            List<String> groups,
            List<String> keys,
            @Nullable UserData userData,
            @Nullable Disk systemDisk,
            List<Disk> dataDisks,
            @Nullable PublicIp publicIp) {
        return new LaunchTemplate(
                "img-pmqg1cw7",
                "worker",
                hostName,
                groups,
                keys,
                userData,
                systemDisk,
                dataDisks,
                publicIp,
                null,
                null,
                false,
                false,
                null,
                Map.of(),
                null,
                null);
    }
}
