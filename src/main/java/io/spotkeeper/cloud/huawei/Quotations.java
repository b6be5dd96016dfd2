package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Quotes.Quote;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer.Stock;
import io.spotkeeper.fleet.PriceSource;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is sold, put together with what it costs at most. */
final class Quotations {
    private final Sales sales;
    private final Prices prices;

    Quotations(Sales sales, Prices prices) {
        this.sales = sales;
        this.prices = prices;
    }

    private record Line(String instanceType, Market market) {}

    /**
     * Prices and stock of pools of one region. Stock that cannot be had fails the answer; a price
     * that cannot be had is left out of it.
     */
    Quotes quotes(Place place, Collection<CapacityPool> pools) {
        Map<Line, Sales.ByZone> stock = new LinkedHashMap<>();
        for (CapacityPool pool : pools) {
            Line line = new Line(pool.instanceType(), pool.market());
            if (!stock.containsKey(line)) {
                switch (sold(place, line)) {
                    case Answer.Missing<Sales.ByZone>(Fault fault) -> {
                        return new Quotes.Failed(fault.failure());
                    }
                    case Answer.Given<Sales.ByZone>(Sales.ByZone zones) -> stock.put(line, zones);
                }
            }
        }
        Collection<String> types = new LinkedHashSet<>();
        pools.forEach(pool -> types.add(pool.instanceType()));
        Map<String, BigDecimal> amounts = prices.onDemand(place, List.copyOf(types));
        Map<CapacityPool, Quote> quotes = new HashMap<>();
        for (CapacityPool pool : pools) {
            Stock here =
                    stock.getOrDefault(
                                    new Line(pool.instanceType(), pool.market()),
                                    new Sales.ByZone.Named(Map.of()))
                            .in(pool.zone());
            quotes.put(
                    pool,
                    quote(
                            pool,
                            here,
                            amounts.get(pool.instanceType()),
                            sales.vcpus(place, pool.instanceType())));
        }
        return new Quotes.Quoted(quotes);
    }

    private Answer<Sales.ByZone> sold(Place place, Line line) {
        return switch (line.market()) {
            case SPOT -> sales.spot(place, line.instanceType());
            case ON_DEMAND -> sales.onDemand(place, line.instanceType());
        };
    }

    private static Quote quote(
            CapacityPool pool, Stock stock, @Nullable BigDecimal amount, int vcpus) {
        if (amount == null || stock == Stock.NOT_LISTED) {
            return new Quote(null, null, stock, vcpus);
        }
        return new Quote(
                amount,
                switch (pool.market()) {
                    case SPOT -> PriceSource.ON_DEMAND_BOUND;
                    case ON_DEMAND -> PriceSource.MARKET;
                },
                stock,
                vcpus);
    }

    /** What one instance of a request costs an hour. */
    Charge charge(Place place, LaunchRequest request) {
        return prices.charge(place, request);
    }
}
