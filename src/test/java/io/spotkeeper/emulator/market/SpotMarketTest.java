package io.spotkeeper.emulator.market;

import static io.spotkeeper.emulator.market.TestMarkets.CALM;
import static io.spotkeeper.emulator.market.TestMarkets.LAGS;
import static io.spotkeeper.emulator.market.TestMarkets.LARGE;
import static io.spotkeeper.emulator.market.TestMarkets.OTHER;
import static io.spotkeeper.emulator.market.TestMarkets.SPOT;
import static io.spotkeeper.emulator.market.TestMarkets.STABLE;
import static io.spotkeeper.emulator.market.TestMarkets.START;
import static io.spotkeeper.emulator.market.TestMarkets.WILD;
import static io.spotkeeper.emulator.market.TestMarkets.dynamics;
import static io.spotkeeper.emulator.market.TestMarkets.launch;
import static io.spotkeeper.emulator.market.TestMarkets.market;
import static io.spotkeeper.emulator.market.TestMarkets.order;
import static io.spotkeeper.emulator.market.TestMarkets.priceOf;
import static io.spotkeeper.emulator.market.TestMarkets.quoteOf;
import static io.spotkeeper.emulator.market.TestMarkets.refusal;
import static io.spotkeeper.emulator.market.TestMarkets.still;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SpotMarketTest {
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

    private static List<Instance> launched(LaunchResult result) {
        assertThat(result).isInstanceOf(LaunchResult.Launched.class);
        return ((LaunchResult.Launched) result).instances();
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
