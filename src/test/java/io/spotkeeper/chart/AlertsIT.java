package io.spotkeeper.chart;

import static io.spotkeeper.chart.Rendered.items;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spotkeeper.testing.BuiltTool;
import io.spotkeeper.testing.Command;
import io.spotkeeper.testing.MetricsPage;
import io.spotkeeper.testing.Query;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chart's alerts and its dashboard, as helm renders them and promtool evaluates them. */
class AlertsIT {
    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path TESTS = Path.of("src", "test", "resources", "alerts", "alerts.yaml");
    private static final Path VALUES =
            Path.of("src", "test", "resources", "helm", "service-monitor.yaml");

    /** What Prometheus adds to every series that it scrapes. */
    private static final Set<String> OF_SCRAPES = Set.of("namespace", "pod");

    @TempDir private static Path folder;

    private static Rendered rendered;
    private static List<JsonNode> alerts;

    @BeforeAll
    static void render() throws IOException {
        rendered = Rendered.with(VALUES);
        JsonNode groups = rendered.one("PrometheusRule", "spotkeeper").path("spec");
        alerts = items(groups.at("/groups/0/rules")).toList();
        YAML.writeValue(folder.resolve("rules.yaml").toFile(), groups);
        Files.copy(TESTS, folder.resolve("alerts.yaml"));
    }

    private static String name(JsonNode alert) {
        return alert.path("alert").asText();
    }

    private static void passes(Command.Result result) {
        assertThat(result.code()).as(result.output()).isZero();
    }

    // ---- alerts ----

    @Test
    void alertsAreRaisedWhenTheyShouldBeAndOnlyThen() {
        passes(
                BuiltTool.named("promtool")
                        .attempt("test", "rules", folder.resolve("alerts.yaml").toString()));
    }

    @Test
    void everyAlertIsTestedRaisedAndAtRest() throws IOException {
        // Given
        Set<String> raised = new TreeSet<>();
        Set<String> resting = new TreeSet<>();

        // When
        for (JsonNode test : YAML.readTree(TESTS.toFile()).path("tests")) {
            for (JsonNode check : test.path("alert_rule_test")) {
                String alert = check.path("alertname").asText();
                (check.path("exp_alerts").isEmpty() ? resting : raised).add(alert);
            }
        }

        // Then
        Set<String> names = alerts.stream().map(AlertsIT::name).collect(Collectors.toSet());
        assertThat(names).hasSize(11);
        assertThat(raised).isEqualTo(names);
        assertThat(resting).isEqualTo(names);
    }

    @Test
    void promtoolFindsNoFaultInTheRules() {
        passes(
                BuiltTool.named("promtool")
                        .attempt("check", "rules", folder.resolve("rules.yaml").toString()));
    }

    @Test
    void alertsAskForMetricsThatExist() {
        Map<String, Set<String>> series = MetricsPage.series();
        for (JsonNode alert : alerts) {
            Query query = Query.of(alert.path("expr").asText());
            assertThat(query.metrics()).as(name(alert)).isNotEmpty();
            query.metrics()
                    .forEach((metric, labels) -> {
                        assertThat(series).as(name(alert)).containsKey(metric);
                        assertThat(labels).as(metric).containsAll(OF_SCRAPES);
                        labels.removeAll(OF_SCRAPES);
                        assertThat(series.get(metric)).as(name(alert)).containsAll(labels);
                    });
        }
    }

    @Test
    void everyAlertHasARunbook() throws IOException {
        String page = Files.readString(Path.of("docs", "alerts.md"));
        for (JsonNode alert : alerts) {
            String name = name(alert);
            assertThat(alert.at("/annotations/runbook_url").asText())
                    .isEqualTo("docs/alerts.md#" + name.toLowerCase(Locale.ROOT));
            assertThat(page).contains("| [" + name + "](#");
            int begin = page.indexOf("\n## " + name + "\n");
            assertThat(begin).as("section of " + name).isPositive();
            int end = page.indexOf("\n## ", begin + 1);
            assertThat(page.substring(begin, end < 0 ? page.length() : end))
                    .contains("**Meaning.**", "**Impact.**", "**Diagnosis.**", "**Mitigation.**")
                    .contains("```\nkubectl ");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning", "info");
            assertThat(page)
                    .containsPattern(
                            "\\| \\["
                                    + name
                                    + "]\\(#\\w+\\) \\| "
                                    + alert.at("/labels/severity").asText());
        }
        assertThat(page.lines().filter(line -> line.startsWith("## "))).hasSize(alerts.size());
    }

    @Test
    void aListingIsOldWhereTheOperatorStopsDecidingOnIt() throws IOException {
        // Given
        Path values = folder.resolve("grace.yaml");
        Files.writeString(
                values, "{prometheusRule: {enabled: true}, periods: {visibilityGrace: 10m}}");

        // When
        String rule = Rendered.with(values).one("PrometheusRule", "spotkeeper").toString();

        // Then
        assertThat(rule).containsPattern("spotkeeper_inventory_age_seconds[^>]+ > 480\"");
        assertThat(rendered.one("PrometheusRule", "spotkeeper").toString())
                .containsPattern("spotkeeper_inventory_age_seconds[^>]+ > 240\"");
    }

    @Test
    void runbooksAreWhereTheValuesSay() throws IOException {
        // Given
        Path values = folder.resolve("values.yaml");
        Files.writeString(
                values,
                "prometheusRule: {enabled: true, runbooks: https://wiki/alerts, belowTarget: 2h}");

        // When
        String rule = Rendered.with(values).one("PrometheusRule", "spotkeeper").toString();

        // Then
        assertThat(rule)
                .contains("\"https://wiki/alerts#spotkeeperdown\"")
                .contains(
                        "(spotkeeper_fleet_below_target_seconds{namespace=\\\"spotkeeper\\\","
                                + "pod=~\\\"spotkeeper-.*\\\"}) > 7200");
    }

    // ---- the dashboard ----

    @Test
    void theDashboardIsWhereTheSidecarLooks() throws IOException {
        // When
        JsonNode map = rendered.one("ConfigMap", "spotkeeper-dashboard");

        // Then
        assertThat(map.at("/metadata/labels/grafana_dashboard").asText()).isEqualTo("1");
        assertThat(YAML.readTree(map.at("/data/spotkeeper.json").asText()))
                .isEqualTo(Dashboard.read().json());
    }

    @Test
    void promtoolReadsEveryQueryOfTheDashboard() throws IOException {
        // Given
        var rules = YAML.createObjectNode();
        var group = rules.putArray("groups").addObject().put("name", "dashboard");
        var list = group.putArray("rules");
        int number = 0;
        for (Dashboard.Target target : Dashboard.read().targets()) {
            list.addObject()
                    .put("record", "dashboard:query" + number++)
                    .put("expr", target.expression().replace("$__rate_interval", "5m"));
        }
        Path file = folder.resolve("dashboard.yaml");
        YAML.writeValue(file.toFile(), rules);

        // When
        Command.Result result =
                BuiltTool.named("promtool").attempt("check", "rules", file.toString());

        // Then
        passes(result);
        assertThat(result.output()).contains(number + " rules found");
    }
}
