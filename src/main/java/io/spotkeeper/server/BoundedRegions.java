package io.spotkeeper.server;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.config.MeterFilter;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A region is the one label that owners of objects choose the values of: specs may name any. Both
 * clouds together have some sixty; whoever writes objects with invented ones gets no series of
 * their own beyond that, they are told together as {@code other}.
 */
final class BoundedRegions implements MeterFilter {
    /** Regions that are told one by one. */
    static final int MOST = 100;

    static final String OTHER = "other";
    private static final String REGION = "region";

    private final ReentrantLock lock = new ReentrantLock();
    private final Set<String> known = new HashSet<>();

    @Override
    public Meter.Id map(Meter.Id id) {
        String region = id.getTag(REGION);
        return region == null || region.isEmpty() || knows(region)
                ? id
                : id.replaceTags(
                        id.getTags().stream()
                                .map(tag ->
                                        tag.getKey().equals(REGION) ? Tag.of(REGION, OTHER) : tag)
                                .toList());
    }

    private boolean knows(String region) {
        lock.lock();
        try {
            return known.contains(region) || (known.size() < MOST && known.add(region));
        } finally {
            lock.unlock();
        }
    }
}
