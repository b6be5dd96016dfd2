package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one pool for one fleet now.
 *
 * @param price per instance-hour; absent when the cloud told none
 * @param source where the price comes from; absent with the price
 * @param stock what the cloud says of its stock: advice only, a launch is the authority
 * @param quotedAt when the cloud said so; absent when it was never asked or could not answer
 * @param coolDown set while the pool must not be asked
 * @param batchLimit most instances to ask for at once: 1 for a probe after a cool-down
 * @param vcpus of one instance; 0 where the cloud did not say
 */
public record Offer(
        @Nullable BigDecimal price,
        @Nullable PriceSource source,
        Stock stock,
        @Nullable Instant quotedAt,
        @Nullable CoolDown coolDown,
        int batchLimit,
        int vcpus) {
    /** Nothing is known: the pool may be asked. */
    public static final Offer UNKNOWN =
            new Offer(null, null, Stock.UNKNOWN, null, null, Integer.MAX_VALUE, 0);

    /** What is known of a pool whose vCPUs nobody told. */
    public Offer(
            @Nullable BigDecimal price,
            @Nullable PriceSource source,
            Stock stock,
            @Nullable Instant quotedAt,
            @Nullable CoolDown coolDown,
            int batchLimit) {
        this(price, source, stock, quotedAt, coolDown, batchLimit, 0);
    }

    /** The same to somebody who bids: where the price is only bounded, a lower bid bounds it. */
    public Offer bounded(@Nullable BigDecimal bid) {
        return bid != null && bounds() && price != null && bid.compareTo(price) < 0
                ? new Offer(bid, PriceSource.BID, stock, quotedAt, coolDown, batchLimit, vcpus)
                : this;
    }

    /** Whether a bid is no limit: it is not below what the price is bounded by anyhow. */
    public boolean exceeded(@Nullable BigDecimal bid) {
        return bid != null && bounds() && price != null && bid.compareTo(price) >= 0;
    }

    private boolean bounds() {
        return source == PriceSource.ON_DEMAND_BOUND;
    }

    /** Whether the cloud advises against asking; a launch is the authority all the same. */
    boolean doubtful() {
        return stock == Stock.SOLD_OUT || stock == Stock.NOT_LISTED;
    }

    /** What the cloud says of its stock. */
    public enum Stock {
        /** It sells. */
        AVAILABLE,
        /** It says it is sold out. */
        SOLD_OUT,
        /** It does not list this pool at all. */
        NOT_LISTED,
        /** It was not asked, or could not answer. */
        UNKNOWN
    }
}
