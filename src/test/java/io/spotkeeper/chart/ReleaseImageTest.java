package io.spotkeeper.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.testing.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code hack/release-image} in a folder of its own, with a program in Docker's place that notes
 * what it is asked, as there is no daemon where tests run.
 */
class ReleaseImageTest {
    private static final String IMAGE = "registry.example.com/team/spotkeeper:0.1.0";
    private static final String DIGEST = "@sha256:" + "0123456789abcdef".repeat(4);
    private static final String DOCKER =
            """
            #!/usr/bin/env bash
            echo "$*" >>"$(dirname "$0")/asked"
            [[ "$1 $2" != "image inspect" ]] || { echo "other.example.com/x@sha256:0"; echo "${!#%%:*}DIGEST"; }
            """;

    @TempDir private Path folder;

    @BeforeEach
    void layOut() throws IOException {
        Files.createDirectories(folder.resolve("hack"));
        Files.copy(
                Path.of("hack", "release-image"),
                folder.resolve("hack/release-image"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Files.copy(Path.of("Dockerfile"), folder.resolve("Dockerfile"));
    }

    private Command.Result release(String docker, String image) throws IOException {
        Path program = Files.writeString(folder.resolve("docker"), docker);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return Command.attempt(
                List.of(
                        "env",
                        "PATH=" + folder + ":" + System.getenv("PATH"),
                        folder.resolve("hack/release-image").toString(),
                        image));
    }

    private List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"));
    }

    @Test
    void namesBasesByTheirDigestsAndRecordsThem() throws IOException {
        Command.Result result = release(DOCKER.replace("DIGEST", DIGEST), IMAGE);

        assertThat(result.code()).as(result.output()).isZero();
        assertThat(asked())
                .containsSubsequence(
                        "pull --quiet maven:3-eclipse-temurin-25",
                        "pull --quiet debian:stable-slim",
                        "build --build-arg BUILD=maven%s --build-arg BASE=debian%s --tag %s %s"
                                .formatted(DIGEST, DIGEST, IMAGE, folder),
                        "push --quiet " + IMAGE);
        assertThat(Files.readString(folder.resolve("target/image-digests.txt")))
                .isEqualTo(
                        """
                        image registry.example.com/team/spotkeeper%s
                        build maven%s
                        base debian%s
                        """
                                .formatted(DIGEST, DIGEST, DIGEST));
    }

    @Test
    void buildsNothingFromABaseWithoutADigest() throws IOException {
        Command.Result result = release(DOCKER.replace("DIGEST", ""), IMAGE);

        assertThat(result.code()).isEqualTo(1);
        assertThat(result.output()).contains("told no digest of maven:3-eclipse-temurin-25");
        assertThat(asked()).noneMatch(line -> line.startsWith("build"));
    }

    @Test
    void wantsANameWithRegistryAndTag() throws IOException {
        Command.Result result = release(DOCKER, "spotkeeper");

        assertThat(result.code()).isEqualTo(2);
        assertThat(result.output()).startsWith("usage: hack/release-image");
    }
}
