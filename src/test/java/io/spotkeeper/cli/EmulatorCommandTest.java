package io.spotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EmulatorCommandTest {
    private static final Pattern READY =
            Pattern.compile(
                    "emulator listening on (http://127\\.0\\.0\\.1:\\d+)"
                            + " \\(tencent: AKIDemulator, AKIDemulatorIntl, AKIDnospot;"
                            + " huawei: EMULATORAK\\)");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return new CommandLine(new EmulatorCommand())
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Test
    void announcesItselfInOneLineAnswersAtOnceAndEndsWellOnSigterm() throws Exception {
        Process process =
                new ProcessBuilder(
                                ProcessHandle.current().info().command().orElseThrow(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                Spotkeeper.class.getName(),
                                "emulator",
                                "--address=0.0.0.0",
                                "--port",
                                "0")
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        try (BufferedReader lines = process.inputReader()) {
            Matcher ready = READY.matcher(lines.readLine());
            assertThat(ready.matches()).isTrue();
            HttpResponse<String> state =
                    HttpClient.newHttpClient()
                            .send(
                                    HttpRequest.newBuilder(
                                                    URI.create(ready.group(1) + "/_emulator/state"))
                                            .build(),
                                    HttpResponse.BodyHandlers.ofString());
            assertThat(state.statusCode()).isEqualTo(200);

            process.toHandle().destroy(); // unlike Process.destroy, it leaves the streams open

            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(lines.readLine()).isNull();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void aTakenPortIsAFailureThatNamesThePort() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run("--port", port)).isEqualTo(1);
            assertThat(err.toString()).contains("port " + port + " is taken");
            assertThat(out.toString()).isEmpty();
        }
    }

    @Test
    void aBrokenScenarioIsWrongUseAndStartsNothing(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("world.yaml");
        Files.writeString(file, "quota: {instances: many}\n");

        assertThat(run("--port", "0", "--scenario", file.toString())).isEqualTo(2);
        assertThat(err.toString())
                .contains("world.yaml: line 1, column ", "expected a number, not \"many\"");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void wrongUseIsToldFromFailure() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("--port", "65536")).isEqualTo(2);
        assertThat(run("--port", "0", "--address", "no.such.host.invalid")).isEqualTo(2);
        assertThat(run("--port", "0", "--scenario", "no-such-file.yaml")).isEqualTo(2);
        assertThat(err.toString()).contains("there is no scenario file no-such-file.yaml");
        assertThat(run("--port", "0", "--seed", "x")).isEqualTo(2);
    }
}
