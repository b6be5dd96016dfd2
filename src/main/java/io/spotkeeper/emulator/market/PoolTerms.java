package io.spotkeeper.emulator.market;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What a pool offers at the start.
 *
 * @param pool which pool
 * @param prices price of one instance-hour by currency, each above zero with at most 4 decimals
 * @param stock instances that can be launched, 0 or more
 */
public record PoolTerms(CapacityPool pool, Map<String, BigDecimal> prices, int stock) {
    public PoolTerms {
        prices = Map.copyOf(prices);
        if (prices.isEmpty()) {
            throw new IllegalArgumentException("pool " + pool + " has no price");
        }
        prices.forEach((currency, price) -> checkPrice(pool, currency, price));
        if (stock < 0) {
            throw new IllegalArgumentException("pool " + pool + " has a negative stock: " + stock);
        }
    }

    private static void checkPrice(CapacityPool pool, String currency, BigDecimal price) {
        if (price.signum() <= 0 || price.stripTrailingZeros().scale() > 4) {
            throw new IllegalArgumentException(
                    "the %s price of pool %s must be above 0 with at most 4 decimals, not %s"
                            .formatted(currency, pool, price));
        }
    }
}
