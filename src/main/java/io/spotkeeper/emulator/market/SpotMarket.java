package io.spotkeeper.emulator.market;

import io.spotkeeper.emulator.market.LaunchRefusal.InstanceQuotaExceeded;
import io.spotkeeper.emulator.market.LaunchRefusal.NotOffered;
import io.spotkeeper.emulator.market.LaunchRefusal.PriceTooLow;
import io.spotkeeper.emulator.market.LaunchRefusal.SoldOut;
import io.spotkeeper.emulator.market.LaunchRefusal.SpotQuotaExceeded;
import io.spotkeeper.emulator.market.LaunchRefusal.TooFew;
import io.spotkeeper.emulator.market.LaunchRefusal.ZoneSoldOut;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's market and its instances, for all owners together.
 *
 * <p>It advances only when told the time; one seed and one sequence of calls always give the same
 * history. Not for use by several threads at once.
 */
public final class SpotMarket {
    private final Map<CapacityPool, PoolState> pools = new LinkedHashMap<>();
    private final Map<String, InstanceType> types = new LinkedHashMap<>();
    private final Map<String, Shortage> shortages = new LinkedHashMap<>();
    private final Dynamics dynamics;
    private final Quotas quotas;
    private final Lives lives;
    private Lags lags;
    private Instant now;
    private Instant nextStep;
    private int failingLaunches;

    /**
     * Opens a market.
     *
     * @param plan what it starts from
     * @param random where all randomness comes from
     * @param start the time it starts at
     * @throws IllegalArgumentException if the plan names an unknown type or a pool twice
     */
    public SpotMarket(MarketPlan plan, RandomGenerator random, Instant start) {
        this.dynamics = plan.dynamics();
        this.lags = plan.lags();
        this.quotas = new Quotas(plan.quota());
        this.now = start;
        this.nextStep = start.plus(dynamics.step());
        this.lives = new Lives(new SplittableRandom(random.nextLong()), this::ended);
        plan.instanceTypes().forEach(type -> types.put(type.name(), type));
        for (PoolTerms terms : plan.pools()) {
            open(terms, random);
        }
    }

    private void open(PoolTerms terms, RandomGenerator random) {
        CapacityPool pool = terms.pool();
        InstanceType type = types.get(pool.instanceType());
        if (type == null) {
            throw new IllegalArgumentException("pool " + pool + " is of an unknown instance type");
        }
        if (pools.put(pool, new PoolState(terms, type, random)) != null) {
            throw new IllegalArgumentException("pool " + pool + " is there twice");
        }
        shortages.computeIfAbsent(
                pool.zone(), zone -> new Shortage(new SplittableRandom(random.nextLong())));
    }

    /** The time it was last told. */
    public Instant now() {
        return now;
    }

    /**
     * Lets everything happen that is due until then.
     *
     * @param time the new time; an earlier one than before changes nothing
     */
    public void advanceTo(Instant time) {
        while (true) {
            Instant due = lives.nextDue();
            if (due != null && !due.isAfter(nextStep) && !due.isAfter(time)) {
                now = due.isAfter(now) ? due : now;
                lives.stepDue(lags);
            } else if (!nextStep.isAfter(time)) {
                now = nextStep;
                nextStep = nextStep.plus(dynamics.step());
                step();
            } else {
                break;
            }
        }
        now = time.isAfter(now) ? time : now;
    }

    private void step() {
        double hours = dynamics.step().toMillis() / 3_600_000.0;
        for (PoolState pool : pools.values()) {
            pool.step(dynamics, hours);
        }
        Reclaims reclaims = new Reclaims(dynamics, now, lives, pools);
        shortages.forEach((zone, shortage) -> {
            if (shortage.step(dynamics.shortages(), hours, now)) {
                reclaims.zone(zone, shortage.random());
            }
        });
        reclaims.atRandom(hours);
        reclaims.abovePrice();
    }

    private void ended(Instance instance, Lives.End how) {
        Stock stock = pool(instance.pool()).stock();
        switch (how) {
            case GIVEN_BACK -> stock.giveBack();
            case TAKEN_BACK -> stock.takeBack();
        }
    }

    /** All pools there are, in the order of the plan. */
    public Set<CapacityPool> pools() {
        return new LinkedHashSet<>(pools.keySet());
    }

    /** All instance types there are, in the order of the plan. */
    public Collection<InstanceType> instanceTypes() {
        return List.copyOf(types.values());
    }

    /** What a pool offers now; null if there is no such pool. */
    public @Nullable Quote quote(CapacityPool pool) {
        PoolState state = pools.get(pool);
        return state == null ? null : state.quote(available(state));
    }

    private int available(PoolState pool) {
        return isShort(pool) ? 0 : pool.stock().available();
    }

    private boolean isShort(PoolState pool) {
        Shortage shortage = shortages.get(pool.pool().zone());
        return pool.isSpot() && shortage != null && shortage.isOn(now);
    }

    /** Why an order would be refused now; null if it would be carried out. Buys nothing. */
    public @Nullable LaunchRefusal refusal(LaunchOrder order) {
        PoolState pool = pools.get(order.pool());
        if (pool == null) {
            return new NotOffered();
        }
        BigDecimal price = pool.price(order.bid().currency());
        BigDecimal maxPrice = order.bid().maxPrice();
        if (maxPrice != null && maxPrice.compareTo(price) < 0) {
            return new PriceTooLow(price);
        }
        Quotas.Room room = quotas.room(order.owner(), pool, this);
        if (room.instances() < order.minCount()) {
            return new InstanceQuotaExceeded(room.instances());
        }
        if (pool.isSpot() && room.vcpus() < order.minCount() * pool.type().cpu()) {
            return new SpotQuotaExceeded(room.vcpus());
        }
        if (isShort(pool)) {
            return new ZoneSoldOut();
        }
        int available = pool.stock().available();
        if (available == 0) {
            return new SoldOut();
        }
        return available < order.minCount() ? new TooFew(available) : null;
    }

    /**
     * Buys what can be had, at least the order's minimum or nothing.
     *
     * @param order what to buy
     */
    public LaunchResult launch(LaunchOrder order) {
        LaunchRefusal refusal = refusal(order);
        if (refusal != null) {
            return new LaunchResult.Refused(refusal);
        }
        PoolState pool = pool(order.pool());
        Quotas.Room room = quotas.room(order.owner(), pool, this);
        int count = Math.min(order.count(), pool.stock().available());
        count = Math.min(count, room.instances());
        count = pool.isSpot() ? Math.min(count, room.vcpus() / pool.type().cpu()) : count;
        pool.stock().sell(count);
        List<Instance> launched = new ArrayList<>(count);
        for (int index = 0; index < count; index++) {
            Instance instance = create(order, index, pool.price(order.bid().currency()));
            lives.begin(instance, now.plus(lags.boot()), isDoomed());
            launched.add(instance);
        }
        return new LaunchResult.Launched(launched);
    }

    private boolean isDoomed() {
        if (failingLaunches == 0) {
            return false;
        }
        failingLaunches--;
        return true;
    }

    private Instance create(LaunchOrder order, int index, BigDecimal price) {
        Instance.Visibility visibility =
                new Instance.Visibility(
                        now.plus(lags.listing()), now.plus(lags.describe()), now.plus(lags.tag()));
        return new Instance(
                lives.newId(order.ids()),
                order.owner(),
                order.pool(),
                InstanceState.PENDING,
                now,
                now,
                null,
                order.bid(),
                price,
                order.tags(),
                Map.of(),
                visibility,
                order.details().apply(index));
    }

    /**
     * A view of all instances of all owners as they truly are, oldest first; not to be held on to
     * across changes.
     */
    public Collection<Instance> all() {
        return lives.all();
    }

    /** An instance as it truly is, of whatever owner; null if there is none. */
    public @Nullable Instance find(String id) {
        return lives.get(id);
    }

    /**
     * What a listing shows now: the owner's instances of a region, oldest first. An instance
     * younger than the listing lag is missing.
     */
    public List<Instance> list(String owner, String region) {
        return lives.all().stream()
                .filter(instance -> instance.owner().equals(owner))
                .filter(instance -> instance.pool().region().equals(region))
                .filter(instance -> !now.isBefore(instance.visibility().listed()))
                .toList();
    }

    /** Looks one instance up by id; null if the owner has none, or none that can be seen yet. */
    public @Nullable Instance describe(String owner, String id) {
        Instance instance = lives.get(id);
        boolean seen =
                instance != null
                        && instance.owner().equals(owner)
                        && !now.isBefore(instance.visibility().described());
        return seen ? instance : null;
    }

    /** Why an owner's instance cannot be terminated now; null if it can. */
    public @Nullable TerminateRefusal terminateRefusal(String owner, String id) {
        return Lives.refusal(owned(owner, id));
    }

    private @Nullable Instance owned(String owner, String id) {
        Instance instance = lives.get(id);
        return instance != null && instance.owner().equals(owner) ? instance : null;
    }

    /**
     * Terminates an instance.
     *
     * @throws IllegalStateException if {@link #terminateRefusal} has an objection
     */
    public void terminate(String owner, String id) {
        Instance instance = owned(owner, id);
        TerminateRefusal refusal = Lives.refusal(instance);
        if (instance == null || refusal != null) {
            throw new IllegalStateException("cannot terminate " + id + ": " + refusal);
        }
        lives.terminate(instance, now, lags);
    }

    /** Attaches a tag to an owner's instance, visible at once; returns whether there is one. */
    public boolean attachTag(String owner, String id, String key, String value) {
        Instance instance = owned(owner, id);
        if (instance != null) {
            lives.tag(instance, key, value);
        }
        return instance != null;
    }

    /** Takes a tag off an owner's instance at once; returns whether there is such an instance. */
    public boolean detachTag(String owner, String id, String key) {
        Instance instance = owned(owner, id);
        if (instance != null) {
            lives.untag(instance, key);
        }
        return instance != null;
    }

    /**
     * Takes a live instance back after a notice; returns false if there is none, or an earlier
     * reclaim is decided. A pending one is taken as soon as it runs.
     */
    public boolean reclaim(String id, Duration notice) {
        boolean decided = lives.reclaim(id, now.plus(notice));
        advanceTo(now);
        return decided;
    }

    /** Switches a live instance off; returns false if there is none. */
    public boolean stop(String id) {
        return lives.stop(id, now);
    }

    /** Holds a pool's price at this amount in one currency, the others in proportion. */
    public void pinPrice(CapacityPool pool, String currency, BigDecimal price) {
        PoolState state = pool(pool);
        state.level().pin(price.doubleValue() / state.listPrice(currency).doubleValue());
    }

    /** Lets a pool's price move by itself again. */
    public void releasePrice(CapacityPool pool) {
        pool(pool).level().release();
    }

    /** Makes exactly this many instances of a pool available, 0 or more. */
    public void setStock(CapacityPool pool, int available) {
        pool(pool).stock().set(available);
    }

    /** How long things take from now on. */
    public Lags lags() {
        return lags;
    }

    /** Changes how long things take from now on. */
    public void setLags(Lags lags) {
        this.lags = lags;
    }

    /** What owners may hold and do hold. */
    public Quotas quotas() {
        return quotas;
    }

    /** Lets the next instances that are launched end as failed launches. */
    public void failNextLaunches(int count) {
        failingLaunches = count;
    }

    /** How many of the next launches will fail. */
    public int failingLaunches() {
        return failingLaunches;
    }

    private PoolState pool(CapacityPool pool) {
        PoolState state = pools.get(pool);
        if (state == null) {
            throw new IllegalArgumentException("there is no pool " + pool);
        }
        return state;
    }

    /** The size of a type that some pool has. */
    public InstanceType type(String name) {
        InstanceType type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException("there is no instance type " + name);
        }
        return type;
    }
}
