package io.spotkeeper.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.operator.FleetStanding.Capacity;
import io.spotkeeper.operator.FleetStanding.Cost;
import io.spotkeeper.server.ScrapedMeters;
import io.spotkeeper.testing.MetricsPage;
import io.spotkeeper.testing.MetricsPage.Sample;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What is told of fleets, through the registry that is scraped. */
class FleetMetersTest {
    private static final AccountKey KEY = AccountKey.of("TencentCloud", "China", "key");
    private static final List<String> KINDS = List.of("ComputeEnvironment", "AutoLaunchGroup");

    private final HandTime time = new HandTime();
    private final PrometheusMeterRegistry meters = ScrapedMeters.registry();
    private final FleetRoster roster = new FleetRoster(new FleetMeters(meters, time));

    private static FleetRoster.Entry entry(String uid, String name, FleetStanding standing) {
        return entry(uid, "ComputeEnvironment", name, standing);
    }

    private static FleetRoster.Entry entry(
            String uid, String kind, String name, FleetStanding standing) {
        return new FleetRoster.Entry(
                uid,
                kind,
                new ResourceID(name, "team"),
                "tencent",
                Set.of("r1"),
                Set.of(),
                0,
                BigDecimal.ZERO,
                standing);
    }

    private static FleetStanding standing(
            ConditionReason reason, double target, double ready, long interruptions) {
        return new FleetStanding(
                reason,
                new Capacity(target, ready + 1, ready, 1),
                new Cost(1.5, "CNY"),
                interruptions);
    }

    private void looks(FleetStanding standing) {
        roster.put(entry("u1", "web", standing), KEY);
    }

    private double gauge(String name) {
        return meters.get(name).tag("fleet", "web").gauge().value();
    }

    private double below() {
        return meters.get("spotkeeper.below.target.seconds").functionCounter().count();
    }

    // ---- one by one ----

    @Test
    void tellsAFleetByItsNameAsLongAsItIsThere() {
        // When
        looks(standing(ConditionReason.Launching, 4, 2, 0));

        // Then
        assertThat(gauge("spotkeeper.fleet.target.capacity")).isEqualTo(4);
        assertThat(gauge("spotkeeper.fleet.live.capacity")).isEqualTo(3);
        assertThat(gauge("spotkeeper.fleet.ready.capacity")).isEqualTo(2);
        assertThat(gauge("spotkeeper.fleet.landing.capacity")).isEqualTo(1);
        assertThat(gauge("spotkeeper.fleet.hourly.cost")).isEqualTo(1.5);

        // and
        roster.remove("u1");
        assertThat(meters.scrape()).doesNotContain("fleet=\"web\"");
    }

    @Test
    void withoutAPriceThereIsNoCost() {
        // Given
        looks(standing(ConditionReason.AtTarget, 4, 4, 0));

        // When
        looks(new FleetStanding(ConditionReason.AtTarget, new Capacity(4, 4, 4, 0), null, 0));

        // Then
        assertThat(meters.scrape())
                .contains("spotkeeper_fleet_target_capacity{")
                .doesNotContain("spotkeeper_fleet_hourly_cost{", "NaN");

        // and it comes back with a price
        looks(standing(ConditionReason.AtTarget, 4, 4, 0));
        assertThat(gauge("spotkeeper.fleet.hourly.cost")).isEqualTo(1.5);
    }

    @Test
    void aNamesakeHasSeriesOfItsOwn() {
        // Given
        looks(standing(ConditionReason.AtTarget, 4, 4, 0));

        // When
        roster.put(entry("u2", "web", standing(ConditionReason.AtTarget, 9, 9, 0)), KEY);
        roster.remove("u1");

        // Then
        assertThat(gauge("spotkeeper.fleet.target.capacity")).isEqualTo(9);
        assertThat(gauge("spotkeeper.fleet.below.target")).isZero();
    }

    @Test
    void sumsWhatFleetsSpendBelowTheirTarget() {
        // Given
        looks(standing(ConditionReason.NoCapacity, 4, 2, 0));
        roster.put(entry("u2", "other", standing(ConditionReason.NoCapacity, 4, 2, 0)), KEY);
        time.advance(Duration.ofSeconds(60));

        // When
        looks(standing(ConditionReason.AtTarget, 4, 4, 0));
        time.advance(Duration.ofSeconds(30));

        // Then
        assertThat(gauge("spotkeeper.fleet.below.target")).isZero();
        assertThat(below()).isEqualTo(60 + 90);

        // and what is gone was below its target all the same
        roster.remove("u2");
        time.advance(Duration.ofSeconds(1000));
        assertThat(below()).isEqualTo(60 + 90);
    }

    @Test
    void aFleetThatIsMeantToRestIsNotBelowItsTarget() {
        // Given
        looks(standing(ConditionReason.NoCapacity, 4, 2, 0));
        time.advance(Duration.ofSeconds(60));

        // When
        looks(standing(ConditionReason.Paused, 4, 2, 0));
        time.advance(Duration.ofSeconds(60));

        // Then
        assertThat(gauge("spotkeeper.fleet.below.target")).isZero();
        assertThat(below()).isEqualTo(60);
    }

    @Test
    void timesHowLongLossesTakeToReplace() {
        // Given
        looks(standing(ConditionReason.AtTarget, 4, 4, 7));
        time.advance(Duration.ofSeconds(60));

        // When
        looks(standing(ConditionReason.Launching, 4, 2, 9));
        time.advance(Duration.ofSeconds(20));
        looks(standing(ConditionReason.Launching, 4, 3, 9));
        time.advance(Duration.ofSeconds(20));
        // Growth besides does not count.
        looks(standing(ConditionReason.Launching, 8, 4, 9));

        // Then
        assertThat(meters.get("spotkeeper.interruptions").counter().count()).isEqualTo(2);
        assertThat(meters.get("spotkeeper.replenish").timer().count()).isEqualTo(1);
        assertThat(meters.get("spotkeeper.replenish").timer().totalTime(TimeUnit.SECONDS))
                .isEqualTo(40);
    }

    @Test
    void whatIsLostWhileAFleetRestsIsNotReplaced() {
        // Given
        looks(standing(ConditionReason.AtTarget, 4, 4, 0));

        // When
        looks(standing(ConditionReason.Paused, 4, 3, 1));
        time.advance(Duration.ofHours(5));
        looks(standing(ConditionReason.AtTarget, 4, 4, 1));

        // Then
        assertThat(meters.get("spotkeeper.interruptions").counter().count()).isEqualTo(1);
        assertThat(meters.get("spotkeeper.replenish").timer().count()).isZero();
    }

    // ---- all together ----

    @Test
    void aThousandFleetsAreSixSeriesEachAndNoMore() {
        // Given
        ConditionReason[] reasons = ConditionReason.values();
        for (int i = 0; i < 1000; i++) {
            FleetStanding standing = standing(reasons[i % reasons.length], 20, i % 21, i);
            roster.put(entry("u" + i, KINDS.get(i % 2), "fleet-" + i, standing), KEY);
            roster.put(
                    entry("u" + i, KINDS.get(i % 2), "fleet-" + i, standing(reasons[0], 20, 20, i)),
                    KEY);
        }

        // When
        String scrape = meters.scrape();
        List<Sample> samples = MetricsPage.samples(scrape);

        // Then
        long named = samples.stream().filter(s -> s.labels().containsKey("fleet")).count();
        assertThat(named).isEqualTo(6 * 1000);
        assertThat(samples.size() - named)
                .isLessThan(KINDS.size() * (reasons.length + 1) + /* replenish, JVM */ 60);
        assertThat(scrape.length()).isLessThan(1_000_000);

        // and nothing is left of those that are gone
        for (int i = 0; i < 1000; i++) {
            roster.remove("u" + i);
        }
        assertThat(meters.scrape()).doesNotContain("fleet-");
        assertThat(meters.get("spotkeeper.fleets").tag("reason", "AtTarget").gauges())
                .hasSize(KINDS.size())
                .allMatch(gauge -> gauge.value() == 0);
    }

    @Test
    void labelsAreThoseOfTheDocumentation() {
        // Given
        looks(standing(ConditionReason.AtTarget, 4, 4, 0));

        // When
        List<Sample> ours =
                MetricsPage.samples(meters.scrape()).stream()
                        .filter(sample -> sample.name().startsWith("spotkeeper_"))
                        .toList();

        // Then
        assertThat(ours)
                .isNotEmpty()
                .allSatisfy(sample ->
                        assertThat(sample.labels().keySet())
                                .as(sample.name())
                                .isEqualTo(MetricsPage.series().get(sample.name())));
    }
}
