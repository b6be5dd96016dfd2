package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Explanation.PoolVerdict;
import io.spotkeeper.fleet.Explanation.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which pools the missing capacity is bought from, and what is told of it. */
class PurchaseTest {
    private static Scene cheapest(CapacityPool... pools) {
        Scene scene = new Scene().from(pools);
        scene.strategy = Fleet.AllocationStrategy.LOWEST_PRICE;
        return scene;
    }

    // ---- strategies ----

    /** Huawei publishes no spot price, and refuses a bid that is above the on-demand price. */
    @Test
    void bidsOnlyBelowAPriceThatIsABound() {
        for (String bid : new String[] {"0.09", "0.10", "0.20"}) {
            Scene scene = new Scene().wants(1000).rule(Scene.A, bid, 1000);
            scene.offers.put(
                    Scene.A,
                    new Offer(
                            new BigDecimal("0.10"),
                            PriceSource.ON_DEMAND_BOUND,
                            Offer.Stock.AVAILABLE,
                            Scene.NOW,
                            null,
                            Integer.MAX_VALUE));

            Action.Launch launch = (Action.Launch) scene.decide().actions().getFirst();

            assertThat(launch.rule().maxPrice())
                    .isEqualTo(bid.equals("0.09") ? new BigDecimal(bid) : null);
        }
    }

    @Test
    void aLowerBidBoundsAnUnpublishedPrice() {
        Offer bound =
                new Offer(
                        new BigDecimal("0.10"),
                        PriceSource.ON_DEMAND_BOUND,
                        Offer.Stock.AVAILABLE,
                        Scene.NOW,
                        null,
                        Integer.MAX_VALUE);

        assertThat(bound.bounded(new BigDecimal("0.04")).price()).isEqualTo("0.04");
        assertThat(bound.bounded(new BigDecimal("0.04")).source()).isEqualTo(PriceSource.BID);
        assertThat(bound.bounded(new BigDecimal("0.10"))).isEqualTo(bound);
        assertThat(bound.bounded(null)).isEqualTo(bound);
    }

    @Test
    void buysFromTheFirstPoolOfTheOwnersOrder() {
        Scene scene = new Scene().wants(5000).from(Scene.B, Scene.A).price(Scene.A, "0.01");

        assertThat(scene.launches()).containsExactly("z2×5");
    }

    @Test
    void buysOnlyWhatIsMissing() {
        Scene scene = new Scene().wants(9000).from(Scene.A).live(Scene.A, 3);
        scene.landing(Scene.A, 4, 1000);

        assertThat(scene.launches()).containsExactly("z1×2");
    }

    @Test
    void buysFromTheCheapestPool() {
        Scene scene = cheapest(Scene.A, Scene.B, Scene.C).wants(2000);
        scene.price(Scene.A, "0.3").price(Scene.B, "0.1").price(Scene.C, "0.2");

        assertThat(scene.launches()).containsExactly("z2×2");
    }

    @Test
    void comparesPricesPerUnitOfCapacity() {
        Scene scene = new Scene().wants(8000);
        scene.strategy = Fleet.AllocationStrategy.LOWEST_PRICE;
        scene.rule(Scene.A, null, 1000).rule(Scene.B, null, 4000);
        scene.price(Scene.A, "0.10").price(Scene.B, "0.36");

        assertThat(scene.launches()).containsExactly("z2×2");
    }

    @Test
    void breaksTiesByTheOwnersOrder() {
        Scene scene = cheapest(Scene.C, Scene.A, Scene.B).wants(1000);
        scene.price(Scene.A, "0.10").price(Scene.B, "0.100").price(Scene.C, "0.1");

        assertThat(scene.launches()).containsExactly("z3×1");
    }

    @Test
    void putsUnknownPricesLast() {
        Scene scene = cheapest(Scene.A, Scene.B).wants(1000);
        scene.price(Scene.A, null).price(Scene.B, "9.99");

        assertThat(scene.launches()).containsExactly("z2×1");
    }

    @Test
    void buysFromAPoolOfUnknownPriceWhenThereIsNoOther() {
        assertThat(cheapest(Scene.A).wants(1000).launches()).containsExactly("z1×1");
    }

    @Test
    void roundsUpToWholeInstances() {
        Scene scene = new Scene().wants(10_000).rule(Scene.A, null, 4000);

        assertThat(scene.launches()).containsExactly("z1×3");
    }

    @Test
    void splitsWhatIsMoreThanOneCallTakes() {
        Scene scene = new Scene().wants(230_000).from(Scene.A);

        assertThat(scene.launches()).containsExactly("z1×100", "z1×100", "z1×30");
    }

    @Test
    void keepsWithinWhatMayLandAtOnce() {
        Scene scene = new Scene().wants(900_000).from(Scene.A).landing(Scene.A, 450, 1000);

        assertThat(scene.launches()).containsExactly("z1×50");
    }

    @Test
    void probesAPoolAndBuysTheRestElsewhere() {
        Scene scene = new Scene().wants(5000).from(Scene.A, Scene.B);
        scene.offer(Scene.A, "0.1", Offer.Stock.AVAILABLE, null, 1);

        assertThat(scene.launches()).containsExactly("z1×1", "z2×4");
    }

    // ---- advice ----

    @Test
    void putsPoolsLastThatAreSaidToBeSoldOut() {
        Scene scene = new Scene().wants(1000).from(Scene.A, Scene.B, Scene.C);
        scene.stock(Scene.A, Offer.Stock.SOLD_OUT).stock(Scene.B, Offer.Stock.NOT_LISTED);

        assertThat(scene.launches()).containsExactly("z3×1");
    }

    @Test
    void asksPoolsAllTheSameThatAreSaidToBeSoldOut() {
        Scene scene = new Scene().wants(2000).from(Scene.A);
        scene.stock(Scene.A, Offer.Stock.SOLD_OUT);

        assertThat(scene.launches()).containsExactly("z1×2");
    }

    // ---- obstacles ----

    @Test
    void asksNoPoolThatCoolsDown() {
        Scene scene = new Scene().wants(1000).from(Scene.A, Scene.B);
        scene.cooling(Scene.A, RefusalKind.NO_CAPACITY, Duration.ofMinutes(1));

        assertThat(scene.launches()).containsExactly("z2×1");
    }

    @Test
    void waitsWhileTheBidIsBelowTheMarket() {
        Scene scene = new Scene().wants(1000).rule(Scene.A, "0.09", 1000).price(Scene.A, "0.10");

        Decision decision = scene.decide();

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.explanation().reason()).isEqualTo(Reason.PRICE_BELOW_MARKET);
        assertThat(decision.explanation().message()).contains("0.09").contains("0.10");
    }

    @Test
    void bidsAtTheMarketPrice() {
        Scene scene = new Scene().wants(1000).rule(Scene.A, "0.10", 1000).price(Scene.A, "0.100");

        assertThat(scene.launches()).containsExactly("z1×1");
    }

    @Test
    void asksTheCloudWhenTheMarketPriceIsOld() {
        Scene scene = new Scene().wants(1000).rule(Scene.A, "0.09", 1000);
        scene.offers.put(
                Scene.A,
                new Offer(
                        new BigDecimal("0.10"),
                        PriceSource.MARKET,
                        Offer.Stock.AVAILABLE,
                        Scene.NOW.minus(PoolObstacle.QUOTE_LIFE.multipliedBy(2)),
                        null,
                        100));

        assertThat(scene.launches()).containsExactly("z1×1");
    }

    @Test
    void doesNotHoldAnUpperBoundAgainstABid() {
        Scene scene = new Scene().wants(1000).rule(Scene.A, "0.09", 1000);
        scene.offers.put(
                Scene.A,
                new Offer(
                        new BigDecimal("0.50"),
                        PriceSource.ON_DEMAND_BOUND,
                        Offer.Stock.AVAILABLE,
                        Scene.NOW,
                        null,
                        100));

        assertThat(scene.launches()).containsExactly("z1×1");
    }

    @Test
    void usesTheFirstSubnetThatIsNotCool() {
        Scene scene = new Scene().wants(1000).rule(Scene.A, null, 1000, "net-1", "net-2");
        scene.coolSubnets.put("net-1", Scene.NOW.plusSeconds(60));

        Action.Launch launch = (Action.Launch) scene.decide().actions().getFirst();

        assertThat(launch.subnetId()).isEqualTo("net-2");
    }

    @Test
    void waitsForTheFirstOfItsSubnets() {
        Scene scene = new Scene().wants(1000).rule(Scene.A, null, 1000, "net-1", "net-2");
        scene.coolSubnets.put("net-1", Scene.NOW.plusSeconds(60));
        scene.coolSubnets.put("net-2", Scene.NOW.plusSeconds(20));

        Explanation explanation = scene.decide().explanation();

        assertThat(explanation.reason()).isEqualTo(Reason.NO_CAPACITY);
        assertThat(at(explanation)).isEqualTo(Scene.NOW.plusSeconds(20));
    }

    // ---- reasons ----

    @Test
    void tellsTheObstacleThatEndsFirst() {
        Scene scene = new Scene().wants(1000).from(Scene.A, Scene.B);
        scene.cooling(Scene.A, RefusalKind.NO_CAPACITY, Duration.ofMinutes(9));
        scene.cooling(Scene.B, RefusalKind.QUOTA_EXCEEDED, Duration.ofMinutes(2));

        Explanation explanation = scene.decide().explanation();

        assertThat(explanation.reason()).isEqualTo(Reason.QUOTA_EXCEEDED);
        assertThat(explanation.message()).contains("2 pools wait");
        assertThat(at(explanation)).isEqualTo(Scene.NOW.plus(Duration.ofMinutes(2)));
    }

    @Test
    void tellsWhatWaitingMendsBeforeWhatNeedsAPerson() {
        Scene scene = new Scene().wants(1000).from(Scene.A, Scene.B);
        scene.cooling(Scene.A, RefusalKind.INVALID_REQUEST, Duration.ofSeconds(10));
        scene.cooling(Scene.B, RefusalKind.NO_CAPACITY, Duration.ofMinutes(20));

        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.NO_CAPACITY);
    }

    @Test
    void tellsWhatNeedsAPersonWhenNothingElseIsLeft() {
        Scene scene = new Scene().wants(1000).from(Scene.A);
        scene.cooling(Scene.A, RefusalKind.ACCOUNT_BLOCKED, Duration.ofMinutes(20));

        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.ACCOUNT_BLOCKED);
    }

    @Test
    void isLaunchingUntilWhatWasLaunchedRuns() {
        Scene scene = new Scene().wants(1000).from(Scene.A);
        scene.member(Scene.A, InstanceState.PENDING, Duration.ofMinutes(1), 1000);

        assertThat(scene.decide().explanation().reason()).isEqualTo(Reason.LAUNCHING);
    }

    @Test
    void isAtTargetWhenAllRuns() {
        Decision decision = new Scene().wants(2000).from(Scene.A).live(Scene.A, 2).decide();

        assertThat(decision.explanation().reason()).isEqualTo(Reason.AT_TARGET);
        assertThat(decision.explanation().next()).isNull();
        assertThat(decision.actions()).isEmpty();
    }

    @Test
    void tellsNothingThatTicks() {
        Scene scene = new Scene().wants(1000).rule(Scene.A, "0.05", 1000).price(Scene.A, "0.10");
        scene.rule(Scene.B, "0.9", 1000).price(Scene.B, "0.2");
        scene.limits = new Fleet.Limits(new BigDecimal("0.5"), null);
        Situation now = scene.situation();
        Situation later =
                new Situation(
                        now.record(),
                        now.view(),
                        now.offers(),
                        now.coolSubnets(),
                        now.lost(),
                        now.now().plusSeconds(7));

        assertThat(FleetPlanner.decide(scene.fleet(), later))
                .isEqualTo(FleetPlanner.decide(scene.fleet(), now));
    }

    @Test
    void ordersRowsChosenFirst() {
        Scene scene = new Scene().wants(9000).from(Scene.A, Scene.B, Scene.C).live(Scene.B, 2);
        scene.cooling(Scene.A, RefusalKind.NO_CAPACITY, Duration.ofMinutes(1));
        scene.cooling(Scene.B, RefusalKind.PRICE_TOO_LOW, Duration.ofMinutes(2));

        List<PoolVerdict> rows = scene.decide().explanation().pools();

        assertThat(rows.stream().map(PoolVerdict::pool)).containsExactly(Scene.C, Scene.B, Scene.A);
        assertThat(rows.stream().map(PoolVerdict::verdict))
                .containsExactly(Verdict.CHOSEN, Verdict.KEPT, Verdict.REJECTED);
        assertThat(rows.stream().map(PoolVerdict::reason))
                .containsExactly("Launching", "PriceBelowMarket", "NoCapacity");
        assertThat(rows.stream().map(PoolVerdict::count)).containsExactly(7, 2, 0);
    }

    // ---- purposes ----

    @Test
    void replacesBeforeItFillsUp() {
        Scene scene = new Scene().wants(3000).from(Scene.A).live(Scene.A, 2);
        scene.lost = 1;

        assertThat(((Action.Launch) scene.decide().actions().getFirst()).purpose())
                .isEqualTo(LaunchIntent.Purpose.REPLACE_INTERRUPTION);
    }

    private static java.time.Instant at(Explanation explanation) {
        Explanation.NextAction next = java.util.Objects.requireNonNull(explanation.next());
        return java.util.Objects.requireNonNull(next.at());
    }

    private static LaunchIntent.Purpose purpose(Scene scene) {
        return ((Action.Launch) scene.decide().actions().getFirst()).purpose();
    }

    @Test
    void fillsUpWhatHasRunBeforeAndGrowsWhatHasNot() {
        Scene running = new Scene().wants(2000).from(Scene.A).live(Scene.A, 1);
        Scene empty = new Scene().wants(2000).from(Scene.A);
        Scene fresh = new Scene().wants(2000).from(Scene.A).live(Scene.A, 1);
        fresh.everLaunched = false;

        assertThat(purpose(running)).isEqualTo(LaunchIntent.Purpose.BELOW_TARGET);
        assertThat(purpose(empty)).isEqualTo(LaunchIntent.Purpose.GROWTH);
        assertThat(purpose(fresh)).isEqualTo(LaunchIntent.Purpose.GROWTH);
    }

    // ---- what is told of what waits ----

    @Test
    void tellsHowManyPoolsWaitWhenSeveralDo() {
        Scene one = new Scene().wants(1000).from(Scene.A);
        one.cooling(Scene.A, RefusalKind.NO_CAPACITY, Duration.ofMinutes(1));
        Scene two = new Scene().wants(1000).from(Scene.A, Scene.B);
        two.cooling(Scene.A, RefusalKind.NO_CAPACITY, Duration.ofMinutes(1));
        two.cooling(Scene.B, RefusalKind.NO_CAPACITY, Duration.ofMinutes(2));

        assertThat(one.decide().explanation().message()).doesNotContain("pools wait");
        assertThat(two.decide().explanation().message()).endsWith("; 2 pools wait");
    }

    @Test
    void tellsOfAPoolThatIsNotNeededWhetherItCoolsDown() {
        Scene scene = new Scene().wants(1000).from(Scene.A, Scene.B).live(Scene.A, 1);
        scene.cooling(Scene.B, RefusalKind.NO_CAPACITY, Duration.ofMinutes(1));

        assertThat(scene.decide().explanation().pools())
                .extracting(PoolVerdict::reason)
                .containsExactly("NotNeeded", RefusalKind.NO_CAPACITY.label());
    }

    @Test
    void waitsWhereThereIsNoPoolToBuyFrom() {
        Decision decision = new Scene().wants(1000).decide();

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.explanation().reason()).isEqualTo(Reason.LAUNCHING);
        assertThat(decision.explanation().pools()).isEmpty();
    }
}
