package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Why the planner decided as it did.
 *
 * @param reason the fleet's state in one word
 * @param message the same for a person, with the next step
 * @param pools every pool with its verdict, chosen first
 * @param next what happens next; absent when nothing will until something changes
 * @param optimality how good the plan is; absent where none was made
 */
public record Explanation(
        Reason reason,
        String message,
        List<PoolVerdict> pools,
        @Nullable NextAction next,
        @Nullable Optimality optimality) {
    public Explanation {
        pools = List.copyOf(pools);
    }

    /** An explanation of something that was not optimised. */
    public Explanation(
            Reason reason, String message, List<PoolVerdict> pools, @Nullable NextAction next) {
        this(reason, message, pools, next, null);
    }

    /** An explanation that is not about pools. */
    public static Explanation of(Reason reason, String message, @Nullable NextAction next) {
        return new Explanation(reason, message, List.of(), next);
    }

    /** The same with what is known of how good it is. */
    Explanation proved(@Nullable Optimality how) {
        return new Explanation(reason, message, pools, next, how);
    }

    /** The same with something more to be known. */
    Explanation adding(String remark) {
        return new Explanation(reason, message + ". " + remark, pools, next, optimality);
    }

    /** The same decision as something that is only told. */
    Explanation rephrased(Reason other, String words, @Nullable NextAction then) {
        return new Explanation(other, words, pools, then, optimality);
    }

    /**
     * How good a plan is.
     *
     * @param cost what it costs an hour
     * @param lowerBound what any plan that does the same costs an hour at least
     */
    public record Optimality(BigDecimal cost, BigDecimal lowerBound) {}

    /** What was decided about a pool. */
    public enum Verdict {
        /** Instances are bought from it now. */
        CHOSEN("Chosen"),
        /** It has instances, and none are bought now. */
        KEPT("Kept"),
        /** It is not used now. */
        REJECTED("Rejected");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        /** The word used in the status. */
        public String label() {
            return label;
        }
    }

    /**
     * One pool's row.
     *
     * @param pool the pool
     * @param verdict what was decided
     * @param count instances bought now, or held
     * @param price per instance-hour, as far as known
     * @param source where the price comes from
     * @param reason machine-readable reason
     * @param until when the reason ends, where that is known
     */
    public record PoolVerdict(
            CapacityPool pool,
            Verdict verdict,
            int count,
            @Nullable BigDecimal price,
            @Nullable PriceSource source,
            String reason,
            @Nullable Instant until) {}

    /**
     * What happens next.
     *
     * @param action {@code Launch}, {@code Terminate}, {@code Confirm} or {@code Wait}
     * @param reason machine-readable reason
     * @param at when; absent = at the next listing
     */
    public record NextAction(String action, String reason, @Nullable Instant at) {}
}
