package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.condition;
import static io.spotkeeper.operator.Tenant.eventually;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.Resource;
import io.spotkeeper.api.v1alpha1.ActivityStatus;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.testing.ControlPlane;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/** The groups of a tenant. */
final class GroupTenant {
    private static final ObjectMapper YAML = new YAMLMapper();

    private final KubernetesClient client = ControlPlane.get().client();
    final Tenant tenant;

    GroupTenant(Tenant tenant) {
        this.tenant = tenant;
    }

    /** Creates a group. */
    AutoLaunchGroup create(String name, String spec) {
        String manifest =
                """
                apiVersion: spotkeeper.io/v1alpha1
                kind: AutoLaunchGroup
                metadata: {name: %s, namespace: %s}
                spec:
                """
                                .formatted(name, tenant.namespace)
                        + spec.indent(2);
        return client.resource(
                        client.getKubernetesSerialization()
                                .unmarshal(manifest, AutoLaunchGroup.class))
                .create();
    }

    Resource<AutoLaunchGroup> resource(String name) {
        return client.resources(AutoLaunchGroup.class).inNamespace(tenant.namespace).withName(name);
    }

    AutoLaunchGroup get(String name) {
        return Objects.requireNonNull(resource(name).get(), () -> name + " is gone");
    }

    String uid(String name) {
        return get(name).getMetadata().getUid();
    }

    /** Changes a spec with a merge patch, written in YAML. */
    void patch(String name, String spec) {
        ObjectNode patch = YAML.createObjectNode();
        try {
            patch.set("spec", YAML.readTree(spec));
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
        kubectl("patch", "alg", name, "--type=merge", "-p", patch.toString());
    }

    /** Changes a value within the first region, named by the path to it. */
    void patchRegion(String name, String path, String value) {
        kubectl(
                "patch",
                "alg",
                name,
                "--type=json",
                "-p",
                "[{\"op\": \"replace\", \"path\": \"/spec/regions/0/%s\", \"value\": \"%s\"}]"
                        .formatted(path, value));
    }

    void scale(String name, int target) {
        kubectl("scale", "alg/" + name, "--replicas=" + target);
    }

    private void kubectl(String... arguments) {
        String[] all = new String[arguments.length + 2];
        System.arraycopy(arguments, 0, all, 0, arguments.length);
        all[arguments.length] = "-n";
        all[arguments.length + 1] = tenant.namespace;
        ControlPlane.get().kubectl(all);
    }

    FleetStatus status(String name) {
        FleetStatus status = get(name).getStatus();
        return status == null ? FleetStatus.empty() : status;
    }

    CapacityStatus capacity(String name) {
        return Objects.requireNonNull(status(name).capacity(), "no capacity yet");
    }

    List<ActivityStatus> activities(String name, String reason) {
        return status(name).activities().stream().filter(a -> reason.equals(a.reason())).toList();
    }

    /** Running instances of a region and market. */
    long running(String name, String region, String market) {
        return status(name).instances().stream()
                .filter(row -> "Running".equals(String.valueOf(row.state())))
                .filter(row -> region.equals(row.region()))
                .filter(row -> market.equals(String.valueOf(row.market())))
                .count();
    }

    // ---- wait ----

    Condition awaitReason(String name, String reason) {
        awaitStatus(
                name,
                status -> {
                    Condition ready = condition(status.conditions(), "Ready");
                    check(reason.equals(ready.getReason()), ready);
                });
        return condition(status(name).conditions(), "Ready");
    }

    /** Waits until a group is at its target, and quiet. */
    void awaitAtTarget(String name) {
        awaitStatus(
                name,
                status -> {
                    Condition ready = condition(status.conditions(), "Ready");
                    check(
                            "True".equals(ready.getStatus())
                                    && "AtTarget".equals(ready.getReason()),
                            ready);
                    var ledger = status.ledger();
                    check(
                            ledger != null
                                    && ledger.intents().isEmpty()
                                    && ledger.terminations().isEmpty(),
                            ledger);
                });
    }

    void awaitGone(String name) {
        eventually(() -> {
            AutoLaunchGroup left = resource(name).get();
            check(left == null, left == null ? "" : left.getStatus());
        });
    }

    void awaitStatus(String name, Consumer<FleetStatus> assertion) {
        eventually(() -> {
            AutoLaunchGroup group = get(name);
            FleetStatus status = status(name);
            check(
                    Objects.equals(
                            status.observedGeneration(), group.getMetadata().getGeneration()),
                    status.observedGeneration());
            assertion.accept(status);
        });
    }
}
