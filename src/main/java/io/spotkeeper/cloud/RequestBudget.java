package io.spotkeeper.cloud;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * One token bucket per region and action of an account, shared by all its fleets, so that the
 * cloud's own rate limit is never met. Important work may take the last tokens, housekeeping leaves
 * some.
 */
public final class RequestBudget {
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Lane, Bucket> buckets = new HashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Consumer<Action> deferred;

    /** Full buckets. */
    public RequestBudget(TimeSource time) {
        this(time, _ -> {});
    }

    /**
     * Full buckets.
     *
     * @param deferred told the action of every request that found no token
     */
    public RequestBudget(TimeSource time, Consumer<Action> deferred) {
        this.time = time;
        this.deferred = deferred;
    }

    /** What is limited, with our share of the published limit (requests a second). */
    public enum Action {
        /** Buying: 10/s published. */
        LAUNCH(8),
        /** Terminating and tagging: 10/s published. */
        GIVE_UP(8),
        /** Listing, describing, quoting: 40/s published. */
        READ(30);

        private final double perSecond;

        Action(double perSecond) {
            this.perSecond = perSecond;
        }

        /** As metrics name it. */
        public String label() {
            return switch (this) {
                case LAUNCH -> "launch";
                case GIVE_UP -> "giveUp";
                case READ -> "read";
            };
        }
    }

    /** Who may take the last tokens; in falling order of importance. */
    public enum Priority {
        /** Replacing what was lost. */
        REPLACE(0),
        /** Filling up to the target. */
        FILL(0.125),
        /** Growing. */
        GROW(0.25),
        /** Tidying up. */
        HOUSEKEEPING(0.5);

        private final double reserve;

        Priority(double reserve) {
            this.reserve = reserve;
        }
    }

    private record Lane(String region, Action action) {}

    private record Bucket(double tokens, long atNanos) {}

    /**
     * Takes one token.
     *
     * @return zero when it was taken, else how long to wait before trying again
     */
    public Duration take(String region, Action action, Priority priority) {
        Duration wait = tryTake(region, action, priority);
        if (!wait.isZero()) {
            deferred.accept(action);
        }
        return wait;
    }

    /**
     * Takes one token, and waits for it where there is none: for what has no deadline.
     *
     * @return how long it waited
     */
    Duration await(String region, Action action, Priority priority) {
        long began = time.monotonicNanos();
        Duration wait = take(region, action, priority);
        if (wait.isZero()) {
            return Duration.ZERO;
        }
        waiting.incrementAndGet();
        try {
            while (!wait.isZero()) {
                LockSupport.parkNanos(wait.toNanos());
                wait = tryTake(region, action, priority);
            }
        } finally {
            waiting.decrementAndGet();
        }
        return Duration.ofNanos(time.monotonicNanos() - began);
    }

    /** How many wait for a token now. */
    public int waiting() {
        return waiting.get();
    }

    private Duration tryTake(String region, Action action, Priority priority) {
        lock.lock();
        try {
            long now = time.monotonicNanos();
            Lane lane = new Lane(region, action);
            double capacity = action.perSecond;
            Bucket old = buckets.getOrDefault(lane, new Bucket(capacity, now));
            double elapsed = Math.max(0, now - old.atNanos()) / 1e9;
            double tokens = Math.min(capacity, old.tokens() + elapsed * action.perSecond);
            double needed = 1 + Math.floor(priority.reserve * capacity);
            boolean taken = tokens >= needed;
            buckets.put(lane, new Bucket(taken ? tokens - 1 : tokens, now));
            return taken
                    ? Duration.ZERO
                    : Duration.ofNanos(
                            1 + (long) ((needed - tokens) / action.perSecond * 1_000_000_000L));
        } finally {
            lock.unlock();
        }
    }
}
