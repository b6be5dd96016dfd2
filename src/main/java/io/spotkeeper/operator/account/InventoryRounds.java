package io.spotkeeper.operator.account;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.inventory.InventoryBook;
import io.spotkeeper.operator.FleetRoster;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lists every account and region that fleets are interested in: at the interval, or sooner when a
 * pass wants it, never twice at once, and ever more slowly while the cloud refuses. A listing that
 * did not add up is tried again soon. One listing serves all fleets of an account, however many
 * they are.
 */
public final class InventoryRounds implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(InventoryRounds.class);
    private static final String AGE = "spotkeeper.inventory.age";
    private static final String LISTINGS = "spotkeeper.inventory.listings";
    private static final Duration TICK = Duration.ofMillis(100);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofMinutes(5);

    /** Fleets and accounts say at least every ten minutes that they are still interested. */
    private static final Duration INTEREST = Duration.ofMinutes(11);

    private record Lane(AccountKey key, String region) {}

    private static final class LaneState {
        final SharedAccount account;
        final long since;
        long interestUntil;
        long dueAt;
        long lastStarted = Long.MIN_VALUE / 2;
        int failures;
        boolean running;
        boolean wanted;
        boolean troubled;
        boolean offersRunning;
        long offersDueAt;

        LaneState(SharedAccount account, long since) {
            this.account = account;
            this.since = since;
        }
    }

    /** What came of a listing. */
    private enum Outcome {
        COMPLETE,
        /** The cloud answers, but instances came and went between two pages. */
        UNSTEADY,
        FAILED;

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private final Duration interval;
    private final TimeSource time;
    private final FleetRoster roster;
    private final MeterRegistry meters;
    private final BiConsumer<AccountKey, String> afterListing;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Lane, LaneState> lanes = new HashMap<>();
    private final ScheduledExecutorService ticker =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("inventory-rounds").daemon(true).factory());
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /** Rounds that begin with {@link #start}. */
    public InventoryRounds(
            Duration interval,
            TimeSource time,
            FleetRoster roster,
            MeterRegistry meters,
            BiConsumer<AccountKey, String> afterListing) {
        this.interval = interval;
        this.time = time;
        this.roster = roster;
        this.meters = meters;
        this.afterListing = afterListing;
    }

    /** Begins. */
    public void start() {
        ticker.scheduleWithFixedDelay(
                this::tick, TICK.toMillis(), TICK.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        ticker.shutdownNow();
        workers.shutdownNow();
    }

    /**
     * Somebody is interested in a region.
     *
     * @param now list it at once rather than at the next interval
     */
    void want(SharedAccount account, String region, boolean now) {
        long nanos = time.monotonicNanos();
        lock.lock();
        try {
            Lane place = new Lane(account.key(), region);
            LaneState lane = lanes.get(place);
            // A key that was given up and came back shares nothing with its former life.
            if (lane == null || lane.account != account) {
                lane = new LaneState(account, nanos);
                lane.dueAt = nanos;
                lanes.put(place, lane);
                gauge(place);
            }
            lane.interestUntil = nanos + INTEREST.toNanos();
            if (now && lane.running) {
                lane.wanted = true;
            } else if (now && lane.failures == 0) {
                lane.dueAt =
                        Math.min(lane.dueAt, Math.max(nanos, lane.lastStarted + SOON.toNanos()));
            }
        } finally {
            lock.unlock();
        }
    }

    // One gauge for all accounts of a region: a label per account would grow without bound.
    private void gauge(Lane lane) {
        String provider = lane.key().provider();
        if (meters.find(AGE).tags(tags(lane)).gauge() != null) {
            return;
        }
        Gauge.builder(AGE, this, rounds -> rounds.age(provider, lane.region()))
                .description("Time since the oldest of the latest complete listings was completed")
                .baseUnit("seconds")
                .tags(tags(lane))
                .register(meters);
    }

    private static Tags tags(Lane lane) {
        return Tags.of("provider", lane.key().provider(), "region", lane.region());
    }

    /**
     * Seconds since the oldest of the latest listings of a region was completed, or since the first
     * was wanted where none ever was; zero where nobody is interested any more.
     */
    private double age(String provider, String region) {
        long now = time.monotonicNanos();
        lock.lock();
        try {
            return lanes.entrySet().stream()
                    .filter(e -> e.getKey().region().equals(region))
                    .filter(e -> e.getKey().key().provider().equals(provider))
                    .map(Map.Entry::getValue)
                    .mapToDouble(lane -> (now - completed(lane, region)) / 1e9)
                    .max()
                    .orElse(0);
        } finally {
            lock.unlock();
        }
    }

    private static long completed(LaneState lane, String region) {
        return lane.account
                .inventories()
                .latest(region)
                .map(Inventory::completedNanos)
                .orElse(lane.since);
    }

    /** Begins what is due. */
    void tick() {
        long nanos = time.monotonicNanos();
        lock.lock();
        try {
            lanes.values()
                    .removeIf(lane ->
                            lane.account.retired().get()
                                    || !lane.running && lane.interestUntil < nanos);
            lanes.forEach((key, lane) -> {
                if (!lane.running && lane.dueAt <= nanos) {
                    lane.running = true;
                    lane.lastStarted = nanos;
                    workers.execute(() -> list(key, lane));
                }
                if (!lane.offersRunning && lane.offersDueAt <= nanos) {
                    lane.offersRunning = true;
                    workers.execute(() -> refreshOffers(lane));
                }
            });
        } finally {
            lock.unlock();
        }
    }

    private void list(Lane key, LaneState lane) {
        Outcome outcome = Outcome.FAILED;
        boolean news = false;
        try {
            InventoryBook.Taken taken = lane.account.inventories().take(key.region());
            outcome =
                    taken.complete()
                            ? Outcome.COMPLETE
                            : taken.unsteady() ? Outcome.UNSTEADY : Outcome.FAILED;
            if (taken.complete()) {
                roster.listed(key.key(), key.region(), taken.changedFleets());
            }
        } catch (RuntimeException e) {
            // A bug in a provider must not end the listings of this region for ever.
            log.atError().addKeyValue("region", key.region()).setCause(e).log("listing failed");
        } finally {
            lock.lock();
            try {
                lane.running = false;
                news = outcome != Outcome.COMPLETE && !lane.troubled;
                lane.troubled = outcome != Outcome.COMPLETE;
                lane.failures = outcome == Outcome.FAILED ? lane.failures + 1 : 0;
                lane.dueAt = Math.max(lane.dueAt, lane.lastStarted + next(lane, outcome));
                lane.wanted = false;
            } finally {
                lock.unlock();
            }
        }
        meters.counter(LISTINGS, tags(key).and("outcome", outcome.label())).increment();
        if (news) {
            log.atWarn()
                    .addKeyValue("region", key.region())
                    .addKeyValue("failure", failure(lane, key.region()))
                    .log("instances cannot be listed");
        }
        if (outcome != Outcome.COMPLETE) {
            // At every failure: the last listing may have become too old to decide on since.
            roster.wakeAll(key.key(), key.region());
        }
        afterListing.accept(key.key(), key.region());
    }

    /** From the beginning of a listing to that of the next. */
    private long next(LaneState lane, Outcome outcome) {
        return switch (outcome) {
            case COMPLETE -> lane.wanted ? SOON.toNanos() : interval.toNanos();
            // Large regions that change all the time are asked half of the time at most: the
            // fleets' own questions go through the same request budget.
            case UNSTEADY -> {
                long took = time.monotonicNanos() - lane.lastStarted;
                yield took + Math.max(SOON.toNanos(), took);
            }
            case FAILED -> pause(lane.failures);
        };
    }

    private static String failure(LaneState lane, String region) {
        return lane.account
                .inventories()
                .failure(region)
                .map(failure -> failure.code() + ": " + failure.message())
                .orElse("a bug");
    }

    private long pause(int failures) {
        Duration slow = interval.multipliedBy(1L << Math.min(failures, 10));
        Duration longest = SLOWEST.compareTo(interval) > 0 ? SLOWEST : interval;
        return (slow.compareTo(longest) > 0 ? longest : slow).toNanos();
    }

    private void refreshOffers(LaneState lane) {
        try {
            lane.account.offers().refresh();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("refreshing prices failed");
        } finally {
            lock.lock();
            try {
                lane.offersRunning = false;
                lane.offersDueAt = time.monotonicNanos() + Duration.ofSeconds(5).toNanos();
            } finally {
                lock.unlock();
            }
        }
    }
}
