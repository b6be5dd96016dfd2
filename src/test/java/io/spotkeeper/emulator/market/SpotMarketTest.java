package io.spotkeeper.emulator.market;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpotMarketTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final CapacityPool SPOT = new CapacityPool("r", "r-1", "A.S2", Market.SPOT);
    private static final CapacityPool LARGE = new CapacityPool("r", "r-1", "A.L4", Market.SPOT);
    private static final CapacityPool OTHER = new CapacityPool("r", "r-2", "A.S2", Market.SPOT);
    private static final CapacityPool STABLE =
            new CapacityPool("r", "r-1", "A.S2", Market.ON_DEMAND);
    private static final Lags LAGS =
            new Lags(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(4),
                    Duration.ZERO,
                    Duration.ofMinutes(1));
    private static final Dynamics CALM =
            dynamics(0, new Dynamics.Shortages(0, Duration.ofMinutes(30), 0));
    private static final Dynamics WILD =
            dynamics(24, new Dynamics.Shortages(12, Duration.ofMinutes(30), 0.5));

    private static Dynamics dynamics(double reclaims, Dynamics.Shortages shortages) {
        return new Dynamics(
                Duration.ofSeconds(10),
                new Dynamics.Price(0.3, 0.5, 10, 0.4, 0.5, 2),
                new Dynamics.Demand(0.2, 0.3, Duration.ofMinutes(10)),
                shortages,
                new Dynamics.Reclaim(reclaims, Duration.ofMinutes(2), false));
    }

    private static SpotMarket market(Dynamics dynamics, Lags lags, long seed) {
        Map<String, BigDecimal> prices =
                Map.of("CNY", new BigDecimal("0.46"), "USD", new BigDecimal("0.07"));
        return new SpotMarket(
                new MarketPlan(
                        List.of(
                                new InstanceType("A.S2", "A", 2, 4),
                                new InstanceType("A.L4", "A", 4, 8)),
                        List.of(
                                new PoolTerms(SPOT, prices, 50),
                                new PoolTerms(LARGE, prices, 50),
                                new PoolTerms(OTHER, prices, 50),
                                new PoolTerms(STABLE, prices, 50)),
                        dynamics,
                        lags,
                        new Quota(60, 40)),
                new SplittableRandom(seed),
                START);
    }

    private static SpotMarket still() {
        Dynamics still =
                new Dynamics(
                        Duration.ofSeconds(10),
                        new Dynamics.Price(0, 0, 0, 0, 1, 1),
                        new Dynamics.Demand(0, 0, Duration.ofMinutes(10)),
                        new Dynamics.Shortages(0, Duration.ZERO, 0),
                        new Dynamics.Reclaim(0, Duration.ofMinutes(2), true));
        return market(still, LAGS, 1);
    }

    private static LaunchOrder order(CapacityPool pool, int count, int minCount) {
        return new LaunchOrder(
                "me",
                pool,
                count,
                minCount,
                new Bid("CNY", null),
                Map.of("fleet", "f"),
                random -> "i-" + Long.toHexString(random.nextLong()),
                index -> "detail " + index);
    }

    private static List<Instance> launch(SpotMarket market, CapacityPool pool, int count) {
        LaunchResult result = market.launch(order(pool, count, count));
        return switch (result) {
            case LaunchResult.Launched(List<Instance> launched) -> launched;
            case LaunchResult.Refused(LaunchRefusal refusal) ->
                    throw new AssertionError("refused: " + refusal);
        };
    }

    private static LaunchRefusal refusal(SpotMarket market, LaunchOrder order) {
        return switch (market.launch(order)) {
            case LaunchResult.Launched(List<Instance> launched) ->
                    throw new AssertionError("launched " + launched);
            case LaunchResult.Refused(LaunchRefusal refusal) -> refusal;
        };
    }

    private static List<String> history(long seed, Duration stride) {
        SpotMarket market = market(WILD, LAGS, seed);
        List<String> history = new ArrayList<>();
        launch(market, STABLE, 5);
        if (market.launch(order(SPOT, 20, 1)) instanceof LaunchResult.Launched launched) {
            launched.instances().forEach(instance -> history.add(instance.id()));
        }
        for (Duration at = stride; at.toHours() <= 6; at = at.plus(stride)) {
            market.advanceTo(START.plus(at));
            if (at.toMinutes() % 30 == 0 && at.toSecondsPart() == 0) {
                market.pools().forEach(pool -> history.add(at(market, pool)));
                market.all().forEach(i -> history.add(i.id() + i.state() + i.reclaimAt()));
            }
        }
        return history;
    }

    private static String at(SpotMarket market, CapacityPool pool) {
        Quote quote = market.quote(pool);
        return quote == null
                ? "none"
                : pool + " " + quote.prices().get("CNY") + " " + quote.available();
    }

    @Test
    void oneSeedGivesOneHistoryHoweverOftenSomebodyLooks() {
        List<String> rare = history(7, Duration.ofMinutes(30));

        assertThat(history(7, Duration.ofSeconds(5))).isEqualTo(rare);
        assertThat(history(8, Duration.ofMinutes(30))).isNotEqualTo(rare);
    }

    @Test
    void pricesStayBetweenFloorAndCeilingWithAtMostFourDecimals() {
        SpotMarket market = market(WILD, LAGS, 3);
        boolean moved = false;
        for (int minute = 1; minute <= 24 * 60; minute++) {
            market.advanceTo(START.plus(Duration.ofMinutes(minute)));
            BigDecimal price = priceOf(market, SPOT);
            moved |= price.compareTo(new BigDecimal("0.46")) != 0;
            assertThat(price).isBetween(new BigDecimal("0.23"), new BigDecimal("0.92"));
            assertThat(price.scale()).isLessThanOrEqualTo(4);
            assertThat(priceOf(market, STABLE)).isEqualByComparingTo("0.46");
        }
        assertThat(moved).isTrue();
    }

    private static Quote quoteOf(SpotMarket market, CapacityPool pool) {
        return Objects.requireNonNull(market.quote(pool));
    }

    private static BigDecimal priceOf(SpotMarket market, CapacityPool pool) {
        return quoteOf(market, pool).prices().getOrDefault("CNY", BigDecimal.ZERO);
    }

    @Test
    void stockIsNeverNegativeAndNeverSoldTwice() {
        SpotMarket market = market(WILD, LAGS, 11);
        SplittableRandom random = new SplittableRandom(5);
        for (int step = 1; step <= 2000; step++) {
            market.advanceTo(START.plus(Duration.ofSeconds(20L * step)));
            CapacityPool pool = random.nextBoolean() ? SPOT : LARGE;
            market.launch(order(pool, 1 + random.nextInt(10), 1));
            market.all().stream()
                    .filter(instance -> instance.state() == InstanceState.RUNNING)
                    .map(Instance::id)
                    .limit(random.nextInt(3))
                    .toList()
                    .forEach(id -> market.terminate("me", id));
            for (CapacityPool each : List.of(SPOT, LARGE)) {
                Quote quote = quoteOf(market, each);
                assertThat(quote.available()).isBetween(0, quote.capacity());
                assertThat(market.all().stream().filter(i -> i.pool().equals(each)))
                        .filteredOn(i -> i.state().isLive())
                        .hasSizeLessThanOrEqualTo(quote.capacity());
            }
        }
    }

    @Test
    void pricesDoNotDependOnWhatIsBought() {
        SpotMarket idle = market(CALM, LAGS, 9);
        SpotMarket busy = market(CALM, LAGS, 9);
        busy.launch(order(SPOT, 10, 1));

        idle.advanceTo(START.plus(Duration.ofHours(3)));
        busy.advanceTo(START.plus(Duration.ofHours(3)));

        assertThat(priceOf(busy, SPOT)).isEqualByComparingTo(priceOf(idle, SPOT));
        assertThat(priceOf(busy, OTHER)).isEqualByComparingTo(priceOf(idle, OTHER));
    }

    @Test
    void anInstanceAgesFromPendingToRunningToTerminatingToGone() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        assertThat(state(market, id)).isEqualTo(InstanceState.PENDING);
        assertThat(market.terminateRefusal("me", id)).isEqualTo(TerminateRefusal.PENDING);

        market.advanceTo(START.plusMillis(1999));
        assertThat(state(market, id)).isEqualTo(InstanceState.PENDING);
        market.advanceTo(START.plusSeconds(2));
        assertThat(state(market, id)).isEqualTo(InstanceState.RUNNING);

        market.terminate("me", id);
        assertThat(state(market, id)).isEqualTo(InstanceState.TERMINATING);
        assertThat(market.terminateRefusal("me", id)).isEqualTo(TerminateRefusal.TERMINATING);
        market.advanceTo(START.plusSeconds(6));
        assertThat(market.terminateRefusal("me", id)).isEqualTo(TerminateRefusal.UNKNOWN);
        assertThat(market.all()).isEmpty();
    }

    private static InstanceState state(SpotMarket market, String id) {
        return market.all().stream()
                .filter(instance -> instance.id().equals(id))
                .map(Instance::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTerminatedInstanceMayLieInTheRecycleBinUntilItIsTerminatedAgain() {
        SpotMarket market = still();
        Lags lags = market.lags();
        market.setLags(
                new Lags(
                        lags.boot(),
                        lags.tag(),
                        lags.listing(),
                        lags.describe(),
                        lags.shutdown(),
                        Duration.ofHours(2),
                        lags.failureKept()));
        String id = launch(market, SPOT, 1).getFirst().id();
        market.advanceTo(START.plusSeconds(2));
        market.terminate("me", id);

        market.advanceTo(START.plusSeconds(10));

        assertThat(state(market, id)).isEqualTo(InstanceState.SHUTDOWN);
        assertThat(market.terminateRefusal("me", id)).isNull();
        market.terminate("me", id);
        assertThat(market.all()).isEmpty();
    }

    @Test
    void aFailedLaunchIsShownForAWhileAndGivesItsCapacityBack() {
        SpotMarket market = still();
        market.failNextLaunches(1);
        String id = launch(market, SPOT, 1).getFirst().id();

        market.advanceTo(START.plusSeconds(2));

        assertThat(state(market, id)).isEqualTo(InstanceState.LAUNCH_FAILED);
        assertThat(market.terminateRefusal("me", id)).isEqualTo(TerminateRefusal.LAUNCH_FAILED);
        assertThat(available(market, SPOT)).isEqualTo(50);
        market.advanceTo(START.plusSeconds(62));
        assertThat(market.all()).isEmpty();
        assertThat(market.failingLaunches()).isZero();
    }

    private static int available(SpotMarket market, CapacityPool pool) {
        return quoteOf(market, pool).available();
    }

    @Test
    void aFreshInstanceShowsByIdThenInListingsThenItsTags() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        assertThat(market.describe("me", id)).isNull();
        assertThat(market.list("me", "r")).isEmpty();

        market.advanceTo(START.plusSeconds(1));
        assertThat(market.describe("me", id)).isNotNull();
        assertThat(market.list("me", "r")).isEmpty();

        market.advanceTo(START.plusSeconds(3));
        assertThat(market.list("me", "r"))
                .singleElement()
                .satisfies(instance -> {
                    assertThat(instance.visibleTags(market.now())).isEmpty();
                    assertThat(instance.tags()).containsEntry("fleet", "f");
                    assertThat(instance.details()).isEqualTo("detail 0");
                });

        market.advanceTo(START.plusSeconds(5));
        assertThat(market.list("me", "r").getFirst().visibleTags(market.now()))
                .containsEntry("fleet", "f");
        assertThat(market.list("you", "r")).isEmpty();
        assertThat(market.describe("you", id)).isNull();
    }

    @Test
    void aTagAttachedLaterShowsAtOnceAndADetachedOneNeverComesBack() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        market.attachTag("me", id, "extra", "1");
        market.detachTag("me", id, "fleet");
        market.advanceTo(START.plusSeconds(4));

        assertThat(market.list("me", "r").getFirst().visibleTags(market.now()))
                .isEqualTo(Map.of("extra", "1"));
        market.advanceTo(START.plusSeconds(60));
        assertThat(market.list("me", "r").getFirst().visibleTags(market.now()))
                .isEqualTo(Map.of("extra", "1"));
        assertThat(market.attachTag("you", id, "x", "y")).isFalse();
    }

    @Test
    void aReclaimComesAfterItsNoticeAndTheCapacityReturnsLater() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        market.advanceTo(START.plusSeconds(2));

        assertThat(market.reclaim(id, Duration.ofMinutes(2))).isTrue();
        assertThat(market.reclaim(id, Duration.ofMinutes(3))).isFalse();
        market.advanceTo(START.plusSeconds(121));
        assertThat(state(market, id)).isEqualTo(InstanceState.RUNNING);
        market.advanceTo(START.plusSeconds(122));
        assertThat(state(market, id)).isEqualTo(InstanceState.TERMINATING);
        assertThat(available(market, SPOT)).isEqualTo(49);

        market.advanceTo(START.plus(Duration.ofHours(3)));
        assertThat(available(market, SPOT)).isEqualTo(50);
    }

    @Test
    void aReclaimOfAPendingInstanceWaitsUntilItRuns() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        market.reclaim(id, Duration.ZERO);
        assertThat(state(market, id)).isEqualTo(InstanceState.PENDING);

        market.advanceTo(START.plusSeconds(2));

        assertThat(state(market, id)).isEqualTo(InstanceState.TERMINATING);
    }

    @Test
    void aStoppedInstanceStaysLiveAndCanStillBeReclaimed() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();

        assertThat(market.stop(id)).isTrue();
        market.advanceTo(START.plusSeconds(30));
        assertThat(state(market, id)).isEqualTo(InstanceState.STOPPED);
        assertThat(state(market, id).isLive()).isTrue();

        market.reclaim(id, Duration.ZERO);
        assertThat(state(market, id)).isEqualTo(InstanceState.TERMINATING);
        assertThat(market.stop(id)).isFalse();
    }

    @Test
    void aPinnedPriceHoldsInAllCurrenciesAndOutbidsWhoeverOfferedLess() {
        SpotMarket market = still();
        LaunchOrder cheap =
                new LaunchOrder(
                        "me",
                        SPOT,
                        1,
                        1,
                        new Bid("USD", new BigDecimal("0.08")),
                        Map.of(),
                        random -> "i-cheap",
                        index -> "");
        assertThat(market.launch(cheap)).isInstanceOf(LaunchResult.Launched.class);

        market.pinPrice(SPOT, "CNY", new BigDecimal("0.75"));

        assertThat(priceOf(market, SPOT)).isEqualByComparingTo("0.75");
        assertThat(refusal(market, cheap))
                .isEqualTo(new LaunchRefusal.PriceTooLow(new BigDecimal("0.1141")));
        market.advanceTo(START.plusSeconds(20));
        assertThat(market.all())
                .singleElement()
                .satisfies(i -> assertThat(i.reclaimAt()).isNotNull());
        market.advanceTo(START.plusSeconds(300));
        assertThat(market.all()).isEmpty();
        assertThat(priceOf(market, SPOT)).isEqualByComparingTo("0.75");
    }

    @Test
    void refusalsSayWhatIsMissing() {
        SpotMarket market = still();
        CapacityPool nowhere = new CapacityPool("r", "r-9", "A.S2", Market.SPOT);
        assertThat(refusal(market, order(nowhere, 1, 1))).isEqualTo(new LaunchRefusal.NotOffered());

        market.setStock(SPOT, 3);
        assertThat(refusal(market, order(SPOT, 4, 4))).isEqualTo(new LaunchRefusal.TooFew(3));
        launch(market, SPOT, 3);
        assertThat(refusal(market, order(SPOT, 1, 1))).isEqualTo(new LaunchRefusal.SoldOut());

        market.quotas().setSpotVcpus("me", "r-1", 13);
        assertThat(refusal(market, order(LARGE, 2, 2)))
                .isEqualTo(new LaunchRefusal.SpotQuotaExceeded(7));
        market.quotas().setInstances("me", 4);
        assertThat(refusal(market, order(OTHER, 2, 2)))
                .isEqualTo(new LaunchRefusal.InstanceQuotaExceeded(1));
    }

    @Test
    void partialDeliveryTakesTheLeastOfStockAndQuotas() {
        SpotMarket market = still();
        market.setStock(SPOT, 3);
        assertThat(launched(market.launch(order(SPOT, 10, 1)))).hasSize(3);

        market.quotas().setSpotVcpus("me", "r-1", 15);
        assertThat(launched(market.launch(order(LARGE, 10, 1)))).hasSize(2);
        assertThat(launched(market.launch(order(OTHER, 10, 1)))).hasSize(10);
    }

    private static List<Instance> launched(LaunchResult result) {
        assertThat(result).isInstanceOf(LaunchResult.Launched.class);
        return ((LaunchResult.Launched) result).instances();
    }

    @Test
    void aShortageSellsOutAWholeZoneAndReclaimsPartOfIt() {
        SpotMarket market =
                market(dynamics(0, new Dynamics.Shortages(48, Duration.ofHours(1), 0.5)), LAGS, 2);
        boolean shortZone = false;
        for (int minute = 1; minute <= 600 && !shortZone; minute++) {
            market.advanceTo(START.plus(Duration.ofMinutes(minute)));
            shortZone =
                    market.launch(order(SPOT, 1, 1))
                            instanceof LaunchResult.Refused(LaunchRefusal.ZoneSoldOut());
        }

        assertThat(shortZone).isTrue();
        assertThat(refusal(market, order(LARGE, 1, 1))).isEqualTo(new LaunchRefusal.ZoneSoldOut());
        assertThat(market.launch(order(STABLE, 1, 1))).isInstanceOf(LaunchResult.Launched.class);
    }

    @Test
    void aPlanThatNamesAnUnknownTypeIsRefused() {
        PoolTerms terms = new PoolTerms(SPOT, Map.of("CNY", BigDecimal.ONE), 1);
        MarketPlan plan = new MarketPlan(List.of(), List.of(terms), CALM, LAGS, new Quota(1, 1));

        assertThatThrownBy(() -> new SpotMarket(plan, new SplittableRandom(1), START))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown instance type");
    }
}
