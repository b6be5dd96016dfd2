package io.spotkeeper.operator.account;

import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.inventory.OrphanCollector;
import io.spotkeeper.inventory.OrphanCollector.Finding;
import io.spotkeeper.keeper.AccountCloud;
import io.spotkeeper.operator.OperatorSettings;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Looks for orphans in every new listing. The owners are listed live and over all namespaces, or
 * over those that are watched: then only instances of these namespaces are anybody's business here.
 */
public final class OrphanRounds {
    private record Place(AccountKey key, String region) {}

    private static final class Watch {
        final ReentrantLock lock = new ReentrantLock();
        final OrphanCollector collector;
        long looked = Long.MIN_VALUE;
        volatile int ownerless;

        Watch(OrphanCollector collector) {
            this.collector = collector;
        }
    }

    private final Clouds clouds;
    private final Accounts accounts;
    private final OrphanCollector.Owners owners;
    private final OrphanReport report;
    private final OperatorSettings settings;
    private final TimeSource time;
    private final Map<Place, Watch> watches = new ConcurrentHashMap<>();

    /** When this process first looked: it may have waited for long to become the leader. */
    private final AtomicReference<@Nullable Long> began = new AtomicReference<>();

    /** Rounds that begin with the first {@link #look(AccountKey, String)}. */
    public OrphanRounds(
            Clouds clouds,
            Accounts accounts,
            OrphanCollector.Owners owners,
            OrphanReport report,
            OperatorSettings settings,
            TimeSource time) {
        this.clouds = clouds;
        this.accounts = accounts;
        this.owners = owners;
        this.report = report;
        this.settings = settings;
        this.time = time;
    }

    /** Looks at the latest listing of a region; to be called after each listing. */
    public void look(AccountKey key, String region) {
        watches.keySet().removeIf(place -> clouds.adopted(place.key()).isEmpty());
        Optional<AccountCloud> cloud = clouds.adopted(key);
        if (cloud.isEmpty()) {
            return;
        }
        Watch watch =
                watches.computeIfAbsent(
                        new Place(key, region), place -> watch(place, cloud.get().cluster()));
        // A look that takes longer than a listing makes the next one superfluous.
        if (!watch.lock.tryLock()) {
            return;
        }
        try {
            cloud.get()
                    .inventories()
                    .latest(region)
                    .filter(listing -> listing.startedNanos() != watch.looked)
                    .ifPresent(listing -> look(watch, cloud.get(), key, listing));
        } finally {
            watch.lock.unlock();
        }
    }

    private Watch watch(Place place, String cluster) {
        String provider = place.key().provider();
        report.show(provider, place.region(), () -> ownerless(provider, place.region()));
        return new Watch(collector(cluster));
    }

    private int ownerless(String provider, String region) {
        return watches.entrySet().stream()
                .filter(watch -> watch.getKey().region().equals(region))
                .filter(watch -> watch.getKey().key().provider().equals(provider))
                .mapToInt(watch -> watch.getValue().ownerless)
                .sum();
    }

    private void look(Watch watch, AccountCloud cloud, AccountKey key, Inventory listing) {
        watch.looked = listing.startedNanos();
        List<Finding> findings =
                watch.collector.look(listing, cloud.provider(), owners, deadline(), collecting());
        watch.ownerless = watch.collector.ownerless();
        if (!findings.isEmpty()) {
            report.tell(key.provider(), listing.region(), findings, accounts.using(key));
        }
    }

    private OrphanCollector collector(String cluster) {
        Set<String> tags =
                settings.namespaces().stream()
                        .map(Ownership::namespaceTag)
                        .collect(Collectors.toUnmodifiableSet());
        return new OrphanCollector(
                cluster,
                settings.timing().visibilityGrace(),
                settings.orphanAge(),
                tag -> tags.isEmpty() || tags.contains(tag),
                time);
    }

    private boolean collecting() {
        long now = time.monotonicNanos();
        began.compareAndSet(null, now);
        Long since = began.get();
        return since != null && now - since >= settings.orphanReportOnly().toNanos();
    }

    private SendDeadline deadline() {
        long started = time.monotonicNanos();
        return () -> time.monotonicNanos() - started > settings.timing().sendDeadline().toNanos();
    }
}
