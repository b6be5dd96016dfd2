package io.spotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConvertCommandTest {
    private static final Path CASES = Path.of("src", "test", "resources", "convert");
    private static final Path SEED = CASES.resolve("huawei-seed").resolve("in.json");

    @TempDir private Path folder;
    private final InputStream standardInput = System.in;
    private String out = "";
    private String err = "";

    private int run(String... words) {
        var written = new StringWriter();
        var said = new StringWriter();
        String[] all = new String[words.length + 1];
        all[0] = "convert";
        System.arraycopy(words, 0, all, 1, words.length);
        int code =
                Spotkeeper.commandLine()
                        .setOut(new PrintWriter(written))
                        .setErr(new PrintWriter(said))
                        .execute(all);
        out = written.toString();
        err = said.toString();
        return code;
    }

    private static void type(String text) {
        System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }

    @AfterEach
    void giveStandardInputBack() {
        System.setIn(standardInput);
    }

    @Test
    void readsAFileAndSaysWhatItIsTakenFor() throws IOException {
        assertThat(run(SEED.toString())).isZero();
        assertThat(out).isEqualTo(Files.readString(CASES.resolve("huawei-seed/out.yaml")));
        assertThat(err).contains("is taken for the body of Huawei Cloud's CreateAutoLaunchGroup");
    }

    @ParameterizedTest
    @CsvSource({"''", "-", "huawei-group", "HUAWEIGROUP", "huawei-group -"})
    void readsStandardInputByDefault(String words) throws IOException {
        // Given
        type(Files.readString(SEED));

        // When
        int code = run(words.isEmpty() ? new String[0] : words.split(" "));

        // Then
        assertThat(code).isZero();
        assertThat(out).isEqualTo(Files.readString(CASES.resolve("huawei-seed/out.yaml")));
        assertThat(err.contains("is taken for"))
                .isEqualTo(!words.toLowerCase(Locale.ROOT).contains("huawei"));
    }

    @Test
    void writesNothingWhereSomethingWouldBeLostAndThatIsNotWanted() {
        // Given
        String unknown = CASES.resolve("huawei-unknown").resolve("in.json").toString();

        // When
        int lenient = run(unknown);
        String manifest = out;
        int strict = run("--strict", unknown);

        // Then
        assertThat(lenient).isZero();
        assertThat(manifest).startsWith("apiVersion: ");
        assertThat(strict).isEqualTo(1);
        assertThat(out).isEmpty();
        assertThat(err)
                .contains("unknown field stable_capcity (line 4, column 21) is left out")
                .contains("nothing was written");
        assertThat(run("--strict", SEED.toString())).isZero();
    }

    @Test
    void saysWhereWhatIsWrongAndWritesNothing() throws IOException {
        // Given
        Path file =
                Files.writeString(
                        folder.resolve("body.json"),
                        Files.readString(SEED)
                                .replace("\"stable_capacity\":5", "\"stable_capacity\":50"));

        // When
        int code = run(file.toString());

        // Then
        assertThat(code).isEqualTo(1);
        assertThat(out).isEmpty();
        assertThat(err)
                .isEqualTo(
                        "convert: %s: line 6, column 23: stable_capacity: expected at most the target_capacity of 10, not 50%n"
                                .formatted(file));
    }

    @Test
    void optionsChooseWhatTheInputCannotSay() {
        assertThat(
                        run(
                                "--account",
                                "payer",
                                "--name",
                                "mine",
                                "--region",
                                "ap-shanghai",
                                CASES.resolve("run-seed-china").resolve("in.txt").toString()))
                .isZero();
        assertThat(out).contains("name: payer", "name: mine", "region: ap-shanghai");
        assertThat(run("--management", "Operator", SEED.toString())).isZero();
        assertThat(out).contains("management: Operator").doesNotContain("guaranteePlanId");
    }

    @ParameterizedTest
    @CsvSource({
        "no-such-kind - , there is no kind no-such-kind",
        "no-such-file.json, there is no file no-such-file.json",
        "--name Web -, a name has at most 63 lower-case letters",
        "--account a/b -, an account is called by the name of a Kubernetes object",
        "--region host.example.org -, the region has to be one like cn-south-1",
        "--zone a/b -, a zone has to be one like cn-south-1a",
        "--management Nobody -, Invalid value for option '--management'",
        "huawei-group - more, Unmatched argument",
    })
    void wrongUseEndsWithTwo(String words, String said) {
        // Given
        type("{}");

        // When
        int code = run(words.split(" "));

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(out).isEmpty();
        assertThat(err).contains(said);
    }

    @Test
    void whatIsNotUtf8IsNotGuessedAt() throws IOException {
        // Given
        Path file = Files.write(folder.resolve("body.json"), new byte[] {'{', (byte) 0xff, '}'});

        // When
        int code = run(file.toString());

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err).contains("is not UTF-8");
    }

    @Test
    void whatIsTooLargeIsNotReadToItsEnd() {
        // Given
        System.setIn(
                new InputStream() {
                    @Override
                    public int read() {
                        return ' ';
                    }
                });

        // When
        int code = run();

        // Then
        assertThat(code).isEqualTo(2);
        assertThat(err).contains("standard input is larger than 4 MiB");
    }
}
