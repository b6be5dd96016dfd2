package io.spotkeeper.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.crds.Corpus.Way;
import io.spotkeeper.testing.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A group is scaled as any workload is, although its rules relate the target to the stable part and
 * to the regions' shares; and what the owner writes is still checked afterwards.
 */
class GroupScaleIT {
    private final ControlPlane controlPlane = ControlPlane.get().installCrds();
    private final KubernetesClient client = controlPlane.client();
    private final String namespace = controlPlane.newNamespace();

    @ParameterizedTest
    @CsvSource({
        "group-one-region-stable.yaml, 0",
        "group-one-region-stable.yaml, 2",
        "group-one-region-stable.yaml, 10000",
        "group-two-regions.yaml, 0",
        "group-two-regions.yaml, 2",
        "group-two-regions.yaml, 7",
        "group-two-regions.yaml, 10000",
    })
    void scaleSetsTheTargetAndNothingElse(String file, int target) {
        // Given
        AutoLaunchGroupSpec before = create(file);

        // When
        kubectl("scale", "alg/batch", "--replicas=" + target);

        // Then
        AutoLaunchGroupSpec after = group().getSpec();
        assertThat(after.targetCapacity()).isEqualTo(target);
        assertThat(after.stableCapacity()).isEqualTo(before.stableCapacity());
        assertThat(after.regions()).isEqualTo(before.regions());
    }

    @Test
    void scaleObeysTheBound() {
        // Given
        create("group-two-regions.yaml");

        // When
        assertThatThrownBy(() -> kubectl("scale", "alg/batch", "--replicas=10001"))
                // Then
                .hasMessageContaining("should be less than or equal to 10000");
    }

    @Test
    void aScaledGroupCanStillBeScaledAndEdited() {
        // Given: far from what the shares add up to, and below the stable part
        create("group-two-regions.yaml");
        kubectl("scale", "alg/batch", "--replicas=2");

        // When
        kubectl("patch", "alg/batch", "--type=merge", "-p", "{\"spec\":{\"spotPrice\":\"0.5\"}}");
        kubectl("label", "alg/batch", "team=data");
        kubectl("scale", "alg/batch", "--replicas=25");

        // Then
        assertThat(group().getSpec().targetCapacity()).isEqualTo(25);
        assertThat(group().getSpec().spotPrice()).isEqualTo("0.5");
    }

    @Test
    void sharesOfAScaledGroupCanBeDividedAnew() {
        // Given
        create("group-two-regions.yaml");
        kubectl("scale", "alg/batch", "--replicas=25");

        // When: 5 + 5 are still the 10 that the shares were written for
        setShares(5, 5);

        // Then
        assertThat(group().getSpec().targetCapacity()).isEqualTo(25);
        assertThat(group().getSpec().regions().getFirst().targetCapacity()).isEqualTo(5);
    }

    @Test
    void sharesOfAScaledGroupCanBeBroughtUpToItsTarget() {
        // Given
        create("group-two-regions.yaml");
        kubectl("scale", "alg/batch", "--replicas=25");

        // When
        setShares(20, 5);

        // Then
        assertThat(group().getSpec().regions().getFirst().targetCapacity()).isEqualTo(20);
    }

    @Test
    void sharesOfAScaledGroupStillHaveToAddUp() {
        // Given
        create("group-two-regions.yaml");
        kubectl("scale", "alg/batch", "--replicas=25");

        // When
        assertThatThrownBy(() -> setShares(5, 6))
                // Then
                .hasMessageContaining(
                        "the targetCapacity of the regions adds up to that of the group");
    }

    @Test
    void aStablePartIsCheckedWhereItIsWritten() {
        // Given
        create("group-one-region-stable.yaml");
        kubectl("scale", "alg/batch", "--replicas=2");

        // When
        assertThatThrownBy(() ->
                        kubectl(
                                "patch",
                                "alg/batch",
                                "--type=merge",
                                "-p",
                                "{\"spec\":{\"stableCapacity\":4}}"))
                // Then
                .hasMessageContaining(
                        "stableCapacity is a part of targetCapacity, so at most that");
    }

    @Test
    void autoscalersFindSizeAndSelector() {
        // Given
        create("group-two-regions.yaml");
        AutoLaunchGroup group = group();
        group.setStatus(
                FleetStatus.empty().toBuilder()
                        .replicas(9)
                        .selector("spotkeeper.io/fleet=uid")
                        .capacity(new CapacityStatus("10", "3", "9.5", "3", "0", "9.5"))
                        .build());
        client.resource(group).updateStatus();

        // When
        String scale =
                kubectl(
                        "get",
                        "--raw",
                        "/apis/spotkeeper.io/v1alpha1/namespaces/"
                                + namespace
                                + "/autolaunchgroups/batch/scale");

        // Then
        assertThat(scale)
                .contains("\"spec\":{\"replicas\":10}")
                .contains("\"status\":{\"replicas\":9,\"selector\":\"spotkeeper.io/fleet=uid\"}");
    }

    @Test
    void groupsAreADashboard() {
        // Given
        create("group-two-regions.yaml");

        // When
        String table = kubectl("get", "alg", "-o", "wide");

        // Then
        assertThat(table.lines().findFirst().orElseThrow())
                .containsPattern(
                        "NAME +TARGET +LIVE +RUNNING +STABLE +COST/H +READY +REASON +AGE +TYPE"
                                + " +MANAGEMENT +ACCOUNT +STRATEGY");
        assertThat(table).containsPattern("batch +10 .* Maintain +Operator +huawei +LowestPrice");
    }

    private AutoLaunchGroupSpec create(String file) {
        GenericKubernetesResource resource = Corpus.parse(client, Corpus.read(file));
        Way.CREATE.send(client, namespace, resource);
        return group().getSpec();
    }

    private AutoLaunchGroup group() {
        return client.resources(AutoLaunchGroup.class)
                .inNamespace(namespace)
                .withName("batch")
                .get();
    }

    private void setShares(int first, int second) {
        kubectl(
                "patch",
                "alg/batch",
                "--type=json",
                "-p",
                """
                [{"op":"replace","path":"/spec/regions/0/targetCapacity","value":%d},
                 {"op":"replace","path":"/spec/regions/1/targetCapacity","value":%d}]
                """
                        .formatted(first, second));
    }

    private String kubectl(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--namespace=" + namespace);
        return controlPlane.kubectl(all.toArray(String[]::new));
    }
}
