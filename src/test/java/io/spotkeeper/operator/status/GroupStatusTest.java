package io.spotkeeper.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.api.v1alpha1.AllocationStatus;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.PriceSource;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.FleetReport;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What the status of a group tells besides that of an environment. */
class GroupStatusTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    private static CapacityPool pool(Market market) {
        return new CapacityPool("ap-southeast-1", "ap-southeast-1a", "s6.large.2", market);
    }

    private static Member member(String id, Market market) {
        return new Member(
                id,
                new Instance(
                        id,
                        pool(market),
                        InstanceState.RUNNING,
                        Map.of(),
                        AT,
                        null,
                        null,
                        false,
                        null),
                6000,
                false,
                false);
    }

    /** A group that wants 6 units, all of them on demand. */
    private static FleetStatus told(
            FleetStatus before, List<Member> members, Explanation.@Nullable Optimality optimality) {
        Explanation explanation =
                new Explanation(
                        Reason.AT_TARGET,
                        "told",
                        List.of(
                                new Explanation.PoolVerdict(
                                        pool(Market.ON_DEMAND),
                                        Explanation.Verdict.KEPT,
                                        1,
                                        new BigDecimal("0.62"),
                                        PriceSource.MARKET,
                                        "NotNeeded",
                                        null)),
                        null,
                        optimality);
        Ledger ledger =
                new Ledger(3, new TreeSet<>(), List.of(), List.of(), List.of(), List.of(), null);
        return FleetStatusFactory.told(
                before,
                new FleetStatusFactory.Subject("uid-1", 4, "CNY"),
                StatusSizeTest.fleet(6).grouped(StatusSizeTest.terms(6)),
                new FleetRecord(ledger, null, true, new TreeSet<>(), 0, null, List.of()),
                new FleetReport(new FleetView(members, 0, 0, false), List.of(), explanation, null),
                AT);
    }

    private static String ready(FleetStatus status) {
        return Conditions.find(status.conditions(), "Ready").orElseThrow().getStatus();
    }

    @Test
    void tellsTheStablePart() {
        FleetStatus status =
                told(
                        FleetStatus.empty(),
                        List.of(member("a", Market.ON_DEMAND), member("b", Market.SPOT)),
                        null);

        CapacityStatus capacity = Objects.requireNonNull(status.capacity());
        assertThat(capacity.live()).isEqualTo("12");
        assertThat(capacity.stableLive()).isEqualTo("6");
        assertThat(capacity.stableTarget()).isEqualTo("6");
        assertThat(Objects.requireNonNull(status.allocation()).pools())
                .singleElement()
                .satisfies(row -> assertThat(row.region()).isEqualTo("ap-southeast-1"));
    }

    @Test
    void isReadyWhereEachPartRuns() {
        FleetStatus onDemand =
                told(FleetStatus.empty(), List.of(member("a", Market.ON_DEMAND)), null);
        FleetStatus spot = told(FleetStatus.empty(), List.of(member("b", Market.SPOT)), null);

        assertThat(ready(onDemand)).isEqualTo("True");
        assertThat(ready(spot)).isEqualTo("False");
    }

    @Test
    void aProofOutlivesPassesThatPlanNothing() {
        // Given
        FleetStatus planned =
                told(
                        FleetStatus.empty(),
                        List.of(),
                        new Explanation.Optimality(new BigDecimal("0.62"), new BigDecimal("0.6")));

        // When
        FleetStatus quiet = told(planned, List.of(member("a", Market.ON_DEMAND)), null);
        FleetStatus nothingBought =
                told(
                        quiet,
                        List.of(),
                        new Explanation.Optimality(BigDecimal.ZERO, BigDecimal.ZERO));

        // Then
        for (FleetStatus status : List.of(planned, quiet, nothingBought)) {
            AllocationStatus allocation = Objects.requireNonNull(status.allocation());
            var proof = Objects.requireNonNull(allocation.optimality());
            assertThat(proof.cost()).isEqualTo("0.62");
            assertThat(proof.lowerBound()).isEqualTo("0.60");
        }
    }
}
