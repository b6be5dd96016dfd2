package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.spotkeeper.testing.Command;
import io.spotkeeper.testing.ControlPlane;
import io.spotkeeper.testing.Helm;
import io.spotkeeper.testing.ImageRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What somebody does who tries Spotkeeper out on an empty cluster, to the letter: the command of
 * docs/install.md, the account that Helm's notes print, the example of the README, and then the
 * commands of the runbooks. No kubelet runs here; in its place the test starts the image's root
 * file system as the Deployments say.
 */
class FirstInstallIT {
    private static final Pattern INSTALL =
            Pattern.compile("```\\nhelm (install spotkeeper [^`]+)```");
    private static final Pattern ACCOUNT = Pattern.compile("(?s)<<EOF\\n(.+?\\n)EOF\\n");
    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\\n(apiVersion: [^`]+ComputeEnvironment[^`]+)```");

    @TempDir private static Path folder;

    private static ControlPlane plane;
    private static int emulator;
    private static final List<Process> PODS = new ArrayList<>();

    @BeforeAll
    static void install() throws IOException {
        plane = ControlPlane.fresh();
        emulator = Release.freePort();
        Helm helm = Helm.on(plane);
        List<String> command = new ArrayList<>();
        command.addAll(List.of(text(Path.of("docs", "install.md"), INSTALL).split("[\\s\\\\]+")));
        command.add("--set=emulator.enabled=true");
        // Any will do in a pod of its own; here all share one machine.
        command.add("--set=emulator.port=" + emulator);
        command.add("--set=httpPort=" + Release.freePort());
        helm.run(command.toArray(String[]::new));
        start("spotkeeper-emulator");
        start("spotkeeper");
        apply(text(helm.run("get", "notes", "spotkeeper", "--namespace=spotkeeper"), ACCOUNT));
        apply(text(Path.of("README.md"), EXAMPLE));
        apply(Files.readString(Path.of("examples", "two-regions.yaml")));
    }

    @AfterAll
    static void stop() {
        PODS.forEach(Process::destroyForcibly);
    }

    // ---- the example ----

    @Test
    void theExampleReachesItsCount() throws IOException {
        // Given
        Map<Path, FileTime> image = ImageRoot.get().files();

        // Then
        plane.kubectl("wait", "cenv/batch", "--for=condition=Ready", "--timeout=120s");
        assertThat(get("{.status.replicas}")).isEqualTo("6");
        assertThat(running()).isEqualTo(6);

        // When
        plane.kubectl("scale", "cenv", "batch", "--replicas=20");

        // Then
        eventually(() -> assertThat(running()).isEqualTo(20));
        assertThat(ImageRoot.get().files()).as("its root is read-only").isEqualTo(image);
    }

    private static String get(String field) {
        return plane.kubectl("get", "cenv", "batch", "-o=jsonpath=" + field);
    }

    /** By the emulator's own books. */
    private static long running() throws IOException {
        String state = Release.get(emulator, "_emulator/state");
        String uid = get("{.metadata.uid}");
        return StreamSupport.stream(
                        new ObjectMapper()
                                .readTree(state.substring(state.indexOf('\n')))
                                .get("instances")
                                .spliterator(),
                        false)
                .filter(row -> "RUNNING".equals(row.path("state").asText()))
                .filter(row -> uid.equals(row.path("tags").path("spotkeeper-fleet").asText()))
                .count();
    }

    // ---- the runbooks ----

    private static final Pattern RANGE =
            Pattern.compile("\\{range \\.([^\\[}]+)\\[\\*\\]}(.*?)\\{end}");
    private static final Pattern FIELD = Pattern.compile("\\{\\.([a-zA-Z.]+)[}\\[]");

    /** Commands of the pages; those that need a kubelet's logs are left out. */
    static Stream<String> commands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (String page : List.of("alerts", "troubleshooting", "operations", "install")) {
            Pattern block = Pattern.compile("(?ms)^```$(.*?)^```$");
            Matcher blocks = block.matcher(Files.readString(Path.of("docs", page + ".md")));
            while (blocks.find()) {
                // A line that is indented goes on with the one before.
                commands.addAll(List.of(blocks.group(1).strip().split("\\n(?! )")));
            }
        }
        return commands.stream()
                .filter(command -> command.matches("(?s)(kubectl|helm) .*"))
                .filter(command -> !command.matches("(?s).* (logs|rollout status) .*"))
                .filter(command -> !command.startsWith("helm install"))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandOfTheRunbooksWorks(String command) throws Exception {
        // Given
        assumeTrue(
                !command.contains("| jq ")
                        || Command.attempt(List.of("bash", "-c", "command -v jq")).code() == 0,
                "jq is not installed");
        String kind = command.contains("alg NAME") ? "alg" : "cenv";
        String tried =
                command.replaceAll("\\b(cloudaccount|account) (NAME|ACCOUNT)\\b", "$1 tencent")
                        .replace("cenv NAME", "cenv batch")
                        .replace("alg NAME", "alg rendering")
                        .replaceAll("\\b(NAMESPACE|NS)\\b(?!:)", "default")
                        .replace("SECRET", "tencent")
                        .replace("FILE", "examples/lowest-price.yaml")
                        .replace(" > spotkeeper.yaml", " > " + folder.resolve("backup.yaml"))
                        // What changes something is only tried.
                        .replaceFirst(
                                "^(kubectl .*?)\\b(patch|annotate|delete|scale) ",
                                "$1$2 --dry-run=server ")
                        .replace("helm uninstall", "helm uninstall --dry-run");

        // When
        ProcessBuilder builder =
                new ProcessBuilder("bash", "-c", "set -o pipefail; " + tried)
                        .redirectErrorStream(true);
        builder.environment()
                .merge("PATH", plane.programs().toString(), (path, more) -> more + ":" + path);
        builder.environment().put("KUBECONFIG", plane.kubeconfigFile().toString());
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.waitFor();

        // Then
        if (command.matches(".*# no$")) {
            assertThat(output.strip()).isEqualTo("no");
        } else {
            assertThat(code).as(tried + "\n" + output).isZero();
        }
        for (String field : fields(command)) {
            plane.kubectl(
                    "explain", (command.contains(" account ") ? "account" : kind) + "." + field);
        }
    }

    /**
     * Fields of the spec or the status that a command prints: kubectl prints nothing for others.
     */
    private static List<String> fields(String command) {
        List<String> fields = new ArrayList<>();
        Matcher ranges = RANGE.matcher(command);
        while (ranges.find()) {
            String list = ranges.group(1);
            FIELD.matcher(ranges.group(2))
                    .results()
                    .forEach(field -> fields.add(list + "." + field.group(1)));
        }
        FIELD.matcher(RANGE.matcher(command).replaceAll(""))
                .results()
                .map(field -> field.group(1))
                .filter(field -> field.matches("(spec|status)\\..*"))
                .forEach(fields::add);
        return fields;
    }

    // ---- what a kubelet would do ----

    private static void start(String name) throws IOException {
        Deployment deployment =
                plane.client().apps().deployments().inNamespace("spotkeeper").withName(name).get();
        Container container =
                deployment.getSpec().getTemplate().getSpec().getContainers().getFirst();
        List<String> command = ImageRoot.get().entryPoint();
        command.addAll(container.getArgs());
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Map<String, String> environment = builder.environment();
        environment.clear();
        environment.putAll(ImageRoot.get().environment());
        environment.putAll(Release.environment(container, "pod-1", "spotkeeper"));
        environment.putAll(cluster(deployment));
        Path log = folder.resolve(name + ".log");
        PODS.add(builder.redirectOutput(log.toFile()).start());
        Probe probe = container.getReadinessProbe();
        int port = container.getPorts().getFirst().getContainerPort();
        await().atMost(Tenant.PATIENCE)
                .ignoreExceptionsInstanceOf(UncheckedIOException.class)
                .untilAsserted(() ->
                        assertThat(Release.get(port, probe.getHttpGet().getPath().substring(1)))
                                .as(Files.readString(log))
                                .startsWith("200"));
    }

    /** The address of the API server, the account's token, and the cluster's names. */
    private static Map<String, String> cluster(Deployment deployment) throws IOException {
        URI server = URI.create(plane.client().getConfiguration().getMasterUrl());
        String account = deployment.getSpec().getTemplate().getSpec().getServiceAccountName();
        Path token = folder.resolve("token");
        Files.writeString(token, Release.token(plane, "spotkeeper", account));
        Path hosts = folder.resolve("hosts");
        Files.writeString(hosts, "127.0.0.1 spotkeeper-emulator.spotkeeper.svc localhost\n");
        return Map.of(
                "KUBERNETES_SERVICE_HOST", server.getHost(),
                "KUBERNETES_SERVICE_PORT", Integer.toString(server.getPort()),
                // In a pod these two are files below /var/run/secrets.
                "KUBERNETES_AUTH_SERVICEACCOUNT_TOKEN", token.toString(),
                "KUBERNETES_CERTS_CA_FILE", plane.certificateFile().toString(),
                "JAVA_TOOL_OPTIONS", "-Djdk.net.hosts.file=" + hosts);
    }

    // ---- helpers ----

    private static String text(Path page, Pattern part) throws IOException {
        return text(Files.readString(page), part);
    }

    private static String text(String page, Pattern part) {
        Matcher matcher = part.matcher(page);
        assertThat(matcher.find()).as("%s in %s", part, page).isTrue();
        return matcher.group(1);
    }

    private static void apply(String manifest) throws IOException {
        Path file = Files.createTempFile(folder, "", ".yaml");
        Files.writeString(file, manifest);
        plane.kubectl("apply", "--filename=" + file);
    }
}
