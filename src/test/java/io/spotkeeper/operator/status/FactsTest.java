package io.spotkeeper.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.api.v1alpha1.AllocationStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.CostEstimate;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.Market;
import io.spotkeeper.api.v1alpha1.PoolStatus;
import io.spotkeeper.api.v1alpha1.PoolVerdict;
import io.spotkeeper.api.v1alpha1.PriceSource;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FactsTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00Z");
    private static final Instant LATER = FIRST.plusSeconds(60);

    @Test
    void pricesAndTheTimesOfDecisionsAreNoFacts() {
        // Given
        FleetStatus before = status("1.00", "0.50", FIRST, PoolVerdict.Kept);

        // When
        FleetStatus after = status("1.90", "0.95", LATER, PoolVerdict.Kept);

        // Then
        assertThat(Facts.same(before, after)).isTrue();
    }

    @Test
    void aVerdictIsAFact() {
        // Given
        FleetStatus before = status("1.00", "0.50", FIRST, PoolVerdict.Kept);

        // When
        FleetStatus after = status("1.00", "0.50", FIRST, PoolVerdict.Rejected);

        // Then
        assertThat(Facts.same(before, after)).isFalse();
    }

    @Test
    void aMessageIsAFactUnlessItCarriesAPrice() {
        // Then
        assertThat(
                        Facts.same(
                                conditions(ConditionReason.NoCapacity, "a"),
                                conditions(ConditionReason.NoCapacity, "b")))
                .isFalse();
        assertThat(
                        Facts.same(
                                conditions(ConditionReason.PriceBelowMarket, "below 0.40"),
                                conditions(ConditionReason.PriceBelowMarket, "below 0.41")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "1.00, 1.04, false",
        "1.00, 1.05, true",
        "1.00, 0.95, true",
        "1.00, 1.00, false",
        "0.00, 0.01, true",
        "0.00, 0.00, false"
    })
    void costMovesByATwentieth(String before, String after, boolean moved) {
        // Then
        assertThat(
                        Facts.costMoved(
                                status(before, "1", FIRST, PoolVerdict.Kept),
                                status(after, "1", LATER, PoolVerdict.Kept)))
                .isEqualTo(moved);
    }

    @Test
    void theFirstKnownCostIsAMove() {
        // Given
        FleetStatus unknown = FleetStatus.empty();

        // Then
        assertThat(Facts.costMoved(unknown, status("1.00", "1", FIRST, PoolVerdict.Kept))).isTrue();
        assertThat(Facts.costMoved(status("1.00", "1", FIRST, PoolVerdict.Kept), unknown))
                .isFalse();
    }

    private static FleetStatus conditions(ConditionReason reason, String message) {
        return FleetStatus.empty().toBuilder()
                .conditions(Conditions.of(List.of(), false, reason, message, 1, FIRST))
                .build();
    }

    private static FleetStatus status(String cost, String price, Instant at, PoolVerdict verdict) {
        PoolStatus pool =
                new PoolStatus(
                        "r",
                        "z",
                        "t",
                        Market.Spot,
                        verdict,
                        1,
                        price,
                        PriceSource.Market,
                        "NotNeeded",
                        at);
        return FleetStatus.empty().toBuilder()
                .cost(new CostEstimate(cost, "CNY", PriceSource.Market, at))
                .allocation(new AllocationStatus("at " + price, at, null, List.of(pool), null))
                .build();
    }
}
