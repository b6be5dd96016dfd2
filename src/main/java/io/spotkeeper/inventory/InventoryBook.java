package io.spotkeeper.inventory;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Instance;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The latest complete listing of each region of one account. {@link #take} is called by whoever
 * drives it (a loop in the operator, the event queue in the simulator); everyone else reads.
 */
public final class InventoryBook {
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Inventory> latest = new HashMap<>();
    private final Map<String, Failure> failures = new HashMap<>();
    private volatile CloudProvider provider;

    private record Failure(CloudFailure failure, long startedNanos) {}

    /** An empty book. */
    public InventoryBook(CloudProvider provider, TimeSource time) {
        this.provider = provider;
        this.time = time;
    }

    /** Lists with another provider from now on: the credentials were rotated. */
    public void use(CloudProvider newProvider) {
        provider = newProvider;
    }

    /** The latest complete listing of a region. */
    public Optional<Inventory> latest(String region) {
        lock.lock();
        try {
            return Optional.ofNullable(latest.get(region));
        } finally {
            lock.unlock();
        }
    }

    /** Why the last try to list a region failed; empty when it succeeded or was never made. */
    public Optional<CloudFailure> failure(String region) {
        lock.lock();
        try {
            return Optional.ofNullable(failures.get(region)).map(Failure::failure);
        } finally {
            lock.unlock();
        }
    }

    /**
     * What a listing changed.
     *
     * @param complete whether it was complete; if not, nothing was learnt
     * @param unsteady not complete because its pages did not add up: the cloud answers
     * @param changedFleets fleets whose instances are not the same as in the listing before
     * @param size instances listed
     */
    public record Taken(boolean complete, boolean unsteady, Set<String> changedFleets, int size) {
        public Taken {
            changedFleets = Set.copyOf(changedFleets);
        }
    }

    /** Makes one listing of a region. An older one never replaces a younger one. */
    public Taken take(String region) {
        long started = time.monotonicNanos();
        return switch (provider.list(region)) {
            case Listing.Complete complete -> keep(region, started, complete.instances());
            case Listing.Failed failed -> {
                fail(region, new Failure(failed.failure(), started));
                yield new Taken(false, failed.incomplete(), Set.of(), 0);
            }
        };
    }

    private void fail(String region, Failure failure) {
        lock.lock();
        try {
            Inventory before = latest.get(region);
            if (before == null || before.startedNanos() < failure.startedNanos()) {
                failures.put(region, failure);
            }
        } finally {
            lock.unlock();
        }
    }

    private Taken keep(String region, long started, List<Instance> instances) {
        Inventory taken =
                new Inventory(region, started, time.monotonicNanos(), time.now(), instances);
        lock.lock();
        try {
            Inventory before = latest.get(region);
            if (before != null && before.startedNanos() >= started) {
                return new Taken(true, false, Set.of(), taken.size());
            }
            failures.computeIfPresent(region, (_, f) -> f.startedNanos() > started ? f : null);
            latest.put(region, taken);
            return new Taken(true, false, changed(before, taken), taken.size());
        } finally {
            lock.unlock();
        }
    }

    private static Set<String> changed(
            @org.jspecify.annotations.Nullable Inventory before, Inventory now) {
        Set<String> fleets = new HashSet<>();
        now.fleets().forEach(fleets::add);
        if (before == null) {
            return fleets;
        }
        before.fleets().forEach(fleets::add);
        fleets.removeIf(fleet -> same(before, now, fleet));
        return fleets;
    }

    // An instance that is equal carries the same tags, and so is the same fleet's.
    private static boolean same(Inventory before, Inventory now, String fleet) {
        List<Instance> present = now.fleet(fleet);
        return before.fleet(fleet).size() == present.size()
                && present.stream()
                        .allMatch(i -> before.instance(i.id()).filter(i::equals).isPresent());
    }
}
