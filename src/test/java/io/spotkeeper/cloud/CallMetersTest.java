package io.spotkeeper.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What calls leave in the metrics. */
class CallMetersTest {
    private static final CapacityPool POOL = new CapacityPool("r1", "z1", "small", Market.SPOT);

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CallMeters meters = new CallMeters(registry, "TencentCloud");

    private List<String> series() {
        return registry.getMeters().stream()
                .map(Meter::getId)
                .map(id -> id.getName() + id.getTags().toString().replace(" ", ""))
                .sorted()
                .toList();
    }

    @Test
    void aCallIsTimedAndCountedByWhatCameOfIt() {
        // When
        int answer = meters.timed("list", "r1", () -> 42, _ -> "ok");
        meters.timed("list", "r1", () -> 42, _ -> "Throttled");
        meters.timed("list", "r1", () -> 42, _ -> "Throttled");

        // Then
        assertThat(answer).isEqualTo(42);
        assertThat(registry.get("spotkeeper.cloud.call.duration").timer().count()).isEqualTo(3);
        assertThat(
                        registry.get("spotkeeper.cloud.calls")
                                .tag("outcome", "Throttled")
                                .counter()
                                .count())
                .isEqualTo(2);
        // This registry keeps buckets as meters of their own.
        assertThat(series())
                .filteredOn(name -> !name.contains(".histogram["))
                .containsExactly(
                        "spotkeeper.cloud.call.duration[tag(action=list),tag(provider=TencentCloud),"
                                + "tag(region=r1)]",
                        "spotkeeper.cloud.calls[tag(action=list),tag(outcome=Throttled),"
                                + "tag(provider=TencentCloud),tag(region=r1)]",
                        "spotkeeper.cloud.calls[tag(action=list),tag(outcome=ok),"
                                + "tag(provider=TencentCloud),tag(region=r1)]");
    }

    @Test
    void countsInstancesOfAnswersAndClassesOfRefusals() {
        // When
        meters.answered(POOL, new LaunchOutcome.Launched(List.of("i-1", "i-2"), null));
        meters.answered(POOL, new LaunchOutcome.Launched(List.of("i-3"), null));
        meters.answered(
                POOL,
                new LaunchOutcome.Refused(
                        new CloudFailure.NoCapacity(
                                CloudFailure.Scope.ZONE, "ResourceInsufficient", "none")));
        meters.answered(POOL, new LaunchOutcome.Unknown("timeout"));

        // Then
        assertThat(
                        registry.get("spotkeeper.instances.launched")
                                .tags("market", "Spot", "region", "r1")
                                .counter()
                                .count())
                .isEqualTo(3);
        assertThat(registry.get("spotkeeper.launches.refused").counters())
                .singleElement()
                .matches(counter -> counter.count() == 1)
                .extracting(counter -> counter.getId().getTag("reason"))
                .isEqualTo("NoCapacity");
        assertThat(registry.getMeters()).hasSize(2);
    }

    @Test
    void sumsWhatReadsWaitForTheirBudget() {
        // When
        meters.waited("r1", Duration.ofMillis(300));
        meters.waited("r1", Duration.ZERO);

        // Then
        var wait = registry.get("spotkeeper.cloud.budget.wait").timer();
        assertThat(wait.count()).isEqualTo(2);
        assertThat(wait.totalTime(TimeUnit.MILLISECONDS)).isEqualTo(300);
    }
}
