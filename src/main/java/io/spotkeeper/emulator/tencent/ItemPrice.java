package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Prices in Tencent's form. */
final class ItemPrice {
    private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

    private ItemPrice() {}

    /**
     * The hourly price of a pool. For spot the market price is {@code UnitPriceDiscount}, and
     * {@code UnitPrice} is what the type costs on demand in the same zone.
     */
    static ObjectNode hourly(SpotMarket market, Quote quote, String currency, int count) {
        BigDecimal now = price(quote, currency);
        BigDecimal list = now;
        if (quote.pool().market() == Market.SPOT) {
            CapacityPool pool = quote.pool();
            Quote onDemand =
                    market.quote(
                            new CapacityPool(
                                    pool.region(),
                                    pool.zone(),
                                    pool.instanceType(),
                                    Market.ON_DEMAND));
            list = onDemand == null ? now : price(onDemand, currency);
        }
        BigDecimal times = BigDecimal.valueOf(count);
        return JsonNodeFactory.instance
                .objectNode()
                .put("UnitPrice", list.multiply(times))
                .put("UnitPriceDiscount", now.multiply(times))
                .put("ChargeUnit", "HOUR")
                .put("Discount", now.multiply(PERCENT).divide(list, 1, RoundingMode.HALF_UP));
    }

    private static BigDecimal price(Quote quote, String currency) {
        BigDecimal price = quote.prices().get(currency);
        if (price == null) {
            throw new IllegalStateException(quote.pool() + " has no price in " + currency);
        }
        return price;
    }
}
