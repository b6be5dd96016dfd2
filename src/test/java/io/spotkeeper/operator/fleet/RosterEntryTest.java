package io.spotkeeper.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What an account shows of its fleets. */
class RosterEntryTest {
    private static int instances(String status) {
        KubernetesSerialization yaml = new KubernetesSerialization();
        AutoLaunchGroup group = new AutoLaunchGroup();
        group.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace("ns")
                        .withName("batch")
                        .withUid("uid")
                        .build());
        group.setSpec(
                yaml.unmarshal(
                        "accountRef: {kind: CloudAccount, name: a}", AutoLaunchGroupSpec.class));
        group.setStatus(yaml.unmarshal(status, FleetStatus.class));
        return RosterEntry.of(group, Set.of(), Set.of()).instances();
    }

    @Test
    void countsInstancesAndNotWhatTheyWeigh() {
        assertThat(
                        instances(
                                """
                                replicas: 12
                                counts: {pending: 0, running: 2, terminating: 0, failed: 0}
                                instances:
                                - {id: a, state: Running, weight: "6"}
                                - {id: b, state: Running, weight: "6"}
                                """))
                .isEqualTo(2);
    }

    @Test
    void countsWhatTheListHasNoRoomForAndNothingThatGoes() {
        assertThat(
                        instances(
                                """
                                replicas: 2
                                counts: {pending: 0, running: 1, terminating: 2, failed: 1}
                                instances:
                                - {id: a, state: Failed}
                                - {id: b, state: Stopped}
                                - {id: c, state: Terminating}
                                instancesOmitted: 2
                                """))
                .isEqualTo(2);
    }

    @Test
    void countsNothingBeforeTheFirstLook() {
        assertThat(instances("{}")).isZero();
    }
}
