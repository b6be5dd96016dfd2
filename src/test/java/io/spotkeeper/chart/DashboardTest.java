package io.spotkeeper.chart;

import static io.spotkeeper.chart.Rendered.items;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.testing.MetricsPage;
import io.spotkeeper.testing.Query;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the dashboard asks for exists: {@code MetricsIT} compares the page with an operator. */
class DashboardTest {
    /** What Prometheus adds to every series that it scrapes. */
    private static final Set<String> OF_SCRAPES = Set.of("job", "pod");

    private static final Pattern LABEL = Pattern.compile("\\{\\{(\\w+)}}");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{?(\\w+)");

    private final Map<String, Set<String>> series = MetricsPage.series();

    static List<Dashboard.Target> targets() throws IOException {
        return Dashboard.read().targets();
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyQueryAsksForMetricsAndLabelsThatExist(Dashboard.Target target) {
        // When
        Query query = Query.of(target.expression());

        // Then
        Set<String> known = new HashSet<>(OF_SCRAPES);
        assertThat(query.metrics()).as(target.panel()).isNotEmpty();
        query.metrics()
                .forEach((metric, labels) -> {
                    assertThat(series).containsKey(metric);
                    known.addAll(series.get(metric));
                    assertThat(known).as(metric).containsAll(labels);
                    assertThat(labels).as("whose " + metric).contains("job");
                });
        assertThat(known).containsAll(query.grouping());
        LABEL.matcher(target.legend())
                .results()
                .forEach(label -> assertThat(known).contains(label.group(1)));
    }

    @ParameterizedTest
    @MethodSource("targets")
    void everyLabelOfALegendIsLeftOverByTheQuery(Dashboard.Target target) {
        // Given
        Set<String> kept = Query.of(target.expression()).grouping();

        // Then
        if (!kept.isEmpty()) {
            LABEL.matcher(target.legend())
                    .results()
                    .forEach(label -> assertThat(kept).contains(label.group(1)));
        }
    }

    @Test
    void countersAreNeverShownAsTheyAre() throws IOException {
        for (Dashboard.Target target : targets()) {
            for (String metric : Query.of(target.expression()).metrics().keySet()) {
                if (metric.matches(".*_(total|bucket|sum|count)")) {
                    assertThat(target.expression())
                            .containsPattern("(rate|increase)\\(" + metric + "\\{");
                }
            }
        }
    }

    @Test
    void everyMetricOfOursIsOnItSomewhere() throws IOException {
        // Given
        Set<String> shown = new TreeSet<>();
        for (Dashboard.Target target : targets()) {
            shown.addAll(Query.of(target.expression()).metrics().keySet());
        }

        // Then
        assertThat(MetricsPage.rows())
                .hasSizeGreaterThan(30)
                .filteredOn(row -> row.name().startsWith("spotkeeper_"))
                .allSatisfy(row ->
                        assertThat(shown)
                                .as(row.name())
                                .containsAnyOf(
                                        row.name(), row.name() + "_bucket", row.name() + "_sum"));
    }

    @Test
    void variablesAreDefinedAndAskForWhatExists() throws IOException {
        // Given
        Dashboard dashboard = Dashboard.read();
        Set<String> defined = new TreeSet<>(Set.of("__rate_interval"));
        Pattern values = Pattern.compile("label_values\\((\\w+), (\\w+)\\)");

        // When
        for (JsonNode variable : dashboard.variables()) {
            defined.add(variable.path("name").asText());
            if (variable.path("type").asText().equals("query")) {
                var asked = values.matcher(variable.at("/query/query").asText());
                assertThat(asked.matches()).isTrue();
                Set<String> labels = new HashSet<>(OF_SCRAPES);
                labels.addAll(series.get(asked.group(1)));
                assertThat(labels).contains(asked.group(2));
            }
        }

        // Then
        Set<String> used = new TreeSet<>(Set.of("datasource"));
        for (Dashboard.Target target : dashboard.targets()) {
            VARIABLE.matcher(target.expression())
                    .results()
                    .forEach(name -> used.add(name.group(1)));
        }
        assertThat(used).isEqualTo(defined);
    }

    @Test
    void panelsAreExplainedAndDoNotOverlap() throws IOException {
        Dashboard dashboard = Dashboard.read();
        assertThat(dashboard.panels())
                .hasSizeGreaterThan(20)
                .allMatch(panel -> panel.path("description").asText().endsWith("."))
                .allMatch(panel ->
                        items(panel.path("targets"))
                                .allMatch(t ->
                                        t.at("/datasource/uid").asText().equals("${datasource}")));
        Set<String> cells = new HashSet<>();
        for (JsonNode panel : dashboard.json().path("panels")) {
            JsonNode place = panel.path("gridPos");
            for (int x = place.path("x").asInt(); x < x(place); x++) {
                for (int y = place.path("y").asInt(); y < y(place); y++) {
                    assertThat(x).isLessThan(24);
                    assertThat(cells.add(x + "," + y)).as(panel.path("title").asText()).isTrue();
                }
            }
        }
        assertThat(items(dashboard.json().path("panels")).map(p -> p.path("id").asInt()))
                .doesNotHaveDuplicates();
    }

    private static int x(JsonNode place) {
        return place.path("x").asInt() + place.path("w").asInt();
    }

    private static int y(JsonNode place) {
        return place.path("y").asInt() + place.path("h").asInt();
    }
}
