package io.spotkeeper.emulator.market;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What the buyer is willing to pay.
 *
 * @param currency one of the currencies that the pool has a price in
 * @param maxPrice highest price of an instance-hour; null takes whatever the market asks
 */
public record Bid(String currency, @Nullable BigDecimal maxPrice) {}
