package io.spotkeeper.cloud;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.CoolDown;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * What refused lately, shared by all fleets of an account: such a pool, zone, subnet or the whole
 * account is not asked for a while, longer at each refusal, with full jitter so that fleets do not
 * come back together. When a cool-down ends, one instance is asked for as a probe; a success clears
 * it, except for what is held against instances that were launched and then failed: that a launch
 * is accepted says nothing of it, and only time does.
 *
 * <p>Refusals that arrive while a cool-down is in force answer requests that were under way when it
 * began: they do not make it longer. What was not refused again for twice the longest cool-down is
 * forgotten.
 *
 * <p>It lives in memory only: after a restart each pool is asked once more, which is the same as a
 * probe.
 */
public final class CoolDowns {
    private final CoolDownPolicy policy;
    private final RandomGenerator random;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Key, Entry> entries = new HashMap<>();
    private final Map<CapacityPool, Batch> batches = new HashMap<>();

    /** An empty set of cool-downs. */
    public CoolDowns(CoolDownPolicy policy, RandomGenerator random) {
        this.policy = policy;
        this.random = random;
    }

    private sealed interface Key {
        record Pool(CapacityPool pool) implements Key {}

        record Zone(String region, String zone, Market market) implements Key {}

        record Subnet(String id) implements Key {}

        record Account() implements Key {}

        /** What only this request is refused: another fleet's, or another generation's, is not. */
        record Request(String fleetUid, long generation, CapacityPool pool) implements Key {}
    }

    private record Batch(int limit, Instant until) {}

    private record Entry(
            int refusals,
            Instant refusedAt,
            CoolDown coolDown,
            @Nullable BigDecimal bid,
            boolean delivered) {
        boolean inForce(Instant now) {
            return coolDown.until().isAfter(now);
        }

        Entry probed() {
            return new Entry(refusals, refusedAt, coolDown, bid, true);
        }
    }

    /** Notes a launch that the cloud refused. */
    public void refused(
            Fleet fleet,
            PoolRule rule,
            @Nullable String subnetId,
            CloudFailure failure,
            Instant now) {
        Duration atLeast =
                failure instanceof CloudFailure.Throttled throttled
                                && throttled.retryAfter() != null
                        ? throttled.retryAfter()
                        : Duration.ZERO;
        refuse(
                key(fleet, rule.pool(), subnetId, failure),
                failure.refusal(),
                rule.maxPrice(),
                atLeast,
                now);
    }

    /** Notes an instance that was launched and then failed; once per pool and pass. */
    public void failed(CapacityPool pool, Refusal refusal, Instant now) {
        refuse(new Key.Pool(pool), refusal, null, Duration.ZERO, now);
    }

    private static Key key(
            Fleet fleet, CapacityPool pool, @Nullable String subnetId, CloudFailure failure) {
        return switch (failure) {
            case CloudFailure.NoCapacity no -> scoped(no.scope(), pool, subnetId);
            // A quota of the account is found out zone by zone: another zone, or market, may have
            // room.
            case CloudFailure.QuotaExceeded _ ->
                    new Key.Zone(pool.region(), pool.zone(), pool.market());
            case CloudFailure.AccountBlocked _,
                    CloudFailure.Unauthorized _,
                    CloudFailure.Throttled _ ->
                    new Key.Account();
            case CloudFailure.InvalidRequest _,
                    CloudFailure.MixedBatch _,
                    CloudFailure.Protected _,
                    CloudFailure.Gone _ ->
                    new Key.Request(fleet.id().uid(), fleet.generation(), pool);
            case CloudFailure.PriceTooLow _,
                    CloudFailure.NotOffered _,
                    CloudFailure.Busy _,
                    CloudFailure.PartialDeliveryUnsupported _,
                    CloudFailure.Transient _ ->
                    new Key.Pool(pool);
        };
    }

    private static Key scoped(
            CloudFailure.Scope scope, CapacityPool pool, @Nullable String subnetId) {
        return switch (scope) {
            case POOL, DISK -> new Key.Pool(pool);
            case ZONE -> new Key.Zone(pool.region(), pool.zone(), pool.market());
            case SUBNET -> subnetId == null ? new Key.Pool(pool) : new Key.Subnet(subnetId);
            case ACCOUNT -> new Key.Account();
        };
    }

    private void refuse(
            Key key, Refusal refusal, @Nullable BigDecimal bid, Duration atLeast, Instant now) {
        boolean brief =
                refusal.kind() == RefusalKind.THROTTLED || refusal.kind() == RefusalKind.TRANSIENT;
        lock.lock();
        try {
            Instant forgotten = now.minus(policy.max().multipliedBy(2));
            entries.values().removeIf(e -> e.coolDown().until().isBefore(forgotten));
            batches.values().removeIf(b -> !b.until().isAfter(now));
            Entry old = entries.get(key);
            if (old != null && old.inForce(now) && sameAnswer(old, refusal, bid)) {
                return;
            }
            int refusals = old == null ? 1 : old.refusals() + 1;
            Duration longest = (brief ? policy.brief() : policy).nth(refusals);
            // Full jitter, but never so short that the next pass asks again at once.
            long floor = Math.min(1_000, longest.toMillis());
            long drawn = floor + random.nextLong(Math.max(1, longest.toMillis() - floor + 1));
            long millis = Math.max(drawn, Math.min(atLeast.toMillis(), policy.max().toMillis()));
            entries.put(
                    key,
                    new Entry(
                            refusals,
                            now,
                            new CoolDown(
                                    old == null ? now : old.coolDown().since(),
                                    now.plusMillis(millis),
                                    refusal),
                            bid,
                            false));
        } finally {
            lock.unlock();
        }
    }

    // A higher bid that was refused as well is news, although the lower one is still cooling down.
    private static boolean sameAnswer(Entry old, Refusal refusal, @Nullable BigDecimal bid) {
        BigDecimal before = old.bid();
        return refusal.kind() != RefusalKind.PRICE_TOO_LOW
                || old.coolDown().refusal().kind() != RefusalKind.PRICE_TOO_LOW
                || before == null
                || (bid != null && bid.compareTo(before) <= 0);
    }

    /** Notes a launch that delivered: what was refused to its pool is forgotten. */
    public void delivered(Fleet fleet, PoolRule rule, @Nullable String subnetId) {
        lock.lock();
        try {
            keys(fleet, rule.pool())
                    .forEach(key -> entries.computeIfPresent(key, (_, e) -> afterDelivery(e)));
            if (subnetId != null) {
                entries.remove(new Key.Subnet(subnetId));
            }
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Entry afterDelivery(Entry entry) {
        return switch (entry.coolDown().refusal().kind()) {
            case LAUNCH_FAILED, STUCK_PENDING, DIED_YOUNG -> entry.probed();
            case NO_CAPACITY,
                    PRICE_TOO_LOW,
                    QUOTA_EXCEEDED,
                    NOT_OFFERED,
                    ACCOUNT_BLOCKED,
                    UNAUTHORIZED,
                    THROTTLED,
                    INVALID_REQUEST,
                    TRANSIENT ->
                    null;
        };
    }

    /**
     * Asks a pool that delivers all or nothing for at most {@code limit} at once, for ten minutes:
     * it had fewer than it was asked for.
     */
    public void askFewer(CapacityPool pool, int limit, Instant now) {
        lock.lock();
        try {
            batches.put(pool, new Batch(limit, now.plus(Duration.ofMinutes(10))));
        } finally {
            lock.unlock();
        }
    }

    /** Forgets what is held against the account itself, since its credentials are new. */
    public void credentialsChanged() {
        lock.lock();
        try {
            entries.remove(new Key.Account());
        } finally {
            lock.unlock();
        }
    }

    private static List<Key> keys(Fleet fleet, CapacityPool pool) {
        return List.of(
                new Key.Pool(pool),
                new Key.Zone(pool.region(), pool.zone(), pool.market()),
                new Key.Account(),
                new Key.Request(fleet.id().uid(), fleet.generation(), pool));
    }

    /** An offer with what is held against the pool. */
    public Offer apply(Fleet fleet, PoolRule rule, Offer offer, Instant now) {
        lock.lock();
        try {
            List<Entry> held =
                    keys(fleet, rule.pool()).stream()
                            .map(entries::get)
                            .filter(e -> e != null && concerns(e, rule, offer))
                            .toList();
            Optional<CoolDown> longest =
                    held.stream()
                            .map(Entry::coolDown)
                            .filter(c -> c.until().isAfter(now))
                            .max(Comparator.comparing(CoolDown::until));
            boolean probe = held.stream().anyMatch(e -> !e.delivered());
            return new Offer(
                    offer.price(),
                    offer.source(),
                    offer.stock(),
                    offer.quotedAt(),
                    longest.orElse(null),
                    probe ? 1 : batch(rule.pool(), offer, now),
                    offer.vcpus());
        } finally {
            lock.unlock();
        }
    }

    private int batch(CapacityPool pool, Offer offer, Instant now) {
        Batch batch = batches.get(pool);
        return batch == null || !batch.until().isAfter(now)
                ? offer.batchLimit()
                : Math.min(batch.limit(), offer.batchLimit());
    }

    // A bid that was refused says nothing of a higher one, nor of a market that was quoted lower
    // since.
    private static boolean concerns(Entry entry, PoolRule rule, Offer offer) {
        if (entry.coolDown().refusal().kind() != RefusalKind.PRICE_TOO_LOW) {
            return true;
        }
        if (entry.bid() == null || rule.maxPrice() == null) {
            return rule.maxPrice() != null || entry.bid() == null;
        }
        boolean raised = rule.maxPrice().compareTo(entry.bid()) > 0;
        boolean fallen =
                offer.price() != null
                        && offer.quotedAt() != null
                        && offer.quotedAt().isAfter(entry.refusedAt())
                        && offer.price().compareTo(rule.maxPrice()) <= 0;
        return !raised && !fallen;
    }

    /** Subnets that are not asked now, and until when. */
    public Map<String, Instant> subnets(Instant now) {
        lock.lock();
        try {
            Map<String, Instant> ids = new HashMap<>();
            entries.forEach((key, entry) -> {
                if (key instanceof Key.Subnet subnet && entry.inForce(now)) {
                    ids.put(subnet.id(), entry.coolDown().until());
                }
            });
            return ids;
        } finally {
            lock.unlock();
        }
    }

    /** Refusals that are remembered, in force or not; for tests. */
    int remembered() {
        lock.lock();
        try {
            return entries.size();
        } finally {
            lock.unlock();
        }
    }

    /** How many cool-downs for this reason are in force, for metrics. */
    public int inForce(RefusalKind kind, Instant now) {
        lock.lock();
        try {
            return (int)
                    entries.values().stream()
                            .filter(e -> e.inForce(now) && e.coolDown().refusal().kind() == kind)
                            .count();
        } finally {
            lock.unlock();
        }
    }
}
