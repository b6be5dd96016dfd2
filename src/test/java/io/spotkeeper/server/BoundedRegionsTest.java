package io.spotkeeper.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spotkeeper.testing.MetricsPage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whatever regions specs name, the number of series is bounded. */
class BoundedRegionsTest {
    private final PrometheusMeterRegistry meters = ScrapedMeters.registry();

    private List<String> regions() {
        return MetricsPage.samples(meters.scrape()).stream()
                .filter(sample -> sample.name().equals("calls_total"))
                .map(sample -> sample.labels().getOrDefault("region", "none"))
                .toList();
    }

    private static void call(MeterRegistry meters, String region) {
        meters.counter("calls", "action", "list", "region", region).increment();
    }

    @Test
    void tellsTheFirstByNameAndTheOthersTogether() {
        // When
        for (int i = 0; i < 10 * BoundedRegions.MOST; i++) {
            call(meters, "invented-" + i);
        }
        call(meters, "invented-7");

        // Then
        assertThat(regions())
                .hasSize(BoundedRegions.MOST + 1)
                .contains("invented-7", "invented-99", "other")
                .doesNotContain("invented-100");
        assertThat(meters.get("calls").tag("region", "other").counter().count())
                .isEqualTo(9 * BoundedRegions.MOST);
        assertThat(meters.get("calls").tag("region", "invented-7").counter().count()).isEqualTo(2);
    }

    @Test
    void whatBelongsToNoRegionTakesNoPlace() {
        // Given
        call(meters, "");

        // When
        for (int i = 0; i < BoundedRegions.MOST; i++) {
            call(meters, "r" + i);
        }

        // Then
        assertThat(regions()).hasSize(BoundedRegions.MOST + 1).contains("").doesNotContain("other");
    }
}
