package io.spotkeeper.emulator.market;

import java.math.BigDecimal;
import java.util.Map;

/**
 * What a pool offers now.
 *
 * @param pool which pool
 * @param prices price of an instance-hour by currency, at most 4 decimals
 * @param listPrices the price that the pool started with, by currency
 * @param available instances that can be launched now, 0 or more
 * @param capacity instances there are in all, bought ones included
 */
public record Quote(
        CapacityPool pool,
        Map<String, BigDecimal> prices,
        Map<String, BigDecimal> listPrices,
        int available,
        int capacity) {}
