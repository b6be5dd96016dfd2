package io.spotkeeper.operator;

import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.spotkeeper.cloud.AccountKey;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The fleets that this process looks after: which account each uses, what it counts, and how to
 * wake it. Listings wake fleets through it, so that no fleet polls the cloud for itself.
 */
public final class FleetRoster {
    /**
     * One fleet.
     *
     * @param uid its UID
     * @param kind its kind
     * @param id namespace and name
     * @param account name of the account object in the same namespace
     * @param regions every region it uses
     * @param launchedIn those in which it has ever launched
     * @param instances live instances, as last told
     * @param hourlyCost estimate, as last told
     * @param standing where it stands, as last told
     */
    public record Entry(
            String uid,
            String kind,
            ResourceID id,
            String account,
            Set<String> regions,
            Set<String> launchedIn,
            int instances,
            BigDecimal hourlyCost,
            FleetStanding standing) {
        public Entry {
            regions = Set.copyOf(regions);
            launchedIn = Set.copyOf(launchedIn);
        }

        String namespace() {
            return id.getNamespace().orElse("");
        }
    }

    /** Who is told where fleets stand. */
    interface Watcher {
        /**
         * A fleet was looked at.
         *
         * @param key its account's access key; absent where there is none
         */
        void stands(Entry entry, @Nullable AccountKey key);

        /** A fleet is gone. */
        void gone(String uid);
    }

    private static final Watcher NOBODY =
            new Watcher() {
                @Override
                public void stands(Entry entry, @Nullable AccountKey key) {}

                @Override
                public void gone(String uid) {}
            };

    private final Watcher watcher;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Entry> fleets = new HashMap<>();
    private final Map<String, @Nullable AccountKey> keys = new HashMap<>();
    private final Set<String> awaiting = ConcurrentHashMap.newKeySet();
    private volatile BiConsumer<String, ResourceID> wake = (_, _) -> {};

    /** No fleets, and nobody who is told of them. */
    public FleetRoster() {
        this(NOBODY);
    }

    /** No fleets yet. */
    FleetRoster(Watcher watcher) {
        this.watcher = watcher;
    }

    /** Who is told to wake a fleet, with its kind; set once the controllers exist. */
    public void wakeThrough(BiConsumer<String, ResourceID> wakeUp) {
        wake = wakeUp;
    }

    /** Adds a fleet, or changes what is known of it. */
    public void put(Entry entry, @Nullable AccountKey key) {
        lock.lock();
        try {
            fleets.put(entry.uid(), entry);
            keys.put(entry.uid(), key);
        } finally {
            lock.unlock();
        }
        watcher.stands(entry, key);
    }

    /** Removes a fleet that is gone. */
    public void remove(String uid) {
        lock.lock();
        try {
            fleets.remove(uid);
            keys.remove(uid);
            awaiting.remove(uid);
        } finally {
            lock.unlock();
        }
        watcher.gone(uid);
    }

    /** The fleets that use an account object. */
    public List<Entry> ofAccount(String namespace, String account) {
        lock.lock();
        try {
            return fleets.values().stream()
                    .filter(f -> f.namespace().equals(namespace) && f.account().equals(account))
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    /** This fleet waits for the next listing. */
    public void await(String uid) {
        awaiting.add(uid);
    }

    /** A listing is in: wakes the fleets that it changed, and those that waited for it. */
    public void listed(AccountKey key, String region, Collection<String> changed) {
        for (Entry entry : of(key, region)) {
            boolean waited = awaiting.remove(entry.uid());
            if (waited || changed.contains(entry.uid())) {
                wake.accept(entry.kind(), entry.id());
            }
        }
    }

    /** Wakes every fleet of a region, for instance because it cannot be listed any more. */
    public void wakeAll(AccountKey key, String region) {
        of(key, region).forEach(entry -> wake.accept(entry.kind(), entry.id()));
    }

    /** Wakes these fleets, as far as they are here. */
    public void wake(Collection<String> uids) {
        all().stream()
                .filter(entry -> uids.contains(entry.uid()))
                .forEach(entry -> wake.accept(entry.kind(), entry.id()));
    }

    /** Wakes every fleet of an account object. */
    public void wakeAccount(String namespace, String account) {
        ofAccount(namespace, account).forEach(entry -> wake.accept(entry.kind(), entry.id()));
    }

    /** Every fleet. */
    public List<Entry> all() {
        lock.lock();
        try {
            return List.copyOf(fleets.values());
        } finally {
            lock.unlock();
        }
    }

    private List<Entry> of(AccountKey key, String region) {
        lock.lock();
        try {
            return fleets.values().stream()
                    .filter(f -> key.equals(keys.get(f.uid())) && f.regions().contains(region))
                    .toList();
        } finally {
            lock.unlock();
        }
    }
}
