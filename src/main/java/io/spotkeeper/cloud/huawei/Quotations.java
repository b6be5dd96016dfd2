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
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is sold, put together with what it costs at most. */
final class Quotations {
    private final Sales sales;
    private final Prices prices;

    Quotations(Sales sales, Prices prices) {
        this.sales = sales;
        this.prices = prices;
    }

    /**
     * Prices and stock of pools of one region. Stock that cannot be had fails the answer; a price
     * that cannot be had is left out of it.
     */
    Quotes quotes(Place place, Collection<CapacityPool> pools) {
        Map<Market, Set<String>> types = new TreeMap<>();
        pools.forEach(pool ->
                types.computeIfAbsent(pool.market(), _ -> new TreeSet<>())
                        .add(pool.instanceType()));
        Map<Market, Map<String, ByZone>> stock = new TreeMap<>();
        for (Map.Entry<Market, Set<String>> entry : types.entrySet()) {
            switch (sales.stock(place, entry.getKey(), entry.getValue())) {
                case Answer.Missing<Map<String, ByZone>>(Fault fault) -> {
                    return new Quotes.Failed(fault.failure());
                }
                case Answer.Given<Map<String, ByZone>>(var zones) ->
                        stock.put(entry.getKey(), zones);
            }
        }
        Collection<String> all = new TreeSet<>();
        types.values().forEach(all::addAll);
        Map<String, BigDecimal> amounts = prices.onDemand(place, List.copyOf(all));
        Map<String, Integer> vcpus = sales.vcpus(place, all);
        Map<CapacityPool, Quote> quotes = new HashMap<>();
        for (CapacityPool pool : pools) {
            String type = pool.instanceType();
            Stock here =
                    stock.getOrDefault(pool.market(), Map.of())
                            .getOrDefault(type, ByZone.NOWHERE)
                            .in(pool.zone());
            quotes.put(pool, quote(pool, here, amounts.get(type), vcpus.getOrDefault(type, 0)));
        }
        return new Quotes.Quoted(quotes);
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
