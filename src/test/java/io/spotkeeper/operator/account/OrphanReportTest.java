package io.spotkeeper.operator.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.OrphanCollector.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who is told of instances without a fleet. */
class OrphanReportTest {
    private final List<String> told = new ArrayList<>();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final OrphanReport report =
            new OrphanReport(
                    (about, reason, title, ids) ->
                            told.add(
                                    about.getMetadata().getNamespace()
                                            + ": "
                                            + reason
                                            + ": "
                                            + title
                                            + " "
                                            + String.join(" ", ids)),
                    meters);

    private static HasMetadata account(String namespace) {
        CloudAccount account = new CloudAccount();
        account.setMetadata(
                new ObjectMetaBuilder().withNamespace(namespace).withName("tencent").build());
        return account;
    }

    private static Instance of(String id, String namespace) {
        return new Instance(
                id,
                new CapacityPool("r1", "z1", "small", Market.SPOT),
                InstanceState.RUNNING,
                Map.of(Ownership.NAMESPACE, Ownership.namespaceTag(namespace)),
                Instant.EPOCH,
                null,
                null,
                false,
                null);
    }

    @Test
    void tellsTheAccountOfTheirNamespaceOncePerCause() {
        // When
        report.tell(
                "TencentCloud",
                "r1",
                List.of(
                        new Finding.Collected(of("i-1", "a")),
                        new Finding.Collected(of("i-2", "a")),
                        new Finding.Reported(of("i-3", "a"), "protected")),
                List.of(account("a"), account("b")));

        // Then
        assertThat(told)
                .containsExactly(
                        "a: OrphanTerminated: Terminated in r1, their fleets do not exist: i-1 i-2",
                        "a: OrphanFound: Found in r1 without a fleet, not terminated (protected):"
                                + " i-3");
        assertThat(meters.get("spotkeeper.orphans.terminated").counter().count()).isEqualTo(2);
    }

    @Test
    void tellsEveryAccountOfTheKeyWhereTheirNamespaceIsGone() {
        // When
        report.tell(
                "TencentCloud",
                "r1",
                List.of(new Finding.Collected(of("i-1", "gone"))),
                List.of(account("a"), account("b")));

        // Then
        assertThat(told).hasSize(2).allMatch(line -> line.endsWith("i-1"));
    }

    @Test
    void aLongCauseLeavesRoomForTheIds() {
        // When
        report.tell(
                "TencentCloud",
                "r1",
                List.of(new Finding.Reported(of("i-1", "a"), "x".repeat(2000))),
                List.of(account("a")));

        // Then
        assertThat(told.getFirst()).hasSizeLessThan(1000).endsWith("i-1");
    }
}
