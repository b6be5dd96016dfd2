package io.spotkeeper.emulator.wire;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One token bucket per owner, region and action, with a second's worth of calls in it. */
public final class RateLimits {
    private record Key(String owner, String region, String action) {}

    private record Bucket(double tokens, Instant at) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Bucket> buckets = new HashMap<>();
    private final Map<String, Integer> perSecond;

    /** Limits in calls per second, 1 or more, by action; an action that is absent has none. */
    public RateLimits(Map<String, Integer> perSecond) {
        this.perSecond = Map.copyOf(perSecond);
    }

    /** Whether one more call is within the limit; counts it if so. */
    public boolean admit(String owner, String region, String action, Instant now) {
        Integer limit = perSecond.get(action);
        if (limit == null) {
            return true;
        }
        lock.lock();
        try {
            Key key = new Key(owner, region, action);
            Bucket bucket = buckets.getOrDefault(key, new Bucket(limit, now));
            double elapsed = Math.max(0, Duration.between(bucket.at, now).toNanos() / 1e9);
            double tokens = Math.min(limit, bucket.tokens + elapsed * limit);
            boolean admitted = tokens >= 1;
            buckets.put(key, new Bucket(admitted ? tokens - 1 : tokens, now));
            return admitted;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what was called. */
    public void clear() {
        lock.lock();
        try {
            buckets.clear();
        } finally {
            lock.unlock();
        }
    }
}
