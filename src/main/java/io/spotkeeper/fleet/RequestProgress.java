package io.spotkeeper.fleet;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the one attempt of a one-time fleet has come.
 *
 * @param generation generation that asked
 * @param fingerprint identifies what is asked: a change begins a new attempt
 * @param asked capacity it set out to buy, thousandths
 * @param delivered capacity it got, thousandths
 * @param refusals pools that refused, in the order they were asked
 * @param completedAt when the attempt was over; absent while it goes on
 */
public record RequestProgress(
        long generation,
        String fingerprint,
        long asked,
        long delivered,
        List<PoolRefusal> refusals,
        @Nullable Instant completedAt) {
    public RequestProgress {
        refusals = List.copyOf(refusals);
    }

    /**
     * One pool's answer.
     *
     * @param pool the pool asked
     * @param refusal what it answered; a pool that delivered fewer than asked counts as short of
     *     capacity
     * @param at when
     */
    public record PoolRefusal(CapacityPool pool, Refusal refusal, Instant at) {}

    /** Whether this pool has had its turn. */
    public boolean tried(CapacityPool pool) {
        return refusals.stream().anyMatch(r -> r.pool().equals(pool));
    }

    /** With more capacity delivered, thousandths. */
    public RequestProgress delivering(long more) {
        return new RequestProgress(
                generation, fingerprint, asked, delivered + more, refusals, completedAt);
    }

    /** With one more pool that has had its turn. */
    public RequestProgress refusing(PoolRefusal refusal) {
        if (tried(refusal.pool())) {
            return this;
        }
        List<PoolRefusal> all = new ArrayList<>(refusals);
        all.add(refusal);
        return new RequestProgress(generation, fingerprint, asked, delivered, all, completedAt);
    }

    /** Over. */
    public RequestProgress completed(Instant at) {
        return new RequestProgress(generation, fingerprint, asked, delivered, refusals, at);
    }
}
