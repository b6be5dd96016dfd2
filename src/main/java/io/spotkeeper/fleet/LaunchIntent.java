package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The durable record, written before the call, that instances of one pool are about to be bought.
 *
 * @param id a random UUID; it is the client token of the call
 * @param pool where
 * @param subnetId subnet, when the owner names some
 * @param count instances asked for, 1…100
 * @param weight capacity of each, thousandths
 * @param maxPrice the bid, as written
 * @param partialDelivery whether the request lets the cloud deliver fewer than asked
 * @param purpose why it is bought
 * @param requestHash hash of the exact request; it is sent again only while a rebuilt request has
 *     it
 * @param createdAt when it was written first
 * @param attempts sends allowed so far, 1 or more
 * @param allowedAt when the last send, or the last call that tags its instances, was allowed
 * @param noMoreSends it is not sent again, only settled
 * @param operationId the cloud's own create operation, where it has one
 * @param outcome what is known of the last send
 * @param instanceIds ids that an answer named, in the cloud's order
 */
public record LaunchIntent(
        String id,
        CapacityPool pool,
        @Nullable String subnetId,
        int count,
        long weight,
        @Nullable BigDecimal maxPrice,
        boolean partialDelivery,
        Purpose purpose,
        String requestHash,
        Instant createdAt,
        int attempts,
        Instant allowedAt,
        boolean noMoreSends,
        @Nullable String operationId,
        Outcome outcome,
        List<String> instanceIds) {
    public LaunchIntent {
        instanceIds = List.copyOf(instanceIds);
    }

    /** Why instances are bought; budgets serve the first before the last. */
    public enum Purpose {
        /** Something live was lost. */
        REPLACE_INTERRUPTION("ReplaceInterruption"),
        /** The fleet never reached its target yet, or a pool failed it. */
        BELOW_TARGET("BelowTarget"),
        /** The owner raised the target. */
        GROWTH("Growth");

        private final String label;

        Purpose(String label) {
            this.label = label;
        }

        /** The word used in the ledger. */
        public String label() {
            return label;
        }
    }

    /** What is known of the last send. */
    public enum Outcome {
        /** No answer is recorded: the process may have ended in the middle. */
        OPEN,
        /** The cloud named instances. */
        LAUNCHED,
        /** The answer was lost or ambiguous: it may have been applied. */
        UNKNOWN
    }

    /** Allows one more send. */
    public LaunchIntent resent(Instant at) {
        return with(attempts + 1, at, noMoreSends, Outcome.OPEN, instanceIds, operationId);
    }

    /** Ends sending: what is left is to find out what became of it. */
    public LaunchIntent withoutMoreSends() {
        return with(attempts, allowedAt, true, outcome, instanceIds, operationId);
    }

    /** Records the ids that an answer named, besides those of earlier answers. */
    public LaunchIntent launched(List<String> ids, @Nullable String operation) {
        List<String> all = Stream.concat(instanceIds.stream(), ids.stream()).distinct().toList();
        return with(attempts, allowedAt, noMoreSends, Outcome.LAUNCHED, all, operation);
    }

    /** Without those of its ids that are dead or given up: exactly these are left. */
    public LaunchIntent left(List<String> ids) {
        return with(attempts, allowedAt, noMoreSends, outcome, ids, operationId);
    }

    /** Records that the answer was ambiguous; an answer that named instances stands. */
    public LaunchIntent unknown() {
        return instanceIds.isEmpty()
                ? with(attempts, allowedAt, noMoreSends, Outcome.UNKNOWN, instanceIds, operationId)
                : this;
    }

    /** Allows one more call that puts tags on its instances: a change that others notice. */
    public LaunchIntent tagging(Instant at) {
        return with(attempts, at, noMoreSends, outcome, instanceIds, operationId);
    }

    private LaunchIntent with(
            int newAttempts,
            Instant newAllowedAt,
            boolean newNoMoreSends,
            Outcome newOutcome,
            List<String> newIds,
            @Nullable String newOperationId) {
        return new LaunchIntent(
                id,
                pool,
                subnetId,
                count,
                weight,
                maxPrice,
                partialDelivery,
                purpose,
                requestHash,
                createdAt,
                newAttempts,
                newAllowedAt,
                newNoMoreSends,
                newOperationId,
                newOutcome,
                newIds);
    }
}
