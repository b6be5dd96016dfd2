package io.spotkeeper.operator;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.spotkeeper.api.v1alpha1.ActivityStatus;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;

/**
 * A namespace and an owner at the emulated cloud that no other test has: nothing that one test does
 * to prices, listings or cool-downs of its account is felt by another.
 */
final class Tenant {
    /** Long enough for a machine that is busy with other things. */
    static final Duration PATIENCE = Duration.ofSeconds(90);

    private static final ObjectMapper YAML = new YAMLMapper();
    private static final String ENVIRONMENT =
            """
            accountRef: {kind: CloudAccount, name: tencent}
            region: ap-guangzhou
            desiredCount: 3
            instanceTypes: [S3.MEDIUM4]
            placements: [{zone: ap-guangzhou-3}]
            template: {imageId: img-pmqg1cw7}
            """;

    private final ControlPlane plane;
    private final KubernetesClient client;
    private final EmulatedCloud cloud;
    final String namespace;
    final String secretId = "AKID" + UUID.randomUUID().toString().replace("-", "");
    final String secretKey = "key-" + UUID.randomUUID();
    final String uin = "uin-" + UUID.randomUUID();

    private Tenant(EmulatedCloud cloud, ControlPlane plane) {
        this.cloud = cloud;
        this.plane = plane;
        this.client = plane.client();
        this.namespace = plane.newNamespace();
    }

    /** With a key that works, in Secret {@code tencent}, and an account {@code tencent}. */
    static Tenant ready(EmulatedCloud cloud) {
        return ready(cloud, ControlPlane.get());
    }

    /** The same on another control plane. */
    static Tenant ready(EmulatedCloud cloud, ControlPlane plane) {
        Tenant tenant = bare(cloud, plane);
        tenant.secret(tenant.secretId, tenant.secretKey);
        tenant.account();
        return tenant;
    }

    /** With a key that works at the cloud, and no objects at all. */
    static Tenant bare(EmulatedCloud cloud) {
        return bare(cloud, ControlPlane.get());
    }

    private static Tenant bare(EmulatedCloud cloud, ControlPlane plane) {
        Tenant tenant = new Tenant(cloud, plane);
        cloud.account(tenant.secretId, tenant.secretKey, tenant.uin);
        return tenant;
    }

    // ---- objects ----

    void secret(String id, String key) {
        secret(Map.of("secretId", id, "secretKey", key));
    }

    void secret(Map<String, String> entries) {
        secret("tencent", entries);
    }

    void secret(String name, Map<String, String> entries) {
        client.resource(
                        new SecretBuilder()
                                .withNewMetadata()
                                .withName(name)
                                .withNamespace(namespace)
                                .endMetadata()
                                .withStringData(entries)
                                .build())
                .createOr(existing -> {
                    client.secrets().inNamespace(namespace).withName(name).delete();
                    return existing.create();
                });
    }

    void deleteSecret() {
        client.secrets().inNamespace(namespace).withName("tencent").delete();
    }

    CloudAccount account() {
        return account("endpoint: " + cloud.address());
    }

    CloudAccount account(String more) {
        return create(
                CloudAccount.class,
                "tencent",
                """
                provider: TencentCloud
                site: China
                credentials: {secretRef: {name: tencent}}
                """,
                more);
    }

    /** An account {@code huawei} with the emulator's own key, which all tenants share. */
    CloudAccount huaweiAccount() {
        secret("huawei", Map.of("accessKey", "EMULATORAK", "secretKey", "emulator-secret"));
        return create(
                CloudAccount.class,
                "huawei",
                """
                provider: HuaweiCloud
                site: China
                credentials: {secretRef: {name: huawei}}
                huawei:
                  domainId: emulator-domain
                  projects:
                  - {region: cn-south-1, projectId: emulator-project}
                  - {region: region1, projectId: emulator-project-region1}
                """,
                "endpoint: " + cloud.address());
    }

    /** Changes the limits of an account; single quotes stand for double ones. */
    void limit(String account, String limits) {
        plane.kubectl(
                "patch",
                "account",
                account,
                "-n",
                namespace,
                "--type=merge",
                "-p",
                "{'spec': {'limits': %s}}".formatted(limits).replace('\'', '"'));
    }

    /** An environment of three instances, where {@code more} does not say something else. */
    ComputeEnvironment environment(String name, String more) {
        return create(ComputeEnvironment.class, name, ENVIRONMENT, more);
    }

    private <T extends HasMetadata> T create(Class<T> type, String name, String spec, String more) {
        try {
            ObjectNode merged = (ObjectNode) YAML.readTree(spec);
            if (!more.isBlank()) {
                merged.setAll((ObjectNode) YAML.readTree(more));
            }
            ObjectNode object = YAML.createObjectNode();
            object.put("apiVersion", HasMetadata.getApiVersion(type));
            object.put("kind", HasMetadata.getKind(type));
            object.putObject("metadata").put("name", name).put("namespace", namespace);
            object.set("spec", merged);
            T typed =
                    client.getKubernetesSerialization()
                            .unmarshal(YAML.writeValueAsString(object), type);
            return client.resource(typed).create();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Resource<ComputeEnvironment> resource(String name) {
        return client.resources(ComputeEnvironment.class).inNamespace(namespace).withName(name);
    }

    Resource<CloudAccount> accountResource() {
        return client.resources(CloudAccount.class).inNamespace(namespace).withName("tencent");
    }

    ComputeEnvironment get(String name) {
        return Objects.requireNonNull(resource(name).get(), () -> name + " is gone");
    }

    CloudAccount getAccount() {
        return Objects.requireNonNull(accountResource().get(), "the account is gone");
    }

    String uid(String name) {
        return get(name).getMetadata().getUid();
    }

    /** Changes a spec with a merge patch, written in YAML. */
    void patch(String name, String spec) {
        ObjectNode patch = YAML.createObjectNode();
        try {
            patch.set("spec", YAML.readTree(spec));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        plane.kubectl(
                "patch", "cenv", name, "-n", namespace, "--type=merge", "-p", patch.toString());
    }

    void scale(String name, int count) {
        plane.kubectl("scale", "cenv/" + name, "-n", namespace, "--replicas=" + count);
    }

    void annotate(String name, String key, String value) {
        resource(name)
                .edit(environment -> {
                    environment.setMetadata(
                            new ObjectMetaBuilder(environment.getMetadata())
                                    .addToAnnotations(key, value)
                                    .build());
                    return environment;
                });
    }

    /** Replaces the whole status, as any writer with the right to may. */
    void replaceStatus(String name, UnaryOperator<@Nullable FleetStatus> change) {
        resource(name)
                .editStatus(environment -> {
                    environment.setStatus(change.apply(environment.getStatus()));
                    return environment;
                });
    }

    // ---- what is told ----

    static FleetStatus status(ComputeEnvironment environment) {
        FleetStatus status = environment.getStatus();
        return status == null ? FleetStatus.empty() : status;
    }

    FleetStatus status(String name) {
        return status(get(name));
    }

    private static LedgerStatus ledger(FleetStatus status) {
        LedgerStatus ledger = status.ledger();
        return ledger == null
                ? new LedgerStatus(
                        null, List.of(), List.of(), List.of(), List.of(), List.of(), null)
                : ledger;
    }

    static Condition condition(List<Condition> conditions, String type) {
        return conditions.stream()
                .filter(c -> c.getType().equals(type))
                .findFirst()
                .orElse(new ConditionBuilder().withType(type).withMessage("").build());
    }

    Condition ready(String name) {
        return condition(status(name).conditions(), "Ready");
    }

    Condition accountReady() {
        var status = getAccount().getStatus();
        return condition(status == null ? List.of() : status.conditions(), "Ready");
    }

    List<ActivityStatus> activities(String name, String reason) {
        return status(name).activities().stream().filter(a -> reason.equals(a.reason())).toList();
    }

    List<Event> events(String name, String reason) {
        return client.v1().events().inNamespace(namespace).list().getItems().stream()
                .filter(e -> e.getInvolvedObject().getName().equals(name))
                .filter(e -> reason.equals(e.getReason()))
                .toList();
    }

    // ---- wait ----

    static void eventually(ThrowingRunnable assertion) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(100)).untilAsserted(assertion);
    }

    /** Waits until an environment is at its target with that many instances, and quiet. */
    void awaitAtTarget(String name, int count) {
        awaitStatus(
                name,
                status -> {
                    Condition ready = condition(status.conditions(), "Ready");
                    LedgerStatus ledger = ledger(status);
                    check(
                            "True".equals(ready.getStatus())
                                    && "AtTarget".equals(ready.getReason()),
                            ready);
                    check(Integer.valueOf(count).equals(status.replicas()), status.replicas());
                    check(ledger.intents().isEmpty(), ledger);
                    check(ledger.terminations().isEmpty() && ledger.releases().isEmpty(), ledger);
                    check(ledger.known().size() == count, ledger);
                });
    }

    /** Waits until an environment's Ready condition has this reason. */
    Condition awaitReason(String name, String reason) {
        awaitStatus(
                name,
                status -> {
                    Condition ready = condition(status.conditions(), "Ready");
                    check(reason.equals(ready.getReason()), ready);
                });
        return ready(name);
    }

    void awaitStatus(String name, Consumer<FleetStatus> assertion) {
        eventually(() -> {
            ComputeEnvironment environment = get(name);
            FleetStatus status = status(environment);
            check(
                    Objects.equals(
                            status.observedGeneration(), environment.getMetadata().getGeneration()),
                    status.observedGeneration());
            assertion.accept(status);
        });
    }

    void awaitGone(String name) {
        eventually(() -> {
            ComputeEnvironment left = resource(name).get();
            check(left == null, left == null ? "" : status(left));
        });
    }

    static void check(boolean holds, @Nullable Object seen) {
        if (!holds) {
            throw new AssertionError("not yet: " + seen);
        }
    }
}
