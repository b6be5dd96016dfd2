package io.spotkeeper.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.spotkeeper.testing.Command;
import io.spotkeeper.testing.ControlPlane;
import io.spotkeeper.testing.ImageRoot;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image: what is in it, and that it starts with the Dockerfile's own entry point. */
class ImageIT {
    private static final ImageRoot ROOT = ImageRoot.get();

    @TempDir private static Path folder;

    @Test
    void theRuntimeHasWhatIsNeededAndLittleElse() throws Exception {
        assertThat(Command.run(List.of(ROOT.entryPoint().getFirst(), "--list-modules")))
                .contains("java.base@25", "java.net.http", "jdk.httpserver")
                .doesNotContain("jdk.compiler", "jdk.jshell", "jdk.jlink");
    }

    @Test
    void everyCommandExplainsItself() throws Exception {
        List<String> command = ROOT.entryPoint();
        command.addAll(List.of("operator", "--help"));
        assertThat(Command.run(command)).contains("--leader-election", "--drain-period");
    }

    @Test
    void theOperatorStartsAndEndsWell() throws Exception {
        // Given
        ControlPlane plane = ControlPlane.get().installCrds();
        int port = freePort();
        List<String> command = ROOT.entryPoint();
        command.addAll(
                List.of(
                        "operator",
                        "--http-port=" + port,
                        "--cluster-id=" + UUID.randomUUID(),
                        "--namespace=" + plane.newNamespace()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        Path log = folder.resolve("operator.log");
        builder.environment().put("KUBECONFIG", plane.kubeconfigFile().toString());
        builder.environment().putAll(ROOT.environment());
        builder.redirectOutput(log.toFile());

        // When
        long began = System.nanoTime();
        Process process = builder.start();
        try {
            // Then
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofMillis(20))
                    .ignoreExceptions()
                    .until(() -> status(port, "readyz") == 200);
            System.out.printf(
                    "image: ready after %d ms%n", (System.nanoTime() - began) / 1_000_000);
            assertThat(status(port, "livez")).isEqualTo(200);
            assertThat(status(port, "metrics")).isEqualTo(200);
            process.destroy();
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            ObjectMapper json = new ObjectMapper();
            assertThat(Files.readAllLines(log))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(json.readTree(line).isObject()).isTrue());
        } finally {
            process.destroyForcibly();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static int status(int port, String page) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + "/" + page);
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void theImageRunsAsNobodyInParticularFromABaseThatIsNamed() throws IOException {
        assertThat(Files.readString(ImageRoot.DOCKERFILE))
                .contains("USER 65532:65532\n", "ARG BASE=debian:stable-slim\n")
                .doesNotContainPattern("sha256:[0-9a-f]");
    }

    @Test
    void theDockerfileIsGivenAllThatTheJarIsMadeOf() throws IOException {
        // Given
        List<String> folders =
                Pattern.compile("<resource>\\s*<directory>(.+?)</directory>")
                        .matcher(Files.readString(Path.of("pom.xml")))
                        .results()
                        .map(resource -> resource.group(1).replaceFirst("^src/main/.*", "src/main"))
                        .toList();

        // Then
        List<String> sent = Files.readAllLines(Path.of(".dockerignore"));
        List<String> copied = Files.readAllLines(ImageRoot.DOCKERFILE);
        assertThat(folders)
                .hasSizeGreaterThan(1)
                .allSatisfy(each -> {
                    assertThat(sent).contains("!" + each);
                    assertThat(copied).contains("COPY %s %s".formatted(each, each));
                });
    }
}
