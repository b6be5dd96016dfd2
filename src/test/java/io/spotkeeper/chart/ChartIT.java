package io.spotkeeper.chart;

import static io.spotkeeper.chart.Rendered.items;
import static io.spotkeeper.chart.Rendered.name;
import static io.spotkeeper.chart.Rendered.texts;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.testing.ControlPlane;
import io.spotkeeper.testing.Helm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What the chart renders, for every file of values in {@code src/test/resources/helm/}. The rules
 * are those of kube-linter, the ones that it leaves off by default included.
 */
class ChartIT {
    private static final Path VALUES = Path.of("src", "test", "resources", "helm");
    private static final Set<String> CLUSTER_SCOPED =
            Set.of(
                    "ClusterRole",
                    "ClusterRoleBinding",
                    "ValidatingAdmissionPolicy",
                    "ValidatingAdmissionPolicyBinding");

    static Stream<Path> values() throws IOException {
        return yaml(VALUES);
    }

    static Stream<Path> invalidValues() throws IOException {
        return yaml(VALUES.resolve("invalid"));
    }

    private static Stream<Path> yaml(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    private static Rendered rendered(String values) {
        return Rendered.with(VALUES.resolve(values));
    }

    // ---- values ----

    @ParameterizedTest
    @MethodSource("values")
    void lints(Path values) {
        Helm.offline()
                .run(
                        "lint",
                        "--strict",
                        Helm.KUBE_VERSION,
                        Helm.CHART.toString(),
                        "--values=" + values);
    }

    @ParameterizedTest
    @MethodSource("invalidValues")
    void refusesValuesThatCannotWorkAndSaysWhy(Path values) throws IOException {
        // Given
        String message = Files.readAllLines(values).getFirst().substring(2);

        // When
        Helm.Result result =
                Helm.offline()
                        .attempt(
                                "template",
                                "spotkeeper",
                                Helm.CHART.toString(),
                                Helm.KUBE_VERSION,
                                "--values=" + values);

        // Then
        assertThat(result.code()).isEqualTo(1);
        assertThat(result.errors()).contains(message);
    }

    @Test
    void refusesAKubernetesThatIsTooOld() {
        assertThat(
                        Helm.offline()
                                .attempt(
                                        "template",
                                        "x",
                                        Helm.CHART.toString(),
                                        "--kube-version=1.29.0")
                                .errors())
                .contains("kubeVersion: >=1.30.0-0");
    }

    @Test
    void valuesBecomeFlags() {
        JsonNode operator =
                rendered("tuned.yaml")
                        .one("Deployment", "fleets")
                        .at("/spec/template/spec/containers/0");
        assertThat(texts(operator.path("args")))
                .containsExactly(
                        "operator",
                        "--http-port=9090",
                        "--leader-election=true",
                        "--concurrency=8",
                        "--namespace=batch",
                        "--allowed-endpoint=proxy.example.com:8443",
                        "--allowed-endpoint=10.0.0.7:8080",
                        "--account-interval=1m",
                        "--cool-down=500ms",
                        "--cool-down-max=20m",
                        "--drain-period=200s",
                        "--inventory-interval=20s",
                        "--listing-lag=70s",
                        "--orphan-age=2h",
                        "--orphan-report-only=3h",
                        "--processing-limit=80s",
                        "--resend-window=90s",
                        "--send-deadline=90s",
                        "--signature-age=6m",
                        "--visibility-grace=6m");
        assertThat(operator.path("image").asText())
                .isEqualTo(
                        "registry.example.com/mirror/spotkeeper@sha256:0123456789abcdef"
                                + "0123456789abcdef0123456789abcdef0123456789abcdef");
    }

    @Test
    void theGracePeriodFollowsTheDrainPeriod() {
        assertThat(gracePeriod("defaults.yaml")).isEqualTo(60 + 50 + 20);
        assertThat(gracePeriod("tuned.yaml")).isEqualTo(240);
    }

    private static int gracePeriod(String values) {
        return rendered(values)
                .all("Deployment")
                .getFirst()
                .at("/spec/template/spec/terminationGracePeriodSeconds")
                .asInt();
    }

    @Test
    void namesThatYamlTakesForSomethingElseStayText() {
        // Given
        Helm helm = Helm.offline();

        // When
        String rendered =
                helm.run(
                        "template",
                        "1e3",
                        Helm.CHART.toString(),
                        "--namespace=0x10",
                        Helm.KUBE_VERSION,
                        "--set-string=nameOverride=true,fullnameOverride=null",
                        "--set-string=serviceAccount.name=123,priorityClassName=7",
                        "--set-json=watchNamespaces=[\"456\",\"on\"]",
                        "--set=emulator.enabled=true,podMonitor.enabled=true",
                        "--set=prometheusRule.enabled=true,dashboard.enabled=true");

        // Then
        for (JsonNode object : Rendered.of(rendered).objects()) {
            for (JsonNode named : object.findParents("name")) {
                assertThat(named.path("name").isTextual()).as(object.toString()).isTrue();
                assertThat(named.path("namespace").isNumber()).as(object.toString()).isFalse();
            }
            for (String group : List.of("labels", "matchLabels", "spec")) {
                for (JsonNode texts : object.findValues(group)) {
                    for (String field :
                            List.of(
                                    "app.kubernetes.io/name",
                                    "app.kubernetes.io/instance",
                                    "serviceAccountName",
                                    "priorityClassName")) {
                        assertThat(
                                        texts.path(field).isMissingNode()
                                                || texts.path(field).isTextual())
                                .as(object.toString())
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void aReleaseWithDotsHasServicesAllTheSame() {
        Rendered rendered =
                Rendered.of(
                        Helm.offline()
                                .run(
                                        "template",
                                        "v1.2",
                                        Helm.CHART.toString(),
                                        Helm.KUBE_VERSION,
                                        "--set=emulator.enabled=true,serviceMonitor.enabled=true"));
        assertThat(rendered.all("Service"))
                .extracting(Rendered::name)
                .containsExactlyInAnyOrder("v1-2-spotkeeper-emulator", "v1-2-spotkeeper-metrics");
        assertThat(
                        texts(
                                rendered.one("Deployment", "v1-2-spotkeeper")
                                        .at("/spec/template/spec/containers/0/args")))
                .contains("--allowed-endpoint=v1-2-spotkeeper-emulator.default.svc:18080");
    }

    @Test
    void aServiceThatNoApiServerWouldTakeIsRefusedWithTheWayOut() {
        assertThat(
                        Helm.offline()
                                .attempt(
                                        "template",
                                        "1a",
                                        Helm.CHART.toString(),
                                        Helm.KUBE_VERSION,
                                        "--set=serviceMonitor.enabled=true")
                                .errors())
                .contains("1a-spotkeeper-metrics", "set fullnameOverride");
    }

    // ---- pods ----

    @ParameterizedTest
    @MethodSource("values")
    void podsAreRestricted(Path values) {
        Rendered rendered = Rendered.with(values);
        for (JsonNode deployment : rendered.all("Deployment")) {
            JsonNode pod = deployment.at("/spec/template/spec");
            assertThat(pod.path("hostNetwork").asBoolean()).isFalse();
            assertThat(pod.path("hostPID").asBoolean()).isFalse();
            assertThat(pod.path("hostIPC").asBoolean()).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/runAsUser").asInt()).isGreaterThan(10_000);
            assertThat(pod.at("/securityContext/seccompProfile/type").asText())
                    .isEqualTo("RuntimeDefault");
            assertThat(items(pod.path("volumes")))
                    .allMatch(volume -> volume.has("emptyDir") || volume.has("configMap"));
            for (JsonNode container : pod.path("containers")) {
                JsonNode security = container.path("securityContext");
                assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                assertThat(security.path("privileged").asBoolean()).isFalse();
                assertThat(texts(security.at("/capabilities/drop"))).containsExactly("ALL");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void containersSayWhatTheyNeedAndHowTheyAre(Path values) {
        for (JsonNode deployment : Rendered.with(values).all("Deployment")) {
            for (JsonNode container : deployment.at("/spec/template/spec/containers")) {
                assertThat(container.path("image").asText())
                        .doesNotEndWith(":latest")
                        .matches(".*(:[^/]+|@sha256:.*)");
                assertThat(container.at("/resources/requests").has("cpu")).isTrue();
                assertThat(container.at("/resources/requests").has("memory")).isTrue();
                assertThat(container.at("/resources/limits").has("memory")).isTrue();
                assertThat(items(container.path("ports")))
                        .extracting(port -> port.path("name").asText())
                        .containsExactly("http");
                assertThat(items(container.path("ports")))
                        .allMatch(port -> port.path("containerPort").asInt() >= 1024);
                for (String probe : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                    JsonNode kind = container.path(probe);
                    assertThat(
                                    kind.at("/httpGet/port").asText()
                                            + kind.at("/tcpSocket/port").asText())
                            .isEqualTo("http");
                }
                assertThat(items(container.path("env")))
                        .noneMatch(variable -> variable.at("/valueFrom/secretKeyRef").isObject());
                assertThat(items(container.path("env")).map(v -> v.path("name").asText()))
                        .doesNotHaveDuplicates()
                        .noneMatch(name -> name.matches("(?i).*(secret|password|token).*"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void replicasSurviveNodesAndUpdates(Path values) {
        Rendered rendered = Rendered.with(values);
        for (JsonNode deployment : rendered.all("Deployment")) {
            boolean several = deployment.at("/spec/replicas").asInt() > 1;
            JsonNode pod = deployment.at("/spec/template/spec");
            assertThat(deployment.at("/spec/strategy").has("type")).isTrue();
            if (several) {
                assertThat(pod.at("/affinity/podAntiAffinity").isObject()).isTrue();
                assertThat(pod.path("topologySpreadConstraints")).isNotEmpty();
                assertThat(deployment.at("/spec/strategy/type").asText())
                        .isEqualTo("RollingUpdate");
                JsonNode budget = rendered.one("PodDisruptionBudget", name(deployment));
                assertThat(budget.at("/spec/maxUnavailable").asInt()).isEqualTo(1);
                assertThat(budget.at("/spec/unhealthyPodEvictionPolicy").asText())
                        .isEqualTo("AlwaysAllow");
            }
        }
        assertThat(rendered.all("PodDisruptionBudget")).hasSizeLessThanOrEqualTo(1);
    }

    // ---- how objects hang together ----

    @ParameterizedTest
    @MethodSource("values")
    void everySelectorFindsPods(Path values) {
        Rendered rendered = Rendered.with(values);
        List<JsonNode> pods =
                rendered.all("Deployment").stream()
                        .map(d -> d.at("/spec/template/metadata/labels"))
                        .toList();
        for (JsonNode object : rendered.objects()) {
            JsonNode selector =
                    switch (object.path("kind").asText()) {
                        case "Deployment", "PodDisruptionBudget", "PodMonitor" ->
                                object.at("/spec/selector/matchLabels");
                        case "NetworkPolicy" -> object.at("/spec/podSelector/matchLabels");
                        case "Service" -> object.at("/spec/selector");
                        default -> null;
                    };
            if (selector != null) {
                assertThat(pods)
                        .as(object.path("kind").asText() + " " + name(object))
                        .filteredOn(labels -> has(labels, selector))
                        .hasSize(1);
            }
        }
        for (JsonNode monitor : rendered.all("ServiceMonitor")) {
            assertThat(rendered.all("Service"))
                    .filteredOn(service ->
                            has(
                                    service.at("/metadata/labels"),
                                    monitor.at("/spec/selector/matchLabels")))
                    .hasSize(1);
        }
    }

    private static boolean has(JsonNode labels, JsonNode selector) {
        return !selector.isEmpty()
                && selector.properties().stream()
                        .allMatch(entry -> entry.getValue().equals(labels.path(entry.getKey())));
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyObjectHasItsPlaceAndName(Path values) {
        Rendered rendered = Rendered.with(values);
        Map<String, Integer> names = new HashMap<>();
        for (JsonNode object : rendered.objects()) {
            String kind = object.path("kind").asText();
            String namespace = object.at("/metadata/namespace").asText();
            assertThat(namespace.isEmpty()).as(kind).isEqualTo(CLUSTER_SCOPED.contains(kind));
            names.merge(kind + " " + namespace + "/" + name(object), 1, Integer::sum);
            assertThat(object.at("/metadata/labels").has("app.kubernetes.io/instance")).isTrue();
        }
        assertThat(names.values()).containsOnly(1);
    }

    @ParameterizedTest
    @MethodSource("values")
    void podsRunAsAnAccountOfTheirOwn(Path values) {
        Rendered rendered = Rendered.with(values);
        for (JsonNode deployment : rendered.all("Deployment")) {
            String account = deployment.at("/spec/template/spec/serviceAccountName").asText();
            assertThat(account).isNotEmpty().isNotEqualTo("default");
            if (!values.endsWith("bare.yaml")) {
                JsonNode object = rendered.one("ServiceAccount", account);
                assertThat(object.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            }
        }
        for (JsonNode binding :
                Stream.of("RoleBinding", "ClusterRoleBinding")
                        .flatMap(kind -> rendered.all(kind).stream())
                        .toList()) {
            JsonNode role = binding.path("roleRef");
            assertThat(rendered.one(role.path("kind").asText(), role.path("name").asText()))
                    .isNotNull();
            assertThat(items(binding.path("subjects"))).hasSize(1);
            JsonNode account =
                    rendered.one("ServiceAccount", binding.at("/subjects/0/name").asText());
            assertThat(account.at("/metadata/namespace").asText())
                    .isEqualTo(binding.at("/subjects/0/namespace").asText());
        }
    }

    // ---- rights ----

    @ParameterizedTest
    @MethodSource("values")
    void noRoleGoesTooFar(Path values) {
        Rendered rendered = Rendered.with(values);
        for (JsonNode rule :
                Stream.of("Role", "ClusterRole")
                        .flatMap(kind -> rendered.all(kind).stream())
                        .flatMap(role -> items(role.path("rules")))
                        .toList()) {
            List<String> all = new ArrayList<>(texts(rule.path("verbs")));
            all.addAll(texts(rule.path("resources")));
            all.addAll(texts(rule.path("apiGroups")));
            assertThat(all)
                    .doesNotContain("*", "escalate", "bind", "impersonate", "pods", "nodes")
                    .noneMatch(word -> word.startsWith("pods/"));
            if (all.contains("secrets")) {
                assertThat(texts(rule.path("verbs"))).containsExactly("get");
                assertThat(texts(rule.path("resources"))).containsExactly("secrets");
            }
        }
        assertThat(rendered.operatorRules())
                .noneMatch(rule -> texts(rule.path("verbs")).contains("delete"));
    }

    @Test
    void aTeamWithoutRightsOnTheClusterCanInstallIt() {
        // When
        Rendered rendered = rendered("tenant.yaml");

        // Then
        assertThat(rendered.objects())
                .noneMatch(object -> CLUSTER_SCOPED.contains(object.path("kind").asText()));
        assertThat(rendered.all("Role"))
                .extracting(role -> role.at("/metadata/namespace").asText())
                .containsExactlyInAnyOrder("team-a", "team-b", "spotkeeper");
        assertThat(rendered.operatorRules())
                .filteredOn(rule -> texts(rule.path("resources")).contains("secrets"))
                .hasSize(2)
                .allMatch(rule ->
                        texts(rule.path("resourceNames")).equals(List.of("tencent", "user-data")));
    }

    @Test
    void everyPodRunsOnTheNodesThatAreNamed() {
        assertThat(rendered("trying-out.yaml").all("Deployment"))
                .hasSize(2)
                .extracting(deployment -> deployment.at("/spec/template/spec"))
                .allSatisfy(pod -> {
                    assertThat(pod.at("/nodeSelector").toString())
                            .isEqualTo("{\"kubernetes.io/arch\":\"arm64\"}");
                    assertThat(pod.at("/tolerations/0/key").asText()).isEqualTo("dedicated");
                });
    }

    @Test
    void createsNothingThatIsSwitchedOff() {
        assertThat(rendered("bare.yaml").objects())
                .extracting(object -> object.path("kind").asText())
                .containsExactly("Deployment");
    }

    // ---- network ----

    @ParameterizedTest
    @MethodSource("values")
    void thePolicyLetsOutWhatIsNeededAndNothingToLinkLocalAddresses(Path values) {
        for (JsonNode policy : Rendered.with(values).all("NetworkPolicy")) {
            assertThat(texts(policy.at("/spec/policyTypes"))).containsExactly("Ingress", "Egress");
            if (name(policy).endsWith("-emulator")) {
                assertThat(policy.at("/spec/egress")).isEmpty();
                continue;
            }
            List<Integer> ports =
                    items(policy.at("/spec/egress"))
                            .flatMap(rule -> items(rule.path("ports")))
                            .map(port -> port.path("port").asInt())
                            .toList();
            assertThat(ports).contains(53, 443, 6443);
            assertThat(items(policy.at("/spec/egress")).flatMap(rule -> items(rule.path("to"))))
                    .filteredOn(peer -> peer.at("/ipBlock/cidr").asText().equals("0.0.0.0/0"))
                    .isNotEmpty()
                    .allMatch(peer -> texts(peer.at("/ipBlock/except")).contains("169.254.0.0/16"));
            assertThat(items(policy.at("/spec/egress")))
                    .as("a rule without peers lets everything out")
                    .allMatch(rule -> !rule.path("to").isEmpty() && !rule.path("ports").isEmpty());
        }
    }

    @Test
    void dnsOfTheNodeAndApiServersOfBothCloudsAreReached() {
        // When
        JsonNode policy = rendered("defaults.yaml").one("NetworkPolicy", "spotkeeper");

        // Then
        assertThat(items(policy.at("/spec/egress")))
                .as("NodeLocal DNSCache is link-local, and only DNS may go there")
                .filteredOn(rule -> rule.path("to").toString().contains("\"169.254.20.10/32\""))
                .singleElement()
                .satisfies(rule ->
                        assertThat(items(rule.path("ports")))
                                .allMatch(port -> port.path("port").asInt() == 53));
        assertThat(
                        items(policy.at("/spec/egress"))
                                .flatMap(rule -> items(rule.path("ports")))
                                .map(port -> port.path("port").asInt()))
                .as("443 and 6443 elsewhere, 5443 and 5444 on Huawei Cloud CCE")
                .contains(443, 5443, 5444, 6443);
    }

    @Test
    void aMonitorIsNotShutOutByThePolicy() {
        assertThat(ingress("defaults.yaml")).isEmpty();
        assertThat(ingress("pod-monitor.yaml").at("/0/from").toString())
                .isEqualTo("[{\"namespaceSelector\":{}}]");
        assertThat(ingress("pod-monitor.yaml").at("/0/ports").toString())
                .isEqualTo("[{\"port\":\"http\",\"protocol\":\"TCP\"}]");
        assertThat(ingress("service-monitor.yaml").at("/0/from").toString())
                .as("who is named comes in, and nobody else")
                .contains("monitoring")
                .doesNotContain("{}");
    }

    private static JsonNode ingress(String values) {
        return rendered(values).one("NetworkPolicy", "spotkeeper").at("/spec/ingress");
    }

    // ---- examples/gitops ----

    @Test
    void theManifestsForGitOpsAreThoseOfTheChart() throws Exception {
        // When
        Process process = new ProcessBuilder("hack/manifests").start();
        String rendered =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        // Then
        assertThat(process.waitFor()).isZero();
        assertThat(Files.readString(Path.of("examples", "gitops", "spotkeeper.yaml")))
                .as("examples/gitops is out of date: run `make manifests`")
                .isEqualTo(rendered);
    }

    @Test
    void kustomizeAcceptsThem() {
        Rendered built = Rendered.of(ControlPlane.get().kubectl("kustomize", "examples/gitops"));
        assertThat(built.all("CustomResourceDefinition")).hasSize(3);
        assertThat(built.all("Deployment")).hasSize(1);
        assertThat(built.one("Namespace", "spotkeeper").at("/metadata/labels").toString())
                .contains("restricted");
    }
}
