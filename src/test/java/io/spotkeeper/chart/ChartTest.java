package io.spotkeeper.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the chart says about itself, without Helm. */
class ChartTest {
    private static final Path CHART = Path.of("helm", "spotkeeper");

    @Test
    void itsDefinitionsAreThoseOfTheRecords() throws IOException {
        assertThat(files(CHART.resolve("crds")))
                .as("helm/spotkeeper/crds is out of date: run `make crds`")
                .isEqualTo(files(Path.of("crds")));
    }

    private static Map<String, String> files(Path folder) throws IOException {
        Map<String, String> texts = new TreeMap<>();
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                texts.put(file.getFileName().toString(), Files.readString(file));
            }
        }
        return texts;
    }

    @Test
    void itsReadmeTellsEveryValue() throws IOException {
        assertThat(Files.readString(CHART.resolve("README.md")))
                .as("helm/spotkeeper/README.md is out of date: run `make manifests`")
                .isEqualTo(ValuesTable.readme(CHART));
    }

    @Test
    void everyValueIsExplained() throws IOException {
        assertThat(ValuesTable.rows(CHART))
                .hasSizeGreaterThan(50)
                .allSatisfy(row -> assertThat(row.description()).as(row.path()).endsWith("."));
    }

    @Test
    void theSchemaKnowsTheValuesAndNoOthers() throws IOException {
        // Given
        JsonNode schema = new ObjectMapper().readTree(CHART.resolve("values.schema.json").toFile());
        JsonNode values = new YAMLMapper().readTree(CHART.resolve("values.yaml").toFile());

        // When
        Set<String> known = new TreeSet<>();
        List<String> open = new ArrayList<>();
        walk("", schema, known, open);
        known.remove("global");

        // Then
        Set<String> there = new TreeSet<>();
        ValuesTable.rows(CHART).forEach(row -> there.add(row.path()));
        assertThat(there).isEqualTo(known);
        assertThat(open).as("groups that let misspelt values pass").isEmpty();
        assertThat(values.size()).isGreaterThan(20);
    }

    private static void walk(
            String prefix, JsonNode schema, Set<String> leaves, List<String> open) {
        if (schema.path("additionalProperties").asBoolean(true)) {
            open.add(prefix);
        }
        schema.path("properties")
                .properties()
                .forEach(entry -> {
                    String path = prefix + entry.getKey();
                    if (entry.getValue().has("properties")) {
                        walk(path + ".", entry.getValue(), leaves, open);
                    } else {
                        leaves.add(path);
                    }
                });
    }

    @Test
    void theFluxExampleInstallsThisChart() throws IOException {
        // Given
        JsonNode chart = new YAMLMapper().readTree(CHART.resolve("Chart.yaml").toFile());

        // When
        Rendered flux = Rendered.of(Files.readString(Path.of("examples", "gitops", "flux.yaml")));

        // Then
        JsonNode spec = flux.one("HelmRelease", "spotkeeper").path("spec");
        assertThat(Path.of(spec.at("/chart/spec/chart").asText())).isEqualTo(CHART);
        assertThat(
                        flux.one("GitRepository", spec.at("/chart/spec/sourceRef/name").asText())
                                .at("/spec/ref/tag")
                                .asText())
                .isEqualTo("v" + chart.path("appVersion").asText());
        assertThat(spec.at("/upgrade/crds").asText()).isEqualTo("CreateReplace");
        assertThat(spec.path("targetNamespace").asText()).isEqualTo("spotkeeper");
    }
}
