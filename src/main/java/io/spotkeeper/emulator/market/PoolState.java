package io.spotkeeper.emulator.market;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** One pool as it moves. */
final class PoolState {
    private final PoolTerms terms;
    private final InstanceType type;
    private final PriceLevel level = new PriceLevel();
    private final Stock stock;
    private final RandomGenerator walk;
    private final RandomGenerator victims;

    /**
     * A pool has its own randomness, so that its price does not depend on what is bought elsewhere.
     */
    PoolState(PoolTerms terms, InstanceType type, RandomGenerator random) {
        this.terms = terms;
        this.type = type;
        this.stock = new Stock(terms.stock());
        this.walk = new SplittableRandom(random.nextLong());
        this.victims = new SplittableRandom(random.nextLong());
    }

    CapacityPool pool() {
        return terms.pool();
    }

    InstanceType type() {
        return type;
    }

    Stock stock() {
        return stock;
    }

    PriceLevel level() {
        return level;
    }

    RandomGenerator victims() {
        return victims;
    }

    boolean isSpot() {
        return pool().market() == Market.SPOT;
    }

    void step(Dynamics dynamics, double hours) {
        if (isSpot()) {
            level.step(dynamics.price(), hours, walk);
        }
        stock.step(isSpot() ? dynamics.demand() : calm(dynamics.demand()), hours, walk);
    }

    private static Dynamics.Demand calm(Dynamics.Demand demand) {
        return new Dynamics.Demand(0, 0, demand.returnTime());
    }

    BigDecimal price(String currency) {
        return level.applyTo(listPrice(currency));
    }

    BigDecimal listPrice(String currency) {
        BigDecimal price = terms.prices().get(currency);
        if (price == null) {
            throw new IllegalArgumentException(
                    "pool %s has prices in %s, not in %s"
                            .formatted(pool(), terms.prices().keySet(), currency));
        }
        return price;
    }

    Quote quote(int available) {
        Map<String, BigDecimal> prices = new LinkedHashMap<>();
        terms.prices().forEach((currency, start) -> prices.put(currency, level.applyTo(start)));
        return new Quote(pool(), Map.copyOf(prices), terms.prices(), available, stock.capacity());
    }
}
