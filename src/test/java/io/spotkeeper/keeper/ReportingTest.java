package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PriceSource;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a pass tells: who departs, what the fleet costs, and what stands in the way. */
class ReportingTest {
    private static final Explanation AT_TARGET =
            Explanation.of(Reason.AT_TARGET, "all is well", null);
    private static final List<CapacityPool> POOLS = List.of(Fleets.A, Fleets.B, Fleets.C);

    private final OnePass one = new OnePass(Fleets.like(f -> f.buysFrom(Fleets.A, Fleets.B)));
    private final Map<CapacityPool, Offer> offers = new HashMap<>();
    private final List<Member> members = new ArrayList<>();

    private void offer(
            CapacityPool pool,
            @Nullable String price,
            @Nullable PriceSource source,
            @Nullable Instant quotedAt) {
        offers.put(
                pool,
                new Offer(
                        price == null ? null : new BigDecimal(price),
                        source,
                        Offer.Stock.AVAILABLE,
                        quotedAt,
                        null,
                        Integer.MAX_VALUE));
    }

    private void running(CapacityPool... pools) {
        for (CapacityPool pool : pools) {
            members.add(OnePass.member(OnePass.in(pool, OnePass.ours("ins-" + members.size()))));
        }
    }

    private FleetReport report(Instance... listed) {
        return Reporting.report(
                one.pass(),
                one.round(listed),
                new FleetView(members, 0, 0, false),
                AT_TARGET,
                offers);
    }

    private FleetReport.Cost cost() {
        return Objects.requireNonNull(report().cost());
    }

    // ---- departing ----

    @Test
    void tellsAsDepartingWhatIsDeadOrBeingGivenUp() {
        one.books(
                ledger -> ledger.knowing(List.of("a")).terminating(List.of(OnePass.farewell("b"))));
        Instance dead = OnePass.is(InstanceState.TERMINATING, OnePass.ours("c"));

        FleetReport report = report(OnePass.ours("a"), OnePass.ours("b"), dead);

        assertThat(report.departing()).containsExactly(OnePass.ours("b"), dead);
    }

    // ---- cost ----

    @Test
    void sumsThePricesOfWhatCounts() {
        offer(Fleets.A, "0.10", PriceSource.MARKET, FakeTime.START);
        offer(Fleets.B, "0.25", PriceSource.MARKET, FakeTime.START);
        running(Fleets.A, Fleets.A, Fleets.B);

        assertThat(cost().hourly()).isEqualByComparingTo("0.45");
    }

    @Test
    void countsNothingForWhatHasNoPriceOrWasNeverSeen() {
        offer(Fleets.A, "0.10", PriceSource.MARKET, FakeTime.START);
        offer(Fleets.B, null, null, FakeTime.START.minusSeconds(60));
        running(Fleets.A, Fleets.B, Fleets.C);
        members.add(new Member("unseen", null, Fleet.UNIT, false, false));

        assertThat(cost().hourly()).isEqualByComparingTo("0.10");
        assertThat(cost().source()).isEqualTo(PriceSource.MARKET);
        assertThat(cost().quotedAt()).isEqualTo(FakeTime.START);
    }

    @Test
    void tellsNoSourceWhereNoPriceIsKnown() {
        running(Fleets.A);

        assertThat(cost()).isEqualTo(new FleetReport.Cost(BigDecimal.ZERO, null, null));
    }

    /** Whichever pool comes first. */
    @Test
    void tellsTheWeakestSourceAndTheOldestQuotation() {
        running(Fleets.A, Fleets.B, Fleets.C);
        PriceSource[] sources = PriceSource.values();
        for (int turn = 0; turn < 3; turn++) {
            for (int pool = 0; pool < 3; pool++) {
                int rank = (pool + turn) % 3;
                offer(POOLS.get(pool), "0.1", sources[rank], FakeTime.START.minusSeconds(rank));
            }

            assertThat(cost().source()).isEqualTo(PriceSource.BID);
            assertThat(cost().quotedAt()).isEqualTo(FakeTime.START.minusSeconds(2));
        }
    }

    @Test
    void tellsTheSourceOfTheOnlyPriceThatHasOne() {
        running(Fleets.A, Fleets.B, Fleets.C);
        for (CapacityPool known : POOLS) {
            for (CapacityPool pool : POOLS) {
                boolean has = pool.equals(known);
                offer(
                        pool,
                        "0.1",
                        has ? PriceSource.ON_DEMAND_BOUND : null,
                        has ? FakeTime.START : null);
            }

            assertThat(cost().source()).isEqualTo(PriceSource.ON_DEMAND_BOUND);
            assertThat(cost().quotedAt()).isEqualTo(FakeTime.START);
        }
    }

    @Test
    void addsTheBandwidthThatIsPaidByTheHour() {
        offer(Fleets.A, "0.10", PriceSource.MARKET, FakeTime.START);
        running(Fleets.A, Fleets.A);

        one.fleet = addressed(BandwidthCharge.BY_TRAFFIC, Fleets.A);
        assertThat(cost().hourly()).isEqualByComparingTo("0.20");
        one.fleet = addressed(BandwidthCharge.BY_BANDWIDTH, Fleets.A);

        assertThat(cost().hourly()).isEqualByComparingTo("0.22");
    }

    @Test
    void addsNoBandwidthForAPoolThatTheFleetLeft() {
        offer(Fleets.A, "0.10", PriceSource.MARKET, FakeTime.START);
        running(Fleets.A);

        one.fleet = addressed(BandwidthCharge.BY_BANDWIDTH, Fleets.B);

        assertThat(cost().hourly()).isEqualByComparingTo("0.10");
    }

    private static Fleet addressed(BandwidthCharge charge, CapacityPool pool) {
        return Fleets.like(f -> {
            f.buysFrom(pool);
            f.address = new PublicIp(5, charge, null, true);
        });
    }

    // ---- trouble ----

    private Explanation troubled(@Nullable CloudFailure asking, @Nullable CloudFailure ending) {
        Pass pass = one.pass();
        pass.trouble = asking;
        pass.evidence.trouble = ending;
        return Reporting.troubled(pass, AT_TARGET);
    }

    @Test
    void tellsFirstWhatOnlyAPersonCanMend() {
        CloudFailure denied = new CloudFailure.Unauthorized("Denied", "no permission");
        CloudFailure blocked = new CloudFailure.AccountBlocked("Arrears", "unpaid");

        assertThat(troubled(denied, null).reason()).isEqualTo(Reason.CREDENTIALS_INVALID);
        assertThat(troubled(null, blocked).reason()).isEqualTo(Reason.ACCOUNT_BLOCKED);
        assertThat(troubled(denied, blocked).message())
                .isEqualTo("no permission (Denied); all is well");
    }

    @Test
    void tellsNothingOfTroubleThatPassesByItself() {
        CloudFailure busy = new CloudFailure.Throttled(null, "Slow", "slow down");

        assertThat(troubled(busy, null)).isEqualTo(AT_TARGET);
        assertThat(troubled(null, null)).isEqualTo(AT_TARGET);
    }

    @Test
    void tellsNoOtherTroubleThanTheOneThatAlreadyNeedsAPerson() {
        Explanation invalid = Explanation.of(Reason.INVALID_TEMPLATE, "no such image", null);
        Pass pass = one.pass();
        pass.trouble = new CloudFailure.Unauthorized("Denied", "no permission");

        assertThat(Reporting.troubled(pass, invalid)).isEqualTo(invalid);
    }

    // ---- without a listing ----

    @Test
    void waitsForAListingThatDidNotFail() {
        Explanation waiting = Reporting.mistrust(one.pass());

        assertThat(waiting.reason()).isEqualTo(Reason.INVENTORY_UNTRUSTED);
        assertThat(waiting.message())
                .isEqualTo("Waiting for a complete listing of the region's instances");
        one.fleet = Fleets.like(f -> f.deleting = true);
        assertThat(Reporting.mistrust(one.pass()).reason()).isEqualTo(Reason.DELETING);
    }

    @Test
    void tellsWhyARegionCannotBeListed() {
        one.fleet =
                Fleets.like(f ->
                        f.buysFrom(new CapacityPool("r0", "z0", "small", Market.SPOT), Fleets.A));
        one.cloud.listings.add(Lie.FAILED);
        one.process.book.take(Fleets.REGION);

        Explanation told = Reporting.mistrust(one.pass());

        assertThat(told.reason()).isEqualTo(Reason.INVENTORY_UNTRUSTED);
        assertThat(told.message())
                .isEqualTo(
                        "The instances of r1 cannot be listed: the cloud is down (Down);"
                                + " nothing is decided until they can");
    }
}
