package io.spotkeeper.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * The operator is killed at any moment of its way to 100 instances, again and again, with answers
 * lost and tags late in every other try: there are never more than 100, and 100 in the end.
 */
class SigkillIT {
    private static final int TRIES = 10;
    private static final int TARGET = 100;

    /** Stocks are small, so that 100 instances take many launches. */
    private static final String POOLS =
            """
            desiredCount: 100
            instanceTypes: [S3.MEDIUM4, S5.MEDIUM4, S5.LARGE8]
            placements: [{zone: ap-guangzhou-3}, {zone: ap-guangzhou-4}, {zone: ap-guangzhou-6}]
            """;

    /** A pool that is sold out stays so here: asking it again takes time. */
    @RegisterExtension
    private static final Trial TRIAL =
            Trial.of("sigkill", "--cool-down=30s", "--cool-down-max=60s");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    @Test
    void neverMoreAndInTheEndExactlyWhatWasAskedFor() {
        long seed = Long.getLong("spotkeeper.seed", System.nanoTime());
        System.out.println("SigkillIT: repeat with -Dspotkeeper.seed=" + seed);
        Random random = new Random(seed);
        List<Tenant> tenants = new ArrayList<>();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            tenants.add(killWhileConverging(attempt, random));
        }
        for (Tenant tenant : tenants) {
            assertThat(cloud.live(tenant.uid("web"))).isEqualTo(TARGET);
            assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(TARGET);
        }
    }

    private static Tenant killWhileConverging(int attempt, Random random) {
        // Given
        boolean lossy = attempt % 2 == 1;
        disturb(lossy, random);
        Tenant tenant = Tenant.ready(cloud);
        String uid = tenant.environment("web", POOLS).getMetadata().getUid();

        // When
        long began = System.nanoTime();
        int kills = random.nextInt(3) == 0 ? 2 : 1;
        StringBuilder at = new StringBuilder();
        for (int kill = 0; kill < kills; kill++) {
            int reached = cloud.live(uid);
            int moment = reached + random.nextInt(Math.max(1, TARGET - reached));
            awaitLive(uid, moment);
            hesitate(random.nextInt(60));
            TRIAL.operator().kill();
            at.append(' ').append(cloud.live(uid));
            if (lossy) {
                cloud.fault("RunInstances", "DropAfter", 1);
            }
            TRIAL.operator().startAgain();
        }

        // Then
        tenant.awaitAtTarget("web", TARGET);
        assertThat(cloud.live(uid)).as("live, killed at%s", at).isEqualTo(TARGET);
        assertThat(cloud.peak(uid)).as("peak, killed at%s", at).isEqualTo(TARGET);
        List<EmulatedCloud.Bought> bought = cloud.bought(tenant.secretId);
        assertThat(bought).isNotEmpty();
        assertThat(bought).allMatch(row -> row.bought() <= row.asked());
        cloud.clearFaults();
        System.out.printf(
                "SigkillIT: try %d, lossy %s, killed at%s instances, %d launches, %d s%n",
                attempt, lossy, at, bought.size(), (System.nanoTime() - began) / 1_000_000_000);
        return tenant;
    }

    private static void disturb(boolean lossy, Random random) {
        int stock = 0;
        for (String type : List.of("S3.MEDIUM4", "S5.MEDIUM4", "S5.LARGE8")) {
            for (String zone : List.of("ap-guangzhou-3", "ap-guangzhou-4", "ap-guangzhou-6")) {
                stock =
                        type.equals("S5.LARGE8") && zone.endsWith("6")
                                ? TARGET
                                : 4 + random.nextInt(20);
                cloud.stock(zone, type, stock);
            }
        }
        cloud.fault(
                "{'action': 'RunInstances', 'kind': 'Delay', 'millis': %d, 'count': 40}"
                        .formatted(20 + random.nextInt(150)));
        cloud.post(
                "lag",
                "{'tagMillis': %d, 'listingMillis': %d, 'describeMillis': %d}"
                        .formatted(lossy ? 700 : 50, lossy ? 500 : 0, lossy ? 300 : 0));
        if (lossy) {
            cloud.fault("RunInstances", "DropAfter", 1);
            if (random.nextBoolean()) {
                cloud.fault(
                        "{'action': 'RunInstances', 'kind': 'StatusAfter', 'status': 502,"
                                + " 'count': 1}");
            }
        }
    }

    private static void awaitLive(String uid, int count) {
        long deadline = System.nanoTime() + Tenant.PATIENCE.toNanos();
        while (cloud.live(uid) < count) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "stuck at "
                                + cloud.live(uid)
                                + " of "
                                + count
                                + ":\n"
                                + TRIAL.operator().newLog());
            }
        }
    }

    // The moment is what is random here; nothing waits for anything to be done.
    private static void hesitate(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
