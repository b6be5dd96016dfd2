package io.spotkeeper.emulator.market;

import java.util.Map;
import java.util.function.IntFunction;

/**
 * A wish to buy.
 *
 * @param owner who pays
 * @param pool what to buy
 * @param count how many at best, 1 or more
 * @param minCount how few are still acceptable, 1 to {@code count}
 * @param bid what to pay at most
 * @param tags tags of every instance
 * @param ids the form of the ids
 * @param details gives for the index of an instance (from 0) what is remembered of it
 */
public record LaunchOrder(
        String owner,
        CapacityPool pool,
        int count,
        int minCount,
        Bid bid,
        Map<String, String> tags,
        IdForm ids,
        IntFunction<? extends Object> details) {
    public LaunchOrder {
        tags = Map.copyOf(tags);
        if (minCount < 1 || minCount > count) {
            throw new IllegalArgumentException("minCount must be 1 to " + count);
        }
    }
}
