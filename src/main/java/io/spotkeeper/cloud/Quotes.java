package io.spotkeeper.cloud;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PriceSource;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prices and stock of pools. */
public sealed interface Quotes {
    /**
     * The cloud answered.
     *
     * @param quotes one per pool asked; a pool the cloud does not list has stock {@code NOT_LISTED}
     */
    record Quoted(Map<CapacityPool, Quote> quotes) implements Quotes {
        public Quoted {
            quotes = Map.copyOf(quotes);
        }
    }

    /** The cloud could not answer; prices are advice, so work goes on without. */
    record Failed(CloudFailure failure) implements Quotes {}

    /**
     * What the cloud says of one pool.
     *
     * @param price per instance-hour, exact
     * @param source where the price comes from
     * @param stock what it says of its stock
     * @param vcpus of one instance; 0 where it does not say
     */
    record Quote(
            @Nullable BigDecimal price,
            @Nullable PriceSource source,
            Offer.Stock stock,
            int vcpus) {
        /** Of a pool whose vCPUs the cloud did not tell. */
        public Quote(@Nullable BigDecimal price, @Nullable PriceSource source, Offer.Stock stock) {
            this(price, source, stock, 0);
        }
    }
}
