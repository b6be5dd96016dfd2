package io.spotkeeper.simulation;

import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.inventory.OrphanCollector;
import io.spotkeeper.keeper.Timing;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the operator does about orphans in one run of its process: production's collector looks at
 * every new listing, one look at a time, and only reports at first.
 */
final class OrphanWatch {
    /** How long after its start a process only reports; an hour in the operator. */
    private static final Duration REPORTING = Duration.ofMinutes(10);

    private final ObjectStore store;
    private final Life life;
    private final Account account;
    private final TimeSource clock;
    private final Timing timing;
    private final long began;
    private final @Nullable OrphanCollector collector;
    private final Map<String, Long> looked = new HashMap<>();
    private boolean looking;

    /** Nothing seen yet. */
    OrphanWatch(World world, Life life, Account account, TimeSource clock) {
        this.store = world.store();
        this.life = life;
        this.account = account;
        this.clock = clock;
        this.timing = world.timing();
        this.began = clock.monotonicNanos();
        Duration age = world.orphanAge();
        this.collector =
                age == null
                        ? null
                        : new OrphanCollector(
                                MarketCloud.CLUSTER,
                                timing.visibilityGrace(),
                                age,
                                _ -> true,
                                clock);
    }

    /** Looks at the latest listing of a region, unless it was looked at or a look is going on. */
    List<OrphanCollector.Finding> look(String region) {
        Inventory listing = account.cloud().inventories().latest(region).orElse(null);
        if (collector == null || looking || listing == null) {
            return List.of();
        }
        Long last = looked.put(region, listing.startedNanos());
        if (last != null && last == listing.startedNanos()) {
            return List.of();
        }
        looking = true;
        List<OrphanCollector.Finding> findings =
                collector.look(
                        listing,
                        account.cloud().provider(),
                        this::owners,
                        deadline(),
                        collecting());
        looking = false;
        return findings;
    }

    private boolean collecting() {
        return clock.monotonicNanos() - began >= REPORTING.toNanos();
    }

    private SendDeadline deadline() {
        long started = clock.monotonicNanos();
        return () -> clock.monotonicNanos() - started > timing.sendDeadline().toNanos();
    }

    /** As the operator lists them: past the cache, and with the UIDs that they adopt. */
    private Optional<Set<String>> owners() {
        Mishap mishap = life.reach(Call.OWNERS);
        Set<String> uids = new TreeSet<>();
        for (FleetObject object : store.all()) {
            uids.add(object.uid());
            String adopted = object.fleet().adoptedUid();
            if (adopted != null) {
                uids.add(adopted);
            }
        }
        life.applied(Call.OWNERS, mishap);
        return mishap == Mishap.FAIL ? Optional.empty() : Optional.of(uids);
    }
}
