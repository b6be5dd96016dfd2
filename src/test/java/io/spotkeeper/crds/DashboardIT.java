package io.spotkeeper.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spotkeeper.api.v1alpha1.AccountUsage;
import io.spotkeeper.api.v1alpha1.ActivityState;
import io.spotkeeper.api.v1alpha1.ActivityStatus;
import io.spotkeeper.api.v1alpha1.ActivityType;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.CloudAccountStatus;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.CostEstimate;
import io.spotkeeper.api.v1alpha1.DepartureStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.InstanceState;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.api.v1alpha1.InterruptionSummary;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.api.v1alpha1.Market;
import io.spotkeeper.api.v1alpha1.NextAction;
import io.spotkeeper.api.v1alpha1.PriceSource;
import io.spotkeeper.testing.ControlPlane;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What kubectl shows of an environment and an account, and what autoscalers do with it. */
class DashboardIT {
    private static final Instant AT = Instant.parse("2026-03-01T10:15:30Z");

    private final ControlPlane controlPlane = ControlPlane.get().installCrds();
    private final KubernetesClient client = controlPlane.client();
    private final String namespace = controlPlane.newNamespace();

    @BeforeEach
    void createBoth() {
        create(ComputeEnvironment.class, "environment-minimal.yaml");
        create(CloudAccount.class, "account-minimal.yaml");
    }

    @Test
    void environmentsAreADashboard() {
        // Given
        writeStatus();

        // When
        String narrow = kubectl("get", "cenv");
        String wide = kubectl("get", "cenv", "-o", "wide");

        // Then
        assertThat(narrow.lines().findFirst().orElseThrow().split(" {2,}"))
                .containsExactly(
                        "NAME", "DESIRED", "LIVE", "RUNNING", "COST/H", "READY", "REASON", "AGE");
        assertThat(narrow.lines().skip(1).findFirst().orElseThrow().split(" {2,}"))
                .startsWith("web", "4", "3.5", "2", "1.94", "False", "Launching");
        assertThat(wide.lines().findFirst().orElseThrow())
                .containsPattern(
                        "AGE +REGION +ACCOUNT +MARKET +CURRENCY +INTERRUPTIONS +NEXT +NEXT AT");
        assertThat(wide)
                .containsPattern(
                        "ap-guangzhou +tencent +Spot +CNY +7 +Launch +2026-03-01T10:15:30Z");
    }

    @Test
    void accountsShowWhatTheyHold() {
        // Given
        CloudAccount account =
                client.resources(CloudAccount.class)
                        .inNamespace(namespace)
                        .withName("tencent")
                        .get();
        account.setStatus(
                new CloudAccountStatus(
                        1L,
                        List.of(ready("True", "AtTarget")),
                        new AccountUsage(7, "1.94", "CNY"),
                        List.of("ap-guangzhou"),
                        null));
        client.resource(account).updateStatus();

        // When
        String table = kubectl("get", "account");

        // Then
        assertThat(table.lines().findFirst().orElseThrow().split(" {2,}"))
                .containsExactly("NAME", "PROVIDER", "SITE", "INSTANCES", "READY", "REASON", "AGE");
        assertThat(table.lines().skip(1).findFirst().orElseThrow().split(" {2,}"))
                .startsWith("tencent", "TencentCloud", "China", "7", "True", "AtTarget");
    }

    @Test
    void oneCategoryHoldsAllKinds() {
        // When
        String both = kubectl("get", "spotkeeper", "-o", "name");

        // Then
        assertThat(both.lines())
                .containsExactlyInAnyOrder(
                        "cloudaccount.spotkeeper.io/tencent",
                        "computeenvironment.spotkeeper.io/web");
    }

    @Test
    void scaleSetsTheDesiredCountAndNothingElse() {
        // Given
        ComputeEnvironment before = environment();

        // When
        kubectl("scale", "cenv/web", "--replicas=9");

        // Then
        assertThat(environment().getSpec().desiredCount()).isEqualTo(9);
        assertThat(environment().getSpec().template()).isEqualTo(before.getSpec().template());
        assertThat(environment().getMetadata().getGeneration()).isEqualTo(2L);
    }

    @Test
    void scaleObeysTheBound() {
        // When
        assertThatThrownBy(() -> kubectl("scale", "cenv/web", "--replicas=2001"))
                // Then
                .hasMessageContaining("should be less than or equal to 2000");
    }

    @Test
    void autoscalersFindSizeAndSelector() {
        // Given
        writeStatus();

        // When
        String scale =
                kubectl(
                        "get",
                        "--raw",
                        "/apis/spotkeeper.io/v1alpha1/namespaces/"
                                + namespace
                                + "/computeenvironments/web/scale");

        // Then
        assertThat(scale)
                .contains("\"kind\":\"Scale\"")
                .contains("\"spec\":{\"replicas\":4}")
                .contains("\"status\":{\"replicas\":3,\"selector\":\"spotkeeper.io/fleet=uid\"}");
    }

    @Test
    void statusIsKeptAsItWasWritten() {
        // Given
        FleetStatus written = status();

        // When
        writeStatus();

        // Then
        assertThat(environment().getStatus()).isEqualTo(written);
    }

    private void writeStatus() {
        ComputeEnvironment environment = environment();
        environment.setStatus(status());
        client.resource(environment).updateStatus();
    }

    private static FleetStatus status() {
        return FleetStatus.empty().toBuilder()
                .observedGeneration(1L)
                .conditions(List.of(ready("False", "Launching")))
                .replicas(3)
                .selector("spotkeeper.io/fleet=uid")
                .capacity(new CapacityStatus("4", null, "3.5", null, "1.5", "2"))
                .cost(new CostEstimate("1.94", "CNY", PriceSource.Market, AT))
                .nextAction(new NextAction("Launch", "CoolingDown", AT))
                .everLaunched(true)
                .ledger(
                        new LedgerStatus(
                                1L,
                                List.of("ins-1", "ins-2"),
                                List.of(),
                                List.of(
                                        new DepartureStatus(
                                                "ins-3", "ap-guangzhou", "ScaleIn", AT)),
                                List.of(),
                                List.of(),
                                null))
                .instances(
                        List.of(
                                new InstanceStatus(
                                        "ins-1",
                                        "ap-guangzhou",
                                        "ap-guangzhou-3",
                                        "S2.MEDIUM4",
                                        Market.Spot,
                                        InstanceState.Running,
                                        "1",
                                        "10.0.0.7",
                                        null,
                                        AT)))
                .activities(
                        List.of(
                                new ActivityStatus(
                                        ActivityType.Launch,
                                        ActivityState.Succeeded,
                                        "The fleet is below its target.",
                                        "Launched",
                                        "2 instances of S2.MEDIUM4 in ap-guangzhou-3.",
                                        List.of("ins-1", "ins-2"),
                                        2,
                                        AT,
                                        AT)))
                .interruptions(new InterruptionSummary(7L, AT))
                .build();
    }

    private static Condition ready(String status, String reason) {
        return new ConditionBuilder()
                .withType("Ready")
                .withStatus(status)
                .withReason(reason)
                .withMessage("As the test says.")
                .withLastTransitionTime(AT.toString())
                .withObservedGeneration(1L)
                .build();
    }

    private ComputeEnvironment environment() {
        return client.resources(ComputeEnvironment.class)
                .inNamespace(namespace)
                .withName("web")
                .get();
    }

    private <T extends HasMetadata> void create(Class<T> kind, String file) {
        T resource = client.getKubernetesSerialization().unmarshal(Corpus.read(file), kind);
        client.resource(resource).inNamespace(namespace).create();
    }

    private String kubectl(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--namespace=" + namespace);
        return controlPlane.kubectl(all.toArray(String[]::new));
    }
}
