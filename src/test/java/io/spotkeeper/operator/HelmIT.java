package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.testing.ControlPlane;
import io.spotkeeper.testing.Helm;
import io.spotkeeper.testing.MetricsPage;
import io.spotkeeper.testing.MetricsPage.Metric;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The chart on a control plane of its own, installed by the real helm; and the operator with the
 * arguments, the environment, the account and the rights that the chart gives it, and no others.
 */
class HelmIT {
    private static ControlPlane plane;
    private static Helm helm;
    private static KubernetesClient admin;
    private static EmulatedCloud cloud;
    private static Release release;

    @TempDir private static Path folder;

    @BeforeAll
    static void install() {
        plane = ControlPlane.fresh();
        helm = Helm.on(plane);
        admin = plane.client();
        cloud = EmulatedCloud.start();
        // The control plane is empty: the definitions come with the chart.
        release = Release.install(plane, helm, "platform", folder, values(""));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    private static String values(String more) {
        return Release.shortPeriods()
                + """
                allowedEndpoints: ["%s"]
                log: {format: text}
                """
                        .formatted(cloud.authority())
                + more;
    }

    // ---- the operator's job, with the chart's rights alone ----

    @Test
    void theOperatorDoesItsWholeJobAsTheChartsAccount() {
        try (OperatorProcess operator = release.start("helm-job")) {
            // Given
            Tenant tenant = Tenant.ready(cloud, plane);
            tenant.secret("user-data", Map.of("boot.sh", "#!/bin/sh\n"));
            tenant.environment(
                    "web",
                    """
                    template:
                      imageId: img-pmqg1cw7
                      userDataSecretRef: {name: user-data, key: boot.sh}
                    """);
            tenant.awaitAtTarget("web", 3);

            // When
            List<String> lost = cloud.interrupt(tenant.uid("web"), 1);

            // Then
            eventually(() ->
                    check(!tenant.activities("web", "Interrupted").isEmpty(), "no interruption"));
            tenant.awaitAtTarget("web", 3);
            assertThat(ids(tenant)).hasSize(3).doesNotContainAnyElementsOf(lost);
            assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(3);
            assertThat(tenant.events("web", "Interrupted")).isNotEmpty();
            assertThat(release.probe("livez")).startsWith("200");
            assertThat(release.probe("readyz")).startsWith("200");
            assertThat(admin.leases().inNamespace(release.namespace()).withName("spotkeeper").get())
                    .matches(lease ->
                            lease.getSpec().getHolderIdentity().startsWith(Release.POD_NAME));

            // and it gives everything back
            String uid = tenant.uid("web");
            tenant.resource("web").delete();
            tenant.awaitGone("web");
            tenant.accountResource().delete();
            eventually(() -> check(tenant.accountResource().get() == null, "the account is there"));
            assertThat(cloud.live(uid)).isZero();
            assertThat(operator.newLog())
                    .doesNotContain("orbidden", " ERROR ", "event not written", "status=403");
            assertThat(operator.terminate()).isZero();
        }
    }

    @Test
    void aStandbyIsReadyAndTakesOver() {
        try (OperatorProcess first = release.start("helm-first")) {
            Tenant tenant = Tenant.ready(cloud, plane);
            tenant.environment("web", "desiredCount: 1");
            tenant.awaitAtTarget("web", 1);
            Release.Replica other = release.replica();
            try (OperatorProcess second = other.start("helm-second")) {
                // Given
                eventually(() -> {
                    String answer = other.probe("readyz");
                    check(answer.startsWith("200"), answer);
                });
                assertThat(second.newLog()).doesNotContain(" leading");

                // When
                assertThat(first.terminate()).isZero();
                tenant.scale("web", 2);

                // Then
                tenant.awaitAtTarget("web", 2);
                assertThat(cloud.peak(tenant.uid("web"))).isEqualTo(2);
                release(tenant);
            }
        }
    }

    @Test
    void theSameEventAgainRaisesACount() {
        try (KubernetesClient client = plane.client(release.token())) {
            // Given
            Tenant tenant = Tenant.ready(cloud, plane);
            EventRecorder events = new EventRecorder(client, TimeSource.system());

            // When
            events.normal(tenant.getAccount(), "Test", "twice");
            events.normal(tenant.getAccount(), "Test", "twice");

            // Then
            assertThat(tenant.events("tencent", "Test"))
                    .singleElement()
                    .matches(event -> event.getCount() == 2);
        }
    }

    @Test
    void watchesSomeNamespacesWithoutAnyRightOnTheCluster() {
        Tenant tenant = Tenant.ready(cloud, plane);
        Tenant other = Tenant.ready(cloud, plane);
        Release team =
                Release.install(
                        plane,
                        helm,
                        "team",
                        folder,
                        values(
                                """
                                watchNamespaces: [%s]
                                clusterId: team
                                rbac: {secretNames: [tencent], specGuard: false}
                                userRoles: {create: false}
                                """
                                        .formatted(tenant.namespace)));
        try (OperatorProcess operator = team.start("helm-team")) {
            // When
            other.environment("web", "desiredCount: 1");
            tenant.environment("web", "desiredCount: 1");

            // Then
            tenant.awaitAtTarget("web", 1);
            assertThat(other.get("web").getStatus()).isNull();
            assertThat(operator.newLog()).doesNotContain("orbidden", " ERROR ", "status=403");
            try (KubernetesClient client = plane.client(team.token())) {
                assertThat(client.secrets().inNamespace(tenant.namespace).withName("tencent").get())
                        .isNotNull();
                assertThatThrownBy(() ->
                                client.secrets()
                                        .inNamespace(tenant.namespace)
                                        .withName("other")
                                        .get())
                        .isInstanceOf(KubernetesClientException.class)
                        .hasMessageContaining("forbidden");
                assertThatThrownBy(() ->
                                client.secrets()
                                        .inNamespace(other.namespace)
                                        .withName("tencent")
                                        .get())
                        .hasMessageContaining("forbidden");
            }
            // and a Secret that the Role leaves out is the fleet's matter, not a broken pass
            tenant.patch("web", "{template: {userDataSecretRef: {name: other, key: boot.sh}}}");
            tenant.scale("web", 2);
            Condition ready = tenant.awaitReason("web", "InvalidTemplate");
            assertThat(ready.getMessage())
                    .contains("may not read Secret other", "rbac.secretNames");
            assertThat(operator.newLog()).doesNotContain(" ERROR ");
            release(tenant);
            other.resource("web").delete();
        }
        helm.run("uninstall", "team", "--namespace=" + team.namespace());
    }

    // ---- what it may not do, though RBAC would let it ----

    @Test
    void theOperatorCannotChangeWhatAnOwnerAskedFor() {
        Tenant tenant = Tenant.ready(cloud, plane);
        tenant.environment("web", "paused: true");
        try (KubernetesClient client = plane.client(release.token())) {
            var environment =
                    client.resources(ComputeEnvironment.class)
                            .inNamespace(tenant.namespace)
                            .withName("web");
            // A policy works a moment after it was created.
            eventually(() ->
                    assertThatThrownBy(() ->
                                    environment.patch(
                                            PatchContext.of(PatchType.JSON_MERGE),
                                            "{\"spec\": {\"paused\": false}}"))
                            .hasMessageContaining(
                                    "the operator never changes what an owner asked for"));
            assertThatThrownBy(() ->
                            environment.patch(
                                    PatchContext.of(PatchType.JSON_MERGE),
                                    """
                                    {"metadata": {"ownerReferences": [{"apiVersion": "v1",
                                      "kind": "ConfigMap", "name": "gone", "uid": "gone"}]}}
                                    """))
                    .hasMessageContaining("never gives an object to another");
            environment.patch(
                    PatchContext.of(PatchType.JSON_MERGE), "{\"metadata\": {\"finalizers\": []}}");
        }
        tenant.patch("web", "{paused: false}");
        assertThat(tenant.get("web").getSpec().paused()).isFalse();
        tenant.resource("web").delete();
    }

    // ---- pods ----

    @Test
    void podsAreAdmittedWhereTheRestrictedStandardIsEnforced() {
        // Given
        String namespace = plane.newNamespace();
        admin.namespaces()
                .withName(namespace)
                .edit(old ->
                        new NamespaceBuilder(old)
                                .editMetadata()
                                .addToLabels("pod-security.kubernetes.io/enforce", "restricted")
                                .endMetadata()
                                .build());
        Deployment deployment = release.deployment("");
        Pod pod =
                new PodBuilder()
                        .withNewMetadata()
                        .withName("operator")
                        .withNamespace(namespace)
                        .endMetadata()
                        .withSpec(deployment.getSpec().getTemplate().getSpec())
                        .build();
        Pod loose =
                new PodBuilder(pod)
                        .editMetadata()
                        .withName("loose")
                        .endMetadata()
                        .editSpec()
                        .editFirstContainer()
                        .withSecurityContext(null)
                        .endContainer()
                        .endSpec()
                        .build();

        // When, then
        assertThat(admin.resource(pod).create().getMetadata().getUid()).isNotNull();
        assertThatThrownBy(() -> admin.resource(loose).create())
                .hasMessageContaining("violates PodSecurity");
    }

    // ---- life of a release ----

    @Test
    void anUninstalledReleaseLeavesInstancesAndTheNextOneGoesOnWithThem() {
        // Given
        Tenant tenant = Tenant.ready(cloud, plane);
        Release first = Release.install(plane, helm, "life", folder, values("clusterId: life\n"));
        try (OperatorProcess operator = first.start("helm-life")) {
            tenant.environment("web", "");
            tenant.awaitAtTarget("web", 3);
            assertThat(operator.terminate()).isZero();
        }
        List<String> before = ids(tenant);

        // When
        helm.run("uninstall", "life", "--namespace=" + first.namespace());

        // Then
        assertThat(
                        plane.kubectl(
                                "get",
                                "all,sa,role,rolebinding,pdb,networkpolicy",
                                "-n",
                                first.namespace(),
                                "-o",
                                "name"))
                .isBlank();
        assertThat(
                        plane.kubectl(
                                "get",
                                "clusterrole,clusterrolebinding,validatingadmissionpolicy,"
                                        + "validatingadmissionpolicybinding",
                                "-l",
                                "app.kubernetes.io/instance=life",
                                "-o",
                                "name"))
                .isBlank();
        assertThat(ids(tenant)).isEqualTo(before);
        assertThat(cloud.live(tenant.uid("web"))).isEqualTo(3);

        // and
        Release second = Release.install(plane, helm, "life", folder, values("clusterId: life\n"));
        try (OperatorProcess operator = second.start("helm-life-again")) {
            tenant.scale("web", 4);
            tenant.awaitAtTarget("web", 4);
            assertThat(ids(tenant)).containsAll(before);
            assertThat(cloud.calls(tenant.secretId, "RunInstances")).hasSize(2);
            release(tenant);
            assertThat(operator.terminate()).isZero();
        }
        helm.run("uninstall", "life", "--namespace=" + second.namespace());
    }

    @Test
    void anUpgradeChangesThePodsAndTheDefinitionsAreAppliedBeforeIt() {
        // Given
        Release old = Release.install(plane, helm, "up", folder, values("replicas: 2\n"));
        String name = "computeenvironments.spotkeeper.io";
        int columns = columns(name);
        admin.apiextensions()
                .v1()
                .customResourceDefinitions()
                .withName(name)
                .edit(crd -> {
                    crd.getSpec()
                            .getVersions()
                            .getFirst()
                            .getAdditionalPrinterColumns()
                            .removeLast();
                    return crd;
                });

        // When
        old.upgrade(values("replicas: 3\nconcurrency: 8\n"));

        // Then
        assertThat(old.deployment("").getSpec().getReplicas()).isEqualTo(3);
        assertThat(helm.run("history", "up", "--namespace=" + old.namespace(), "-o", "json"))
                .contains("\"revision\":2");
        assertThat(columns(name)).as("helm leaves definitions alone").isEqualTo(columns - 1);

        // and, as docs/install.md says
        plane.kubectl(
                "apply",
                "--server-side",
                "--force-conflicts",
                "-f",
                file("crds.yaml", helm.run("show", "crds", Helm.CHART.toString())).toString());
        assertThat(columns(name)).isEqualTo(columns);
        helm.run("uninstall", "up", "--namespace=" + old.namespace());
    }

    private static int columns(String name) {
        CustomResourceDefinition crd =
                admin.apiextensions().v1().customResourceDefinitions().withName(name).get();
        return crd.getSpec().getVersions().getFirst().getAdditionalPrinterColumns().size();
    }

    @Test
    void theManifestsForGitOpsAreAdmitted() {
        // Given: without the namespace nothing in it can be tried
        plane.kubectl("create", "namespace", "spotkeeper");

        // When
        String said =
                plane.kubectl(
                        "apply",
                        "--server-side",
                        "--force-conflicts",
                        "--dry-run=server",
                        "-k",
                        "examples/gitops");

        // Then
        assertThat(said.lines()).hasSize(18).allMatch(line -> line.endsWith("(server dry run)"));
    }

    // ---- metrics ----

    @Test
    void looksThatFailAreCounted() {
        try (OperatorProcess operator = release.start("helm-metrics")) {
            // When
            failOnce();

            // Then
            String metrics = release.probe("metrics");
            for (String counter : List.of("failure", "retries")) {
                String name = "reconciliations_" + counter + "_total";
                assertThat(MetricsPage.rows()).extracting(Metric::name).contains(name);
                assertThat(metrics).contains(name + "{controller_name=");
            }
            assertThat(operator.terminate()).isZero();
        }
    }

    // A counter is there from its first count: a pass fails where the operator has no rights.
    private static void failOnce() {
        var binding = admin.rbac().clusterRoleBindings().withName("platform-spotkeeper");
        ClusterRoleBinding rights = binding.get();
        binding.delete();
        Tenant refused = Tenant.ready(cloud, plane);
        eventually(() -> {
            String metrics = release.probe("metrics");
            check(metrics.contains("reconciliations_failure_total{"), "no failure");
        });
        rights.setMetadata(
                new ObjectMetaBuilder()
                        .withName(rights.getMetadata().getName())
                        .withLabels(rights.getMetadata().getLabels())
                        .withAnnotations(rights.getMetadata().getAnnotations())
                        .build());
        admin.resource(rights).create();
        eventually(() ->
                check("True".equals(refused.accountReady().getStatus()), refused.accountReady()));
    }

    // ---- the emulator ----

    @Test
    void theEmulatorRunsWithTheChartsArguments() throws Exception {
        // Given
        Release trial =
                Release.install(
                        plane,
                        helm,
                        "trial",
                        folder,
                        values(
                                """
                                emulator: {enabled: true, port: %d}
                                """
                                        .formatted(Release.freePort())));
        List<String> arguments =
                trial.deployment("-emulator")
                        .getSpec()
                        .getTemplate()
                        .getSpec()
                        .getContainers()
                        .getFirst()
                        .getArgs();

        // When
        Process process =
                new ProcessBuilder(Release.java(arguments)).redirectErrorStream(true).start();
        try (var lines = process.inputReader()) {
            // Then
            assertThat(lines.readLine()).contains("emulator listening on");
            int port =
                    admin.services()
                            .inNamespace(trial.namespace())
                            .withName("trial-spotkeeper-emulator")
                            .get()
                            .getSpec()
                            .getPorts()
                            .getFirst()
                            .getPort();
            assertThat(Release.get(port, "_emulator/state")).startsWith("200");
        } finally {
            process.destroyForcibly();
        }
        helm.run("uninstall", "trial", "--namespace=" + trial.namespace());
    }

    // ---- helpers ----

    private static List<String> ids(Tenant tenant) {
        return tenant.status("web").instances().stream().map(InstanceStatus::id).sorted().toList();
    }

    private static void release(Tenant tenant) {
        tenant.resource("web").delete();
        tenant.awaitGone("web");
    }

    private static Path file(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
