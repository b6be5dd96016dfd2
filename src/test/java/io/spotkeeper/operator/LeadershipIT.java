package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.spotkeeper.testing.ControlPlane;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas, of which one works. */
class LeadershipIT {
    private static final int DEATHS = 20;

    private static final String POOLS =
            """
            instanceTypes: [S3.MEDIUM4, S5.MEDIUM4, S5.LARGE8]
            placements: [{zone: ap-guangzhou-3}, {zone: ap-guangzhou-4}, {zone: ap-guangzhou-6}]
            """;

    private EmulatedCloud cloud;
    private Tenant tenant;
    private OperatorProcess first;
    private OperatorProcess second;

    @BeforeEach
    void start() {
        ControlPlane.get().installCrds();
        lease().delete();
        cloud = EmulatedCloud.start();
        tenant = Tenant.ready(cloud);
        String id = UUID.randomUUID().toString();
        first = replica("first", id);
        eventually(() -> check(first.newLog().contains(" leading"), "nobody leads"));
        second = replica("second", id);
    }

    private OperatorProcess replica(String name, String clusterId) {
        return OperatorProcess.start(
                "leadership-" + name,
                "--allowed-endpoint=" + cloud.authority(),
                "--cluster-id=" + clusterId,
                "--namespace=" + tenant.namespace,
                "--leader-election=true",
                "--lease-duration=3s");
    }

    @AfterEach
    void stop() {
        first.close();
        second.close();
        cloud.close();
    }

    private static Resource<Lease> lease() {
        return ControlPlane.get().client().leases().inNamespace("default").withName("spotkeeper");
    }

    @Test
    void theOtherTakesOverWhenTheLeaderEndsOrIsRobbed() {
        // Given
        tenant.environment("web", "");
        tenant.awaitAtTarget("web", 3);
        assertThat(second.newLog()).doesNotContain("action=launch").doesNotContain(" leading");

        // When
        int code = first.terminate();
        tenant.scale("web", 4);

        // Then
        assertThat(code).isZero();
        tenant.awaitAtTarget("web", 4);
        assertThat(second.newLog()).contains("action=launch");
        assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(4);

        // and a leader that lost the Lease ends at once, so that two never work for long
        lease().patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"spec\": {\"holderIdentity\": \"thief\"}}");
        assertThat(second.awaitEnd()).isEqualTo(1);
    }

    @Test
    void twentyLeadersDieAndNothingIsLaunchedTwice() {
        // Given
        long seed = Long.getLong("spotkeeper.seed", System.nanoTime());
        System.out.println("LeadershipIT: repeat with -Dspotkeeper.seed=" + seed);
        Random random = new Random(seed);
        cloud.fault("{'action': 'RunInstances', 'kind': 'Delay', 'millis': 150, 'count': 1000}");
        cloud.post("lag", "{'tagMillis': 300, 'listingMillis': 200}");
        makePoolsSmall();
        String uid = tenant.environment("web", POOLS).getMetadata().getUid();
        int highest = 3;
        for (int death = 0; death < DEATHS; death++) {
            // When
            int target = 10 + random.nextInt(50);
            tenant.scale("web", target);
            eventually(() -> check(leads(first) || leads(second), "nobody leads"));
            hesitate(random.nextInt(1_000));
            if (random.nextInt(3) == 0) {
                cloud.fault("RunInstances", "DropAfter", 1);
            }
            OperatorProcess leader = leads(first) ? first : second;
            leader.kill();
            leader.startAgain();

            // Then
            if (death % 4 == 3) {
                tenant.awaitAtTarget("web", target);
                assertThat(cloud.live(uid)).as("live after %d deaths", death + 1).isEqualTo(target);
            }
            highest = Math.max(highest, target);
            assertThat(cloud.peak(uid))
                    .as("peak after %d deaths", death + 1)
                    .isLessThanOrEqualTo(highest);
        }
        assertThat(cloud.bought(tenant.secretId)).allMatch(row -> row.bought() <= row.asked());
    }

    private static boolean leads(OperatorProcess replica) {
        return replica.newLog().contains(" leading");
    }

    // Every pool but the last sells few, so that a target takes many launches.
    private void makePoolsSmall() {
        for (String type : List.of("S3.MEDIUM4", "S5.MEDIUM4", "S5.LARGE8")) {
            for (String zone : List.of("ap-guangzhou-3", "ap-guangzhou-4", "ap-guangzhou-6")) {
                boolean last = type.equals("S5.LARGE8") && zone.endsWith("6");
                cloud.stock(zone, type, last ? 1000 : 5);
            }
        }
    }

    // The moment of a death is what is random here; nothing waits for anything to be done.
    private static void hesitate(int millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
