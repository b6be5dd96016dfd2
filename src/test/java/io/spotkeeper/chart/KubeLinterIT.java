package io.spotkeeper.chart;

import static io.spotkeeper.chart.Rendered.items;
import static io.spotkeeper.chart.Rendered.name;
import static io.spotkeeper.chart.Rendered.texts;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checks of kube-linter, each by its name, asserted here because it cannot be had as a Go
 * module: all that are on by default and concern what the chart has, and fifteen that are not.
 */
class KubeLinterIT {
    /** What is wrong, by the names of the objects or containers; empty if nothing is. */
    private interface Check {
        Stream<String> complaints(Rendered rendered);
    }

    private static final Map<String, Check> ON_BY_DEFAULT =
            Map.ofEntries(
                    entry("dangling-service", r -> selecting(r, "Service", "/spec/selector")),
                    entry("deprecated-service-account-field", pods(p -> p.has("serviceAccount"))),
                    entry("docker-sock", pods(KubeLinterIT::mountsTheHost)),
                    entry(
                            "drop-net-raw-capability",
                            containers(c ->
                                    !texts(c.at("/securityContext/capabilities/drop"))
                                            .contains("ALL"))),
                    entry("duplicate-env-var", containers(c -> repeats(names(c.path("env"))))),
                    entry(
                            "env-var-secret",
                            containers(c ->
                                    names(c.path("env")).stream()
                                            .anyMatch(
                                                    n -> n.matches("(?i).*(secret|password).*")))),
                    entry("host-ipc", pods(p -> p.path("hostIPC").asBoolean())),
                    entry("host-network", pods(p -> p.path("hostNetwork").asBoolean())),
                    entry("host-pid", pods(p -> p.path("hostPID").asBoolean())),
                    entry("invalid-target-ports", r -> ports(r, p -> !isPortName(p))),
                    entry(
                            "latest-tag",
                            containers(c ->
                                    !c.path("image").asText().matches(".+(:[^/]+|@sha256:\\w{64})")
                                            || c.path("image").asText().endsWith(":latest"))),
                    entry("liveness-port", containers(c -> probesElsewhere(c, "livenessProbe"))),
                    entry("readiness-port", containers(c -> probesElsewhere(c, "readinessProbe"))),
                    entry("startup-port", containers(c -> probesElsewhere(c, "startupProbe"))),
                    entry("mismatching-selector", KubeLinterIT::mismatchingSelectors),
                    entry(
                            "no-anti-affinity",
                            deployments(d ->
                                    d.at("/spec/replicas").asInt() > 1
                                            && d.at("/spec/template/spec/affinity/podAntiAffinity")
                                                    .isEmpty())),
                    entry(
                            "no-read-only-root-fs",
                            containers(c ->
                                    !c.at("/securityContext/readOnlyRootFilesystem").asBoolean())),
                    entry("non-existent-service-account", KubeLinterIT::missingAccounts),
                    entry(
                            "pdb-max-unavailable",
                            budgets(b -> "0".equals(b.at("/spec/maxUnavailable").asText()))),
                    entry("pdb-min-available", budgets(b -> b.at("/spec").has("minAvailable"))),
                    entry(
                            "pdb-unhealthy-pod-eviction-policy",
                            budgets(b -> !b.at("/spec").has("unhealthyPodEvictionPolicy"))),
                    entry(
                            "privilege-escalation-container",
                            containers(c ->
                                    c.at("/securityContext/allowPrivilegeEscalation")
                                            .asBoolean(true))),
                    entry(
                            "privileged-container",
                            containers(c -> c.at("/securityContext/privileged").asBoolean())),
                    entry(
                            "run-as-non-root",
                            pods(p -> !p.at("/securityContext/runAsNonRoot").asBoolean())),
                    entry("sensitive-host-mounts", pods(KubeLinterIT::mountsTheHost)),
                    entry("ssh-port", containers(c -> listens(c, port -> port == 22))),
                    entry("unsafe-sysctls", pods(p -> p.at("/securityContext").has("sysctls"))),
                    entry(
                            "unset-cpu-requirements",
                            containers(c -> !c.at("/resources/requests").has("cpu"))),
                    entry(
                            "unset-memory-requirements",
                            containers(c ->
                                    !c.at("/resources/requests").has("memory")
                                            || !c.at("/resources/limits").has("memory"))));

    private static final Map<String, Check> SWITCHED_ON =
            Map.ofEntries(
                    entry(
                            "access-to-create-pods",
                            rules(rule -> names(rule, "resources", "pods", "*"))),
                    // Single Secrets by their names are what the operator is for.
                    entry(
                            "access-to-secrets",
                            rules(rule ->
                                    names(rule, "resources", "secrets", "*")
                                            && !texts(rule.path("verbs")).equals(List.of("get")))),
                    entry(
                            "cluster-admin-role-binding",
                            r ->
                                    bindings(r)
                                            .filter(b ->
                                                    b.at("/roleRef/name")
                                                            .asText()
                                                            .equals("cluster-admin"))
                                            .map(Rendered::name)),
                    entry(
                            "wildcard-in-rules",
                            rules(rule ->
                                    names(rule, "resources", "*")
                                            || names(rule, "verbs", "*")
                                            || names(rule, "apiGroups", "*"))),
                    entry(
                            "default-service-account",
                            pods(p ->
                                    Set.of("", "default")
                                            .contains(p.path("serviceAccountName").asText()))),
                    entry("non-isolated-pod", KubeLinterIT::withoutPolicy),
                    entry(
                            "dangling-networkpolicy",
                            r -> selecting(r, "NetworkPolicy", "/spec/podSelector/matchLabels")),
                    entry("no-liveness-probe", containers(c -> !c.has("livenessProbe"))),
                    entry("no-readiness-probe", containers(c -> !c.has("readinessProbe"))),
                    entry(
                            "no-rolling-update-strategy",
                            deployments(d ->
                                    !d.at("/spec/strategy/type").asText().equals("RollingUpdate"))),
                    entry(
                            "priority-class-name",
                            pods(p ->
                                    !Set.of("", "system-cluster-critical", "system-node-critical")
                                            .contains(p.path("priorityClassName").asText()))),
                    entry(
                            "read-secret-from-env-var",
                            containers(c ->
                                    !c.findValues("secretKeyRef").isEmpty()
                                            || !c.findValues("secretRef").isEmpty())),
                    entry(
                            "use-namespace",
                            deployments(d ->
                                    Set.of("", "default")
                                            .contains(d.at("/metadata/namespace").asText()))),
                    entry(
                            "exposed-services",
                            r ->
                                    r.all("Service").stream()
                                            .filter(s ->
                                                    !Set.of("", "ClusterIP")
                                                            .contains(s.at("/spec/type").asText()))
                                            .map(Rendered::name)),
                    entry("privileged-ports", containers(c -> listens(c, port -> port < 1024))));

    /**
     * What some values ask for: to bring account and policy oneself, to have one operator without
     * leader election, and an emulator, whose world is in memory.
     */
    private static final Map<String, Map<String, List<String>>> ASKED_FOR =
            Map.of(
                    "bare.yaml",
                    Map.of(
                            "non-existent-service-account", List.of("mine"),
                            "non-isolated-pod", List.of("spotkeeper"),
                            "no-rolling-update-strategy", List.of("spotkeeper")),
                    "trying-out.yaml",
                    Map.of("no-rolling-update-strategy", List.of("spotkeeper-emulator")));

    static Stream<Path> values() throws IOException {
        return ChartIT.values();
    }

    @ParameterizedTest
    @MethodSource("values")
    void everyCheckIsContent(Path values) {
        Rendered rendered = Rendered.with(values);
        Map<String, List<String>> askedFor =
                ASKED_FOR.getOrDefault(values.getFileName().toString(), Map.of());
        for (Map<String, Check> checks : List.of(ON_BY_DEFAULT, SWITCHED_ON)) {
            checks.forEach((check, asks) ->
                    assertThat(asks.complaints(rendered))
                            .as(check)
                            .containsExactlyElementsOf(askedFor.getOrDefault(check, List.of())));
        }
    }

    @Test
    void eachCheckObjectsToSomething() {
        Rendered bad =
                Rendered.of(
                        """
                        kind: Deployment
                        metadata: {name: bad}
                        spec:
                          replicas: 2
                          selector: {matchLabels: {app: other}}
                          template:
                            metadata: {labels: {app: bad}}
                            spec:
                              serviceAccount: default
                              hostIPC: true
                              hostPID: true
                              hostNetwork: true
                              priorityClassName: mine
                              securityContext: {sysctls: [{name: kernel.msgmax, value: "1"}]}
                              volumes: [{name: sock, hostPath: {path: /var/run/docker.sock}}]
                              containers:
                                - name: c
                                  image: image:latest
                                  ports: [{containerPort: 22}]
                                  env:
                                    - {name: SECRET, valueFrom: {secretKeyRef: {name: s, key: k}}}
                                    - {name: SECRET, value: x}
                                  securityContext: {privileged: true}
                                  livenessProbe: {tcpSocket: {port: 1}}
                                  readinessProbe: {tcpSocket: {port: 1}}
                                  startupProbe: {tcpSocket: {port: 1}}
                                - {name: bare, image: image}
                        ---
                        kind: Service
                        metadata: {name: bad}
                        spec:
                          type: NodePort
                          selector: {app: nobody}
                          ports: [{port: 80, targetPort: this-is-far-too-long}]
                        ---
                        kind: NetworkPolicy
                        metadata: {name: bad}
                        spec: {podSelector: {matchLabels: {app: nobody}}}
                        ---
                        kind: PodDisruptionBudget
                        metadata: {name: bad}
                        spec: {maxUnavailable: 0, minAvailable: 2}
                        ---
                        kind: ClusterRole
                        metadata: {name: bad}
                        rules: [{apiGroups: ["*"], resources: ["*"], verbs: ["*"]}]
                        ---
                        kind: ClusterRoleBinding
                        metadata: {name: bad}
                        roleRef: {name: cluster-admin}
                        """);
        for (Map<String, Check> checks : List.of(ON_BY_DEFAULT, SWITCHED_ON)) {
            checks.forEach(
                    (check, asks) -> assertThat(asks.complaints(bad)).as(check).isNotEmpty());
        }
        assertThat(SWITCHED_ON).hasSize(15);
    }

    // ---- what checks look at ----

    private static Check deployments(Predicate<JsonNode> bad) {
        return r -> r.all("Deployment").stream().filter(bad).map(Rendered::name);
    }

    private static Check pods(Predicate<JsonNode> bad) {
        return deployments(d -> bad.test(d.at("/spec/template/spec")));
    }

    private static Check containers(Predicate<JsonNode> bad) {
        return r ->
                r.all("Deployment").stream()
                        .flatMap(d -> items(d.at("/spec/template/spec/containers")))
                        .filter(bad)
                        .map(c -> c.path("name").asText());
    }

    private static Check budgets(Predicate<JsonNode> bad) {
        return r -> r.all("PodDisruptionBudget").stream().filter(bad).map(Rendered::name);
    }

    private static Check rules(Predicate<JsonNode> bad) {
        return r ->
                Stream.of("Role", "ClusterRole")
                        .flatMap(kind -> r.all(kind).stream())
                        .filter(role -> items(role.path("rules")).anyMatch(bad))
                        .map(Rendered::name);
    }

    private static Stream<JsonNode> bindings(Rendered rendered) {
        return Stream.of("RoleBinding", "ClusterRoleBinding")
                .flatMap(kind -> rendered.all(kind).stream());
    }

    // ---- how they look ----

    private static List<String> names(JsonNode list) {
        return items(list).map(item -> item.path("name").asText()).toList();
    }

    private static boolean names(JsonNode rule, String field, String... words) {
        return texts(rule.path(field)).stream().anyMatch(Set.of(words)::contains);
    }

    private static boolean repeats(List<String> names) {
        return Set.copyOf(names).size() < names.size();
    }

    private static boolean mountsTheHost(JsonNode pod) {
        return items(pod.path("volumes")).anyMatch(volume -> volume.has("hostPath"));
    }

    private static boolean listens(JsonNode container, Predicate<Integer> bad) {
        return items(container.path("ports"))
                .map(port -> port.path("containerPort").asInt())
                .anyMatch(bad);
    }

    /** IANA_SVC_NAME, as the API server wants it, or a number. */
    private static boolean isPortName(JsonNode port) {
        return port.isInt()
                || port.asText().matches("(?=.*[a-z])[a-z0-9]([a-z0-9-]{0,13}[a-z0-9])?");
    }

    private static Stream<String> ports(Rendered rendered, Predicate<JsonNode> bad) {
        return rendered.all("Service").stream()
                .flatMap(service -> items(service.at("/spec/ports")))
                .filter(port -> port.has("targetPort"))
                .map(port -> port.path("targetPort"))
                .filter(bad)
                .map(JsonNode::asText);
    }

    private static boolean probesElsewhere(JsonNode container, String probe) {
        if (!container.has(probe)) {
            return false;
        }
        JsonNode kind = container.path(probe);
        String port = kind.at("/httpGet/port").asText() + kind.at("/tcpSocket/port").asText();
        return items(container.path("ports"))
                .noneMatch(p ->
                        p.path("name").asText().equals(port)
                                || p.path("containerPort").asText().equals(port));
    }

    private static boolean has(JsonNode labels, JsonNode selector) {
        return selector.properties().stream()
                .allMatch(label -> label.getValue().equals(labels.path(label.getKey())));
    }

    private static List<JsonNode> labels(Rendered rendered) {
        return rendered.all("Deployment").stream()
                .map(d -> d.at("/spec/template/metadata/labels"))
                .toList();
    }

    private static Stream<String> selecting(Rendered rendered, String kind, String selector) {
        return rendered.all(kind).stream()
                .filter(o -> labels(rendered).stream().noneMatch(l -> has(l, o.at(selector))))
                .map(Rendered::name);
    }

    private static Stream<String> mismatchingSelectors(Rendered rendered) {
        return rendered.all("Deployment").stream()
                .filter(d ->
                        !has(
                                d.at("/spec/template/metadata/labels"),
                                d.at("/spec/selector/matchLabels")))
                .map(Rendered::name);
    }

    private static Stream<String> withoutPolicy(Rendered rendered) {
        return rendered.all("Deployment").stream()
                .filter(d ->
                        rendered.all("NetworkPolicy").stream()
                                .noneMatch(policy ->
                                        has(
                                                d.at("/spec/template/metadata/labels"),
                                                policy.at("/spec/podSelector/matchLabels"))))
                .map(Rendered::name);
    }

    private static Stream<String> missingAccounts(Rendered rendered) {
        List<String> there = new ArrayList<>();
        rendered.all("ServiceAccount").forEach(account -> there.add(name(account)));
        return rendered.all("Deployment").stream()
                .map(d -> d.at("/spec/template/spec/serviceAccountName").asText())
                .filter(account -> !there.contains(account));
    }
}
