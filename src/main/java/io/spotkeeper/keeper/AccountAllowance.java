package io.spotkeeper.keeper;

import io.spotkeeper.fleet.AccountRoom;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * What the fleets of one account are committed to, as each counted itself in its last pass, with
 * what was reserved since. It lives in memory: the limits hold with one active replica, and after a
 * start there is no room until every fleet that may have instances was counted once.
 */
public final class AccountAllowance {
    /**
     * What a fleet is committed to.
     *
     * @param instances live and landing
     * @param hourlyCost what they are counted with an hour; absent while a price is unknown
     */
    public record Use(int instances, @Nullable BigDecimal hourlyCost) {
        private static final Use NONE = new Use(0, BigDecimal.ZERO);

        private Use plus(Use other) {
            return new Use(
                    instances + other.instances,
                    hourlyCost == null || other.hourlyCost == null
                            ? null
                            : hourlyCost.add(other.hourlyCost));
        }

        private boolean within(Use other) {
            return instances <= other.instances
                    && (other.hourlyCost == null
                            || hourlyCost != null && hourlyCost.compareTo(other.hourlyCost) <= 0);
        }
    }

    /**
     * One fleet's part of what all are committed to.
     *
     * @param counted as it counted itself last
     * @param reserved by its pass since then
     * @param recorded whether the write of that pass succeeded
     * @param doubtful reserved by earlier passes whose write failed. An answer of the API server
     *     that was lost looks like that, so the others leave room for it until a write succeeds;
     *     the fleet itself would get no write past what it does not know of
     */
    private record Commitment(Use counted, Use reserved, boolean recorded, Use doubtful) {
        static final Commitment NONE = new Commitment(Use.NONE, Use.NONE, true, Use.NONE);

        Use own() {
            return counted.plus(reserved);
        }

        Use all() {
            return own().plus(doubtful);
        }

        Commitment recount(Use use) {
            return new Commitment(
                    use, Use.NONE, false, recorded ? Use.NONE : doubtful.plus(reserved));
        }

        Commitment reserving(Use more) {
            return new Commitment(counted, reserved.plus(more), false, doubtful);
        }

        Commitment sure() {
            return new Commitment(counted, reserved, true, Use.NONE);
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Commitment> commitments = new HashMap<>();
    private final Set<String> waiting = new HashSet<>();
    private boolean freed;
    private @Nullable Set<String> uncounted;
    private @Nullable Integer maxInstances;
    private @Nullable BigDecimal maxHourlyCost;

    /** Limits what all fleets together may have from now on; absent = no limit. */
    public void limit(@Nullable Integer instances, @Nullable BigDecimal hourlyCost) {
        lock.lock();
        try {
            maxInstances = instances;
            maxHourlyCost = hourlyCost;
        } finally {
            lock.unlock();
        }
    }

    /** Whether there is anything that its fleets may not exceed together. */
    public boolean limited() {
        lock.lock();
        try {
            return maxInstances != null || maxHourlyCost != null;
        } finally {
            lock.unlock();
        }
    }

    private boolean countedAll() {
        return uncounted != null && uncounted.isEmpty();
    }

    /** Whether it has limits, and {@link #expect} has to tell which fleets have to be counted. */
    public boolean expectsToBeTold() {
        lock.lock();
        try {
            return limited() && !countedAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * These fleets may have instances: nothing is bought before each was counted. To be told again
     * while any was not: one that is gone before this process saw it is never counted.
     */
    public void expect(Collection<String> fleetUids) {
        lock.lock();
        try {
            uncounted = new HashSet<>(fleetUids);
            uncounted.removeAll(commitments.keySet());
            freed |= uncounted.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /**
     * A fleet counted itself anew; that takes the place of whatever it had reserved, once that was
     * recorded.
     *
     * @return the room that there is for it now
     */
    public AccountRoom count(String fleetUid, Use use) {
        lock.lock();
        try {
            commit(fleetUid, commitment(fleetUid).recount(use));
            if (uncounted != null && uncounted.remove(fleetUid)) {
                freed |= uncounted.isEmpty();
            }
            return room(fleetUid);
        } finally {
            lock.unlock();
        }
    }

    /** What a pass found and reserved was recorded: it read the object as it was. */
    void recorded(String fleetUid) {
        lock.lock();
        try {
            if (commitments.containsKey(fleetUid)) {
                commit(fleetUid, commitment(fleetUid).sure());
            }
        } finally {
            lock.unlock();
        }
    }

    private Commitment commitment(String fleetUid) {
        return commitments.getOrDefault(fleetUid, Commitment.NONE);
    }

    private void commit(String fleetUid, Commitment now) {
        freed |= !commitment(fleetUid).all().within(now.all());
        commitments.put(fleetUid, now);
    }

    /** The room that there is for a fleet now. */
    public AccountRoom room(String fleetUid) {
        lock.lock();
        try {
            Use sum = commitment(fleetUid).own();
            for (Map.Entry<String, Commitment> other : commitments.entrySet()) {
                if (!other.getKey().equals(fleetUid)) {
                    sum = sum.plus(other.getValue().all());
                }
            }
            return new AccountRoom(
                    maxInstances,
                    maxHourlyCost,
                    sum.instances(),
                    sum.hourlyCost(),
                    !limited() || countedAll());
        } finally {
            lock.unlock();
        }
    }

    /**
     * Reserves room for a fleet before its intent is recorded. What comes of it replaces the
     * reservation when the fleet is counted next.
     *
     * @param each what one instance is counted with an hour; absent = unknown
     * @return for how many of {@code wanted} there is room; only these may be bought
     */
    int reserve(String fleetUid, int wanted, @Nullable BigDecimal each) {
        lock.lock();
        try {
            int fitting = room(fleetUid).fits(wanted, each);
            if (fitting > 0) {
                Use more =
                        new Use(
                                fitting,
                                each == null ? null : each.multiply(BigDecimal.valueOf(fitting)));
                commit(fleetUid, commitment(fleetUid).reserving(more));
            }
            return fitting;
        } finally {
            lock.unlock();
        }
    }

    /**
     * A fleet would buy if there was room.
     *
     * @param seen the room that it had
     * @return false when it does not wait, because the room is another by now
     */
    boolean await(String fleetUid, AccountRoom seen) {
        lock.lock();
        try {
            if (!room(fleetUid).equals(seen)) {
                return false;
            }
            waiting.add(fleetUid);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The fleets that wait for room, where some was made since this was last asked. They are to be
     * looked at again, and wait no more.
     */
    public Set<String> served() {
        lock.lock();
        try {
            if (!freed) {
                return Set.of();
            }
            freed = false;
            Set<String> served = Set.copyOf(waiting);
            waiting.clear();
            return served;
        } finally {
            lock.unlock();
        }
    }

    /** A fleet is gone, and all that it had. */
    public void forget(String fleetUid) {
        lock.lock();
        try {
            freed |= commitments.remove(fleetUid) != null;
            waiting.remove(fleetUid);
            if (uncounted != null && uncounted.remove(fleetUid)) {
                freed |= uncounted.isEmpty();
            }
        } finally {
            lock.unlock();
        }
    }
}
