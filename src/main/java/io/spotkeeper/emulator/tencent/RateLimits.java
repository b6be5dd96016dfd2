package io.spotkeeper.emulator.tencent;

import io.spotkeeper.emulator.world.TencentRules;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/** One token bucket per owner, region and action, with a second's worth of calls in it. */
final class RateLimits {
    private record Key(String uin, String region, String action) {}

    private record Bucket(double tokens, Instant at) {}

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Bucket> buckets = new HashMap<>();
    private final TencentRules rules;

    RateLimits(TencentRules rules) {
        this.rules = rules;
    }

    /** Whether one more call is within the limit; counts it if so. */
    boolean admit(String uin, String region, String action, Instant now) {
        Integer perSecond = rules.rateLimits().get(action);
        if (!rules.rateLimited() || perSecond == null) {
            return true;
        }
        lock.lock();
        try {
            Key key = new Key(uin, region, action);
            Bucket bucket = buckets.getOrDefault(key, new Bucket(perSecond, now));
            double elapsed = Math.max(0, Duration.between(bucket.at, now).toNanos() / 1e9);
            double tokens = Math.min(perSecond, bucket.tokens + elapsed * perSecond);
            boolean admitted = tokens >= 1;
            buckets.put(key, new Bucket(admitted ? tokens - 1 : tokens, now));
            return admitted;
        } finally {
            lock.unlock();
        }
    }

    void clear() {
        lock.lock();
        try {
            buckets.clear();
        } finally {
            lock.unlock();
        }
    }
}
