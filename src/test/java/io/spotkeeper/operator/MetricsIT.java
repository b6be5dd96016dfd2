package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.testing.ControlPlane;
import io.spotkeeper.testing.MetricsPage;
import io.spotkeeper.testing.MetricsPage.Metric;
import io.spotkeeper.testing.MetricsPage.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a running operator serves is what {@code docs/metrics.md} says. */
class MetricsIT {
    /** A look fails where the operator lacks rights: {@code HelmIT} sees these. */
    private static final Set<String> OF_FAILURES =
            Set.of("reconciliations_failure_total", "reconciliations_retries_total");

    /** Labels that some series of a metric lack: what wakes a look may be no object's change. */
    private static final Map<String, String> OPTIONAL = Map.of("events_received_total", "action");

    private static EmulatedCloud cloud;
    private static OperatorProcess operator;
    private static HttpResponse<String> scrape;
    private static String namespace;

    /** A fleet that lost an instance and replaced it, and then finds a pool sold out. */
    @BeforeAll
    static void scrape() throws IOException, InterruptedException {
        ControlPlane.get().installCrds();
        cloud = EmulatedCloud.start();
        Tenant tenant = Tenant.ready(cloud);
        namespace = tenant.namespace;
        operator =
                OperatorProcess.start(
                        "metrics",
                        "--allowed-endpoint=" + cloud.authority(),
                        "--cluster-id=" + UUID.randomUUID(),
                        // Other tests leave fleets behind.
                        "--namespace=" + namespace);
        scrape = get();
        tenant.environment("web", "desiredCount: 2");
        tenant.awaitAtTarget("web", 2);
        cloud.interrupt(tenant.uid("web"), 1);
        eventually(
                () -> check(!tenant.activities("web", "Interrupted").isEmpty(), "no interruption"));
        tenant.awaitAtTarget("web", 2);
        cloud.stock("ap-guangzhou-3", "S3.MEDIUM4", 0);
        tenant.scale("web", 3);
        tenant.awaitReason("web", "NoCapacity");
        eventually(() -> {
            scrape = get();
            check(
                    value("spotkeeper_fleets{", "reason=\"NoCapacity\"") == 1
                            && value("spotkeeper_launches_refused_total{", "") > 0,
                    scrape.body());
        });
    }

    private static HttpResponse<String> get() throws IOException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + operator.port() + "/metrics");
        try (HttpClient http = HttpClient.newHttpClient()) {
            return http.send(
                    HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @AfterAll
    static void stop() {
        operator.close();
        cloud.close();
    }

    /** Sum over the series that begin and contain like this. */
    private static double value(String begin, String part) {
        return scrape.body()
                .lines()
                .filter(line -> line.startsWith(begin) && line.contains(part))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Test
    void saysWhichFormatItIs() {
        assertThat(scrape.headers().firstValue("Content-Type"))
                .contains("text/plain; version=0.0.4; charset=utf-8");
    }

    @Test
    void everyMetricIsDocumentedAndEveryDocumentedOneIsServed() {
        // When
        Map<String, String> types = MetricsPage.types(scrape.body());
        types.keySet().removeIf(name -> name.endsWith("_max") && !name.startsWith("jvm_"));

        // Then
        Map<String, String> documented = new TreeMap<>();
        for (Metric row : MetricsPage.rows()) {
            if (!OF_FAILURES.contains(row.name()) || types.containsKey(row.name())) {
                documented.put(row.name(), row.type());
            }
        }
        assertThat(types).isEqualTo(documented);
    }

    @Test
    void everySeriesHasTheDocumentedLabels() {
        Map<String, Set<String>> documented = MetricsPage.series();
        for (Sample sample : MetricsPage.samples(scrape.body())) {
            Set<String> labels = new HashSet<>(documented.getOrDefault(sample.name(), Set.of()));
            String optional = OPTIONAL.get(sample.name());
            if (optional != null && !sample.labels().containsKey(optional)) {
                labels.remove(optional);
            }
            assertThat(sample.labels().keySet()).as(sample.name()).isEqualTo(labels);
        }
    }

    @Test
    void tellsWhatHappened() {
        assertThat(value("spotkeeper_leading", "")).isEqualTo(1);
        String web = "fleet=\"web\",fleet_namespace=\"" + namespace + "\"";
        assertThat(value("spotkeeper_fleet_target_capacity{", web)).isEqualTo(3);
        assertThat(value("spotkeeper_fleet_ready_capacity{", web)).isEqualTo(2);
        assertThat(value("spotkeeper_fleet_below_target_seconds{", web)).isPositive();
        assertThat(value("spotkeeper_fleet_hourly_cost{", web)).isPositive();
        assertThat(value("spotkeeper_below_target_seconds_total{", "")).isPositive();
        assertThat(value("spotkeeper_interruptions_total{", "TencentCloud")).isEqualTo(1);
        assertThat(value("spotkeeper_replenish_seconds_count{", "TencentCloud")).isEqualTo(1);
        assertThat(value("spotkeeper_instances_launched_total{", "market=\"Spot\"")).isEqualTo(3);
        assertThat(value("spotkeeper_launches_refused_total{", "reason=\"NoCapacity\""))
                .isPositive();
        assertThat(value("spotkeeper_cloud_calls_total{", "outcome=\"launched\"")).isEqualTo(2);
        assertThat(value("spotkeeper_inventory_listings_total{", "outcome=\"complete\""))
                .isPositive();
        assertThat(value("spotkeeper_inventory_age_seconds{", "")).isLessThan(60);
    }

    @Test
    void labelsHoldNoNameButThoseOfTheFleet() {
        // When
        List<Sample> samples = MetricsPage.samples(scrape.body());

        // Then
        Map<String, Set<String>> values = new TreeMap<>();
        samples.forEach(sample ->
                sample.labels()
                        .forEach((label, value) ->
                                values.computeIfAbsent(label, _ -> new TreeSet<>()).add(value)));
        assertThat(values.get("fleet")).containsExactly("web");
        assertThat(values.get("fleet_namespace")).containsExactly(namespace);
        assertThat(values.get("region")).containsExactlyInAnyOrder("", "ap-guangzhou");
        assertThat(
                        samples.stream()
                                .filter(sample -> sample.labels().containsValue(namespace))
                                .map(Sample::name)
                                .collect(Collectors.toSet()))
                .hasSize(6)
                .allMatch(name -> name.startsWith("spotkeeper_fleet_"));
    }
}
