package io.spotkeeper.simulation;

import io.spotkeeper.inventory.InventoryBook;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * Lists the regions that fleets want, as the operator does: at the interval, or sooner when a pass
 * wants it, never twice at once, and ever more slowly while the cloud refuses.
 */
final class ListingRounds {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration SLOWEST = Duration.ofMinutes(5);
    private static final Duration INTEREST = Duration.ofMinutes(11);

    private static final class Lane {
        private long interestUntil;
        private long dueAt;
        private long lastStarted = Long.MIN_VALUE / 2;
        private long scheduledFor = Long.MAX_VALUE;
        private int failures;
        private boolean running;
        private boolean wanted;
    }

    private final Timeline timeline;
    private final Life life;
    private final Account account;
    private final Duration interval;
    private final BiConsumer<String, Set<String>> listed;
    private final Map<String, Lane> lanes = new TreeMap<>();

    /**
     * No rounds yet.
     *
     * @param listed told of each region listed, and which fleets changed: all of them when it
     *     failed
     */
    ListingRounds(
            Timeline timeline,
            Life life,
            Account account,
            Duration interval,
            BiConsumer<String, Set<String>> listed) {
        this.timeline = timeline;
        this.life = life;
        this.account = account;
        this.interval = interval;
        this.listed = listed;
    }

    /** Somebody is interested in a region. */
    void want(String region, boolean soon) {
        Lane lane = lanes.computeIfAbsent(region, _ -> new Lane());
        lane.interestUntil = timeline.nanos() + INTEREST.toNanos();
        if (soon && lane.running) {
            lane.wanted = true;
        } else if (soon && lane.failures == 0) {
            long earliest = Math.max(timeline.nanos(), lane.lastStarted + SOON.toNanos());
            lane.dueAt = Math.min(lane.dueAt, earliest);
        }
        schedule(region, lane);
    }

    private void schedule(String region, Lane lane) {
        if (lane.running || lane.scheduledFor <= lane.dueAt) {
            return;
        }
        long at = Math.max(lane.dueAt, timeline.nanos());
        lane.scheduledFor = at;
        timeline.at(
                at,
                () -> {
                    if (!life.over() && lane.scheduledFor == at && !lane.running) {
                        lane.scheduledFor = Long.MAX_VALUE;
                        begin(region, lane);
                    }
                });
    }

    private void begin(String region, Lane lane) {
        if (lane.interestUntil < timeline.nanos()) {
            return;
        }
        lane.running = true;
        lane.lastStarted = timeline.nanos();
        timeline.strand(() -> {
            try {
                list(region, lane);
            } catch (Life.Ended _) {
                // Nobody waits for a listing of a process that is gone.
            }
        });
    }

    private void list(String region, Lane lane) {
        InventoryBook.Taken taken = account.cloud().inventories().take(region);
        boolean complete = taken.complete();
        lane.running = false;
        lane.failures = complete || taken.unsteady() ? 0 : lane.failures + 1;
        lane.dueAt = Math.max(lane.dueAt, lane.lastStarted + next(lane, taken));
        lane.wanted = false;
        // At every failure all: the last listing may have become too old to decide on since.
        listed.accept(region, complete ? taken.changedFleets() : Set.of(Shell.EVERYBODY));
        schedule(region, lane);
    }

    private long next(Lane lane, InventoryBook.Taken taken) {
        if (taken.unsteady()) {
            long took = timeline.nanos() - lane.lastStarted;
            return took + Math.max(SOON.toNanos(), took);
        }
        return lane.wanted && taken.complete() ? SOON.toNanos() : pause(lane.failures);
    }

    private long pause(int failures) {
        Duration slow = interval.multipliedBy(1L << Math.min(failures, 10));
        Duration longest = SLOWEST.compareTo(interval) > 0 ? SLOWEST : interval;
        return (slow.compareTo(longest) > 0 ? longest : slow).toNanos();
    }
}
