package io.spotkeeper.operator.account;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import java.lang.reflect.ParameterizedType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who may own instances. */
class FleetOwnersTest {
    private static final KubernetesSerialization YAML = new KubernetesSerialization();

    /** Instances of a kind that is not listed would be collected as orphans while they live. */
    @Test
    void everyKindWithTheStatusOfAFleetIsListed() {
        // Given
        JavaClasses api =
                new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.spotkeeper.api.v1alpha1");

        // When
        List<Class<?>> kinds =
                api.stream()
                        .filter(type -> type.isAssignableTo(CustomResource.class))
                        .<Class<?>>map(type -> type.reflect())
                        .filter(FleetOwnersTest::isFleet)
                        .toList();

        // Then
        assertThat(kinds).hasSizeGreaterThan(1).hasSameElementsAs(FleetOwners.KINDS);
    }

    @Test
    void holdersAreTheFleetsOfTheAccountThatMayHaveInstances() {
        // Given
        ComputeEnvironment fresh = environment("fresh", "tencent");
        ComputeEnvironment resting = environment("resting", "tencent");
        resting.setStatus(books("ledger: {settlement: 1}"));
        ComputeEnvironment living = environment("living", "tencent");
        living.setStatus(books("ledger: {settlement: 1, known: [ins-1]}"));
        ComputeEnvironment doubted = environment("doubted", "tencent");
        doubted.setStatus(books("ledger: {settlement: 1, suspectSince: \"2026-01-01T00:00:00Z\"}"));
        ComputeEnvironment wiped = environment("wiped", "tencent");
        wiped.addFinalizer("spotkeeper.io/fleet");
        ComputeEnvironment restored = environment("restored", "tencent");
        restored.getMetadata().setAnnotations(Map.of(FleetOwners.ADOPT, "uid"));
        ComputeEnvironment foreign = environment("foreign", "huawei");
        foreign.setStatus(living.getStatus());
        AutoLaunchGroup group = group("group", "Operator");
        group.setStatus(living.getStatus());
        AutoLaunchGroup cloudOwn = group("cloud-own", "Provider");
        cloudOwn.addFinalizer("spotkeeper.io/fleet");

        // When
        List<String> holders =
                FleetOwners.holders(
                        "tencent",
                        List.of(
                                fresh, resting, living, doubted, wiped, restored, foreign, group,
                                cloudOwn));

        // Then
        assertThat(holders).containsExactly("living", "doubted", "wiped", "restored", "group");
    }

    private static ComputeEnvironment environment(String uid, String account) {
        return YAML.unmarshal(
                """
                apiVersion: spotkeeper.io/v1alpha1
                kind: ComputeEnvironment
                metadata: {name: some, uid: %s}
                spec:
                  accountRef: {kind: CloudAccount, name: %s}
                  template: {imageId: img-1}
                """
                        .formatted(uid, account),
                ComputeEnvironment.class);
    }

    private static AutoLaunchGroup group(String uid, String management) {
        return YAML.unmarshal(
                """
                apiVersion: spotkeeper.io/v1alpha1
                kind: AutoLaunchGroup
                metadata: {name: some, uid: %s}
                spec:
                  accountRef: {kind: CloudAccount, name: tencent}
                  management: %s
                  targetCapacity: 1
                """
                        .formatted(uid, management),
                AutoLaunchGroup.class);
    }

    private static FleetStatus books(String yaml) {
        return YAML.unmarshal(yaml, FleetStatus.class);
    }

    private static boolean isFleet(Class<?> kind) {
        return kind.getGenericSuperclass() instanceof ParameterizedType type
                && type.getActualTypeArguments()[1] == FleetStatus.class;
    }
}
