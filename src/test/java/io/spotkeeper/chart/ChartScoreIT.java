package io.spotkeeper.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spotkeeper.testing.BuiltTool;
import io.spotkeeper.testing.Helm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What kube-score says to the chart, for every file of values. Two of its wishes are not ours: a
 * limit of CPU only slows the operator down when it has most to do, and an image is named by a tag
 * or digest that does not move, so it need not be asked for again at every start.
 */
class ChartScoreIT {
    private static final Path VALUES = Path.of("src", "test", "resources", "helm");

    /** Grades from here on are good. */
    private static final int FINE = 7;

    /**
     * What the values ask for: to bring one's own policies, and a single emulator, whose world is
     * in memory.
     */
    private static final Map<String, List<String>> ASKED_FOR =
            Map.of(
                    "bare.yaml",
                    List.of("Deployment spotkeeper: pod-networkpolicy"),
                    "trying-out.yaml",
                    List.of(
                            "Deployment spotkeeper-emulator: deployment-replicas",
                            "Deployment spotkeeper-emulator: deployment-strategy"));

    static Stream<Path> values() throws IOException {
        try (var files = Files.list(VALUES)) {
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("values")
    void kubeScoreFindsNothingButWhatTheValuesAskFor(Path values) throws Exception {
        // Given
        String rendered =
                Helm.offline()
                        .run(
                                "template",
                                "spotkeeper",
                                Helm.CHART.toString(),
                                "--namespace=spotkeeper",
                                Helm.KUBE_VERSION,
                                "--values=" + values);

        // When
        JsonNode scores = score(rendered);

        // Then
        List<String> complaints = new ArrayList<>();
        int checks = 0;
        for (JsonNode object : scores) {
            for (JsonNode check : object.path("checks")) {
                checks++;
                if (!check.path("skipped").asBoolean() && check.path("grade").asInt() < FINE) {
                    complaints.add(
                            object.at("/type_meta/kind").asText()
                                    + " "
                                    + object.at("/object_meta/name").asText()
                                    + ": "
                                    + check.at("/check/id").asText());
                }
            }
        }
        assertThat(checks).isGreaterThan(10);
        assertThat(complaints)
                .containsExactlyInAnyOrderElementsOf(
                        ASKED_FOR.getOrDefault(values.getFileName().toString(), List.of()));
    }

    private static JsonNode score(String manifests) throws IOException {
        Path file = Files.createTempFile("rendered", ".yaml");
        try {
            Files.writeString(file, manifests);
            // It ends with 1 where it has something to say.
            String said =
                    BuiltTool.named("kube-score")
                            .attempt(
                                    "score",
                                    "--output-format=json",
                                    "--kubernetes-version=v1.30",
                                    "--ignore-container-cpu-limit",
                                    "--ignore-test=container-image-pull-policy",
                                    "--enable-optional-test=container-seccomp-profile",
                                    "--enable-optional-test=container-ports-check",
                                    file.toString())
                            .output();
            return new ObjectMapper().readTree(said);
        } finally {
            Files.delete(file);
        }
    }
}
