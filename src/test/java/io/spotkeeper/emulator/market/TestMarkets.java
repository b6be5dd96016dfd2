package io.spotkeeper.emulator.market;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/** Small markets for tests, and orders to place in them. */
final class TestMarkets {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    static final CapacityPool SPOT = new CapacityPool("r", "r-1", "A.S2", Market.SPOT);
    static final CapacityPool LARGE = new CapacityPool("r", "r-1", "A.L4", Market.SPOT);
    static final CapacityPool OTHER = new CapacityPool("r", "r-2", "A.S2", Market.SPOT);
    static final CapacityPool STABLE = new CapacityPool("r", "r-1", "A.S2", Market.ON_DEMAND);
    static final Lags LAGS =
            new Lags(
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(5),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(4),
                    Duration.ZERO,
                    Duration.ofMinutes(1));
    static final Dynamics CALM = dynamics(0, new Dynamics.Shortages(0, Duration.ofMinutes(30), 0));
    static final Dynamics WILD =
            dynamics(24, new Dynamics.Shortages(12, Duration.ofMinutes(30), 0.5));

    static Dynamics dynamics(double reclaims, Dynamics.Shortages shortages) {
        return new Dynamics(
                Duration.ofSeconds(10),
                new Dynamics.Price(0.3, 0.5, 10, 0.4, 0.5, 2),
                new Dynamics.Demand(0.2, 0.3, Duration.ofMinutes(10)),
                shortages,
                new Dynamics.Reclaim(reclaims, Duration.ofMinutes(2), false));
    }

    static SpotMarket market(Dynamics dynamics, Lags lags, long seed) {
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

    static SpotMarket still() {
        Dynamics still =
                new Dynamics(
                        Duration.ofSeconds(10),
                        new Dynamics.Price(0, 0, 0, 0, 1, 1),
                        new Dynamics.Demand(0, 0, Duration.ofMinutes(10)),
                        new Dynamics.Shortages(0, Duration.ZERO, 0),
                        new Dynamics.Reclaim(0, Duration.ofMinutes(2), true));
        return market(still, LAGS, 1);
    }

    static LaunchOrder order(CapacityPool pool, int count, int minCount) {
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

    static List<Instance> launch(SpotMarket market, CapacityPool pool, int count) {
        LaunchResult result = market.launch(order(pool, count, count));
        return switch (result) {
            case LaunchResult.Launched(List<Instance> launched) -> launched;
            case LaunchResult.Refused(LaunchRefusal refusal) ->
                    throw new AssertionError("refused: " + refusal);
        };
    }

    static LaunchRefusal refusal(SpotMarket market, LaunchOrder order) {
        return switch (market.launch(order)) {
            case LaunchResult.Launched(List<Instance> launched) ->
                    throw new AssertionError("launched " + launched);
            case LaunchResult.Refused(LaunchRefusal refusal) -> refusal;
        };
    }

    static Quote quoteOf(SpotMarket market, CapacityPool pool) {
        return Objects.requireNonNull(market.quote(pool));
    }

    static BigDecimal priceOf(SpotMarket market, CapacityPool pool) {
        return quoteOf(market, pool).prices().getOrDefault("CNY", BigDecimal.ZERO);
    }

    static int available(SpotMarket market, CapacityPool pool) {
        return quoteOf(market, pool).available();
    }

    private TestMarkets() {}
}
