package io.spotkeeper.inventory;

import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.InstanceType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Market;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The instance types that zones sell. A zone is asked when somebody wants to know and what is known
 * is old. A type that one answer leaves out stays for a while, and what is known stays while the
 * cloud cannot answer, so that no fleet's pools come and go with the answers.
 */
public final class TypeBook {
    /** How long an answer is good. */
    public static final Duration REFRESH = Duration.ofMinutes(5);

    /** How soon a cloud that could not answer is asked again. */
    public static final Duration RETRY = Duration.ofMinutes(1);

    /** How long a type stays that answers leave out. */
    public static final Duration KEEP = Duration.ofHours(1);

    private static final Duration FORGET = Duration.ofHours(6);

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Place, Page> pages = new HashMap<>();

    /** An empty book. */
    public TypeBook(TimeSource time) {
        this.time = time;
    }

    private record Place(AccountKey account, String region, String zone, Market market) {}

    private record Sighting(InstanceType type, Instant seenAt) {}

    /** What is known of one place; its lock is held while the cloud is asked. */
    private static final class Page {
        final ReentrantLock lock = new ReentrantLock();
        final Map<String, Sighting> sightings = new HashMap<>();
        volatile Instant wantedAt;
        boolean everListed;
        @Nullable InstanceTypes last;
        Instant dueAt = Instant.MIN;

        Page(Instant wantedAt) {
            this.wantedAt = wantedAt;
        }
    }

    /**
     * What a zone sells on a market, as far as it is known.
     *
     * @param account whose catalogue it is
     * @param provider the same, to be asked
     */
    public InstanceTypes types(
            AccountKey account, CloudProvider provider, String region, String zone, Market market) {
        Instant now = time.now();
        Page page = page(new Place(account, region, zone, market), now);
        page.lock.lock();
        try {
            InstanceTypes last = page.last;
            if (last == null || !page.dueAt.isAfter(now)) {
                last = keep(page, provider.instanceTypes(region, zone, market), time.now());
            }
            return page.everListed ? new InstanceTypes.Listed(known(page)) : last;
        } finally {
            page.lock.unlock();
        }
    }

    private Page page(Place place, Instant now) {
        lock.lock();
        try {
            pages.values().removeIf(page -> page.wantedAt.plus(FORGET).isBefore(now));
            Page page = pages.computeIfAbsent(place, _ -> new Page(now));
            page.wantedAt = now;
            return page;
        } finally {
            lock.unlock();
        }
    }

    private static InstanceTypes keep(Page page, InstanceTypes answer, Instant now) {
        switch (answer) {
            case InstanceTypes.Listed(List<InstanceType> types) -> {
                types.forEach(type -> page.sightings.put(type.name(), new Sighting(type, now)));
                page.sightings.values().removeIf(s -> s.seenAt().plus(KEEP).isBefore(now));
                page.everListed = true;
                page.dueAt = now.plus(REFRESH);
            }
            case InstanceTypes.Failed _ -> page.dueAt = now.plus(RETRY);
        }
        page.last = answer;
        return answer;
    }

    private static List<InstanceType> known(Page page) {
        return page.sightings.values().stream().map(Sighting::type).toList();
    }
}
