package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.spotkeeper.testing.ControlPlane;
import io.spotkeeper.testing.Helm;
import io.spotkeeper.testing.ImageRoot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What somebody does who tries Spotkeeper out on an empty cluster, to the letter: the command of
 * docs/install.md, the account that Helm's notes print, the example of the README. No kubelet runs
 * here; in its place the test starts the image's root file system as the Deployments say.
 */
class FirstInstallIT {
    private static final Pattern COMMAND =
            Pattern.compile("```\\nhelm (install spotkeeper [^`]+)```");
    private static final Pattern ACCOUNT = Pattern.compile("(?s)<<EOF\\n(.+?\\n)EOF\\n");
    private static final Pattern EXAMPLE =
            Pattern.compile("```yaml\\n(apiVersion: [^`]+ComputeEnvironment[^`]+)```");

    @TempDir private Path folder;

    private final ControlPlane plane = ControlPlane.fresh();
    private final Helm helm = Helm.on(plane);
    private final List<Process> pods = new ArrayList<>();

    @Test
    void oneCommandInstallsItAndTheExampleReachesItsCount() throws Exception {
        // Given
        int port = Release.freePort();
        List<String> command = new ArrayList<>();
        command.addAll(List.of(text(Path.of("docs", "install.md"), COMMAND).split("[\\s\\\\]+")));
        command.add("--set=emulator.enabled=true");
        // Any will do in a pod of its own; here all share one machine.
        command.add("--set=emulator.port=" + port);
        command.add("--set=httpPort=" + Release.freePort());
        Map<Path, FileTime> image = ImageRoot.get().files();

        try {
            // When
            helm.run(command.toArray(String[]::new));
            start("spotkeeper-emulator");
            start("spotkeeper");
            apply(text(helm.run("get", "notes", "spotkeeper", "--namespace=spotkeeper"), ACCOUNT));
            apply(text(Path.of("README.md"), EXAMPLE));

            // Then
            plane.kubectl("wait", "cenv/batch", "--for=condition=Ready", "--timeout=120s");
            assertThat(plane.kubectl("get", "cenv", "batch", "-o=jsonpath={.status.replicas}"))
                    .isEqualTo("6");
            assertThat(running(port)).isEqualTo(6);

            // When
            plane.kubectl("scale", "cenv", "batch", "--replicas=20");

            // Then
            eventually(() -> assertThat(running(port)).isEqualTo(20));
            assertThat(ImageRoot.get().files()).as("its root is read-only").isEqualTo(image);
        } finally {
            pods.forEach(Process::destroyForcibly);
        }
    }

    /** By the emulator's own books. */
    private static long running(int port) throws IOException {
        String state = Release.get(port, "_emulator/state");
        return new ObjectMapper()
                        .readTree(state.substring(state.indexOf('\n')))
                        .get("instances")
                        .findValuesAsText("state")
                        .stream()
                        .filter("RUNNING"::equals)
                        .count();
    }

    private static String text(Path page, Pattern part) throws IOException {
        return text(Files.readString(page), part);
    }

    private static String text(String page, Pattern part) {
        Matcher matcher = part.matcher(page);
        assertThat(matcher.find()).as("%s in %s", part, page).isTrue();
        return matcher.group(1);
    }

    private void apply(String manifest) throws IOException {
        Path file = Files.createTempFile(folder, "", ".yaml");
        Files.writeString(file, manifest);
        plane.kubectl("apply", "--filename=" + file);
    }

    // ---- what a kubelet would do ----

    private void start(String name) throws IOException {
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
        pods.add(builder.redirectOutput(log.toFile()).start());
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
    private Map<String, String> cluster(Deployment deployment) throws IOException {
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
}
