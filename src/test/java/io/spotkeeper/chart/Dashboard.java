package io.spotkeeper.chart;

import static io.spotkeeper.chart.Rendered.items;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The dashboard for Grafana that the chart brings. */
record Dashboard(JsonNode json) {
    private static final Path FILE = Path.of("helm", "spotkeeper", "dashboards", "spotkeeper.json");

    /**
     * One query of a panel.
     *
     * @param panel its title
     * @param legend how its series are named, with labels in double braces
     */
    record Target(String panel, String expression, String legend) {}

    static Dashboard read() throws IOException {
        return new Dashboard(new ObjectMapper().readTree(FILE.toFile()));
    }

    /** Panels that show something. */
    List<JsonNode> panels() {
        return items(json.path("panels"))
                .filter(panel -> !panel.path("type").asText().equals("row"))
                .toList();
    }

    List<Target> targets() {
        return panels().stream()
                .flatMap(panel ->
                        items(panel.path("targets"))
                                .map(target ->
                                        new Target(
                                                panel.path("title").asText(),
                                                target.path("expr").asText(),
                                                target.path("legendFormat").asText())))
                .toList();
    }

    List<JsonNode> variables() {
        return items(json.at("/templating/list")).toList();
    }
}
