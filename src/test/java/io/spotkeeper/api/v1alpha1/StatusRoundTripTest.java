package io.spotkeeper.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The records survive the client's own way of writing and reading JSON. */
class StatusRoundTripTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:15:30.123456Z");

    private final KubernetesSerialization json = new KubernetesSerialization();

    @Test
    void readsBackWhatItWrote() {
        // Given
        var intent =
                new LaunchIntentStatus(
                        "7f9c24e5-0b3d-4c5e-9c57-1a2b3c4d5e6f",
                        "ap-guangzhou",
                        "ap-guangzhou-3",
                        null,
                        "S2.MEDIUM4",
                        Market.Spot,
                        3,
                        1000L,
                        "0.60",
                        "sha256:00",
                        true,
                        LaunchPurpose.BelowTarget,
                        AT,
                        1,
                        AT,
                        false,
                        null,
                        LaunchOutcome.Launched,
                        List.of("ins-1"));
        FleetStatus status =
                FleetStatus.empty().toBuilder()
                        .observedGeneration(3L)
                        .conditions(
                                List.of(
                                        new ConditionBuilder()
                                                .withType("Ready")
                                                .withStatus("True")
                                                .withReason(ConditionReason.AtTarget.name())
                                                .withMessage("")
                                                .withLastTransitionTime(AT.toString())
                                                .build()))
                        .replicas(3)
                        .everLaunched(true)
                        .ledger(
                                new LedgerStatus(
                                        0L,
                                        List.of(),
                                        List.of(intent),
                                        List.of(),
                                        List.of(),
                                        List.of(new RecentLaunches(AT, 3)),
                                        null))
                        .build();
        var environment = new ComputeEnvironment();
        environment.setStatus(status);

        // When
        String written = json.asJson(environment);

        // Then
        assertThat(json.unmarshal(written, ComputeEnvironment.class).getStatus()).isEqualTo(status);
        assertThat(written)
                .contains("\"at\":\"2026-03-01T10:15:30.123456Z\"")
                .contains("\"settlement\":0");
    }

    @Test
    void writesNothingThatIsEmpty() {
        // Given
        var environment = new ComputeEnvironment();
        environment.setStatus(FleetStatus.empty());

        // When
        String written = json.asJson(environment);

        // Then
        assertThat(written).contains("\"status\":{}");
    }

    @Test
    void ledgerIsInitialisedByItsCounterAlone() {
        // Given
        String wiped = "{\"status\":{\"ledger\":{\"known\":[\"ins-1\"]}}}";
        String initialised = "{\"status\":{\"ledger\":{\"settlement\":0}}}";

        // When
        LedgerStatus first = ledger(wiped);
        LedgerStatus second = ledger(initialised);

        // Then
        assertThat(first.initialised()).isFalse();
        assertThat(second.initialised()).isTrue();
        assertThat(json.asJson(second)).isEqualTo("{\"settlement\":0}");
    }

    @Test
    void absentFieldsOfTheSpecReadAsTheirDefaults() {
        // Given
        String bare =
                """
                {"spec":{"accountRef":{"name":"tencent"},"region":"ap-guangzhou","desiredCount":1,
                 "instanceTypes":["S2.MEDIUM4"],"placements":[{"zone":"ap-guangzhou-3"}],
                 "template":{"imageId":"img-pmqg1cw7","dataDisks":[{"sizeGiB":10}]}}}
                """;

        // When
        ComputeEnvironmentSpec spec = json.unmarshal(bare, ComputeEnvironment.class).getSpec();

        // Then
        assertThat(spec.accountRef().kind()).isEqualTo(AccountKind.CloudAccount);
        assertThat(spec.requestType()).isEqualTo(RequestType.Persistent);
        assertThat(spec.market()).isEqualTo(Market.Spot);
        assertThat(spec.allocationStrategy()).isEqualTo(AllocationStrategy.Prioritized);
        assertThat(spec.deletionPolicy()).isEqualTo(DeletionPolicy.Terminate);
        assertThat(spec.paused()).isFalse();
        assertThat(spec.template().dataDisks().getFirst().deleteWithInstance()).isTrue();
        assertThat(spec.template().securityGroupIds()).isEmpty();
    }

    @Test
    void requirementsHaveNoOrderToGoBy() {
        // Given
        String bare =
                """
                {"spec":{"accountRef":{"name":"tencent"},"region":"ap-guangzhou","desiredCount":1,
                 "instanceRequirements":{"cpu":{"min":2}},
                 "placements":[{"zone":"ap-guangzhou-3"}],"template":{"imageId":"img-pmqg1cw7"}}}
                """;

        // When
        ComputeEnvironmentSpec spec = json.unmarshal(bare, ComputeEnvironment.class).getSpec();

        // Then
        assertThat(spec.allocationStrategy()).isEqualTo(AllocationStrategy.LowestPrice);
        assertThat(spec.instanceTypes()).isEmpty();
    }

    private LedgerStatus ledger(String environment) {
        FleetStatus status = json.unmarshal(environment, ComputeEnvironment.class).getStatus();
        if (status == null || status.ledger() == null) {
            throw new AssertionError("no ledger in " + environment);
        }
        return status.ledger();
    }
}
