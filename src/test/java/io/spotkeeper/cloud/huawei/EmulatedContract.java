package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.emulator.RunningEmulator;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Market;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** An emulator and the provider for it, anew for each test. */
abstract class EmulatedContract {
    static final String REGION = "cn-south-1";
    static final String CLUSTER = "0b8e4a52-1c1f-4c2f-9a3e-6f1d2c3b4a59";
    static final String QUICK =
            "huawei: {rules: {rateLimited: false, shortage: %s}}\n"
                    + "lags: {boot: PT20S, tag: PT0S, shutdown: PT20S}\n";
    static final CapacityPool SPOT =
            new CapacityPool(REGION, "cn-south-1a", "s3.large.2", Market.SPOT);
    static final CapacityPool SCARCE =
            new CapacityPool(REGION, "cn-south-1c", "s3.large.2", Market.SPOT);

    private @Nullable RunningEmulator emulator;
    private @Nullable HuaweiCloud opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    /** With pools that refuse what they have not got. */
    HuaweiCloud cloud() {
        return cloud("Refusal");
    }

    HuaweiCloud cloud(String shortage) {
        return cloud(shortage, "emulator-secret");
    }

    HuaweiCloud cloud(String shortage, String secretKey) {
        return cloudOf(QUICK.formatted(shortage), secretKey);
    }

    /** Of a scenario. */
    HuaweiCloud cloudOf(String scenario, String secretKey) {
        emulator = RunningEmulator.start(scenario);
        opened = open(secretKey);
        return opened;
    }

    RunningEmulator emulator() {
        return Objects.requireNonNull(emulator);
    }

    private HuaweiCloud open(String secretKey) {
        return new HuaweiCloud(
                new HuaweiSettings(
                        HuaweiSettings.Site.CHINA,
                        emulator().address().toString(),
                        CLUSTER,
                        "emulator-domain",
                        Map.of(REGION, "emulator-project"),
                        new HuaweiCredentials("EMULATORAK", secretKey, null)));
    }

    static LaunchRequest order(CapacityPool pool, int count) {
        String token = UUID.randomUUID().toString();
        return new LaunchRequest(
                token,
                pool,
                "0dae26c9-9a70-4392-93f3-87d53115d171",
                "157ee789-03ea-45b1-a698-76c92660dd83",
                count,
                true,
                null,
                new LaunchTemplate(
                        "67f433d8-ed0e-4321-a8a2-a71838539e09",
                        "worker",
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        true,
                        false,
                        null,
                        Map.of(),
                        null,
                        null),
                Map.of(
                        "spotkeeper-cluster",
                        CLUSTER,
                        "spotkeeper-intent",
                        token,
                        "spotkeeper-weight",
                        "1000"));
    }

    static String fault(String action, String kind) {
        return "{\"action\":\"%s\",\"kind\":\"%s\",\"count\":1}".formatted(action, kind);
    }

    static List<Instance> rows(HuaweiCloud cloud) {
        return ((Listing.Complete) cloud.list(REGION)).instances();
    }

    static Map<String, Instance> found(HuaweiCloud cloud, Collection<String> ids) {
        return ((Description.Found) cloud.describe(REGION, ids)).found();
    }

    static List<String> ids(Collection<Instance> rows) {
        return rows.stream().map(Instance::id).toList();
    }
}
