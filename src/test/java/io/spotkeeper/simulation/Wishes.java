package io.spotkeeper.simulation;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.simulation.oracle.Oracles;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** An owner who changes one thing of the specification at a time, at random. */
final class Wishes {
    private static final int MOST = 6;

    /** The markets ask 0.1, 0.2 and 0.3: some bids are too low for some pools. */
    private static final List<BigDecimal> BIDS =
            List.of(new BigDecimal("0.15"), new BigDecimal("0.25"), new BigDecimal("0.5"));

    private enum Field {
        TARGET,
        ZERO,
        PAUSED,
        POOL_ADDED,
        POOL_REMOVED,
        POOLS_TURNED,
        BID,
        SUBNET,
        STRATEGY,
        LIMITS,
        POLICY,
        IMAGE,
        TAG,
        SCRIPT
    }

    private final RandomGenerator random;

    Wishes(SplittableRandom random) {
        this.random = random;
    }

    Wish first() {
        return new Wish(
                random.nextInt(MOST + 1),
                false,
                Markets.POOLS.stream().map(Markets::rule).toList(),
                Fleet.AllocationStrategy.PRIORITIZED,
                Fleet.Limits.NONE,
                Fleet.DeletionPolicy.TERMINATE,
                "img-1",
                "me",
                null);
    }

    /** With one field changed. */
    Wish other(Wish w) {
        return switch (any(List.of(Field.values()))) {
            case TARGET -> w.target(random.nextInt(MOST + 1));
            case ZERO -> w.target(0);
            case PAUSED -> w.paused(!w.paused());
            case POOL_ADDED -> w.pools(added(w.pools()));
            case POOL_REMOVED -> w.pools(removed(w.pools()));
            case POOLS_TURNED -> w.pools(turned(w.pools()));
            case BID -> w.pools(changed(w.pools(), bid(), false));
            case SUBNET -> w.pools(changed(w.pools(), null, true));
            case STRATEGY -> w.strategy(any(List.of(Fleet.AllocationStrategy.values())));
            case LIMITS -> w.limits(limits());
            case POLICY -> w.policy(any(List.of(Fleet.DeletionPolicy.values())));
            case IMAGE -> w.image("img-" + random.nextInt(3));
            case TAG -> w.owner("owner-" + random.nextInt(3));
            case SCRIPT ->
                    w.script(random.nextBoolean() ? null : Oracles.CANARY + random.nextInt(3));
        };
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private @Nullable BigDecimal bid() {
        return random.nextInt(3) == 0 ? null : any(BIDS);
    }

    // A limit of the rate is never below the highest target: the second hour has room again.
    private Fleet.Limits limits() {
        BigDecimal money = random.nextBoolean() ? null : new BigDecimal(any(List.of("0.5", "4")));
        return new Fleet.Limits(money, random.nextBoolean() ? null : any(List.of(MOST, 2 * MOST)));
    }

    private List<PoolRule> added(List<PoolRule> pools) {
        CapacityPool pool = any(Markets.POOLS);
        List<PoolRule> all = new ArrayList<>(pools);
        if (all.stream().noneMatch(rule -> rule.pool().equals(pool))) {
            all.add(random.nextInt(all.size() + 1), Markets.rule(pool));
        }
        return all;
    }

    private List<PoolRule> removed(List<PoolRule> pools) {
        List<PoolRule> all = new ArrayList<>(pools);
        if (all.size() > 1) {
            all.remove(random.nextInt(all.size()));
        }
        return all;
    }

    private List<PoolRule> turned(List<PoolRule> pools) {
        List<PoolRule> all = new ArrayList<>(pools);
        all.add(0, all.removeLast());
        return all;
    }

    private List<PoolRule> changed(List<PoolRule> pools, @Nullable BigDecimal bid, boolean subnet) {
        List<PoolRule> all = new ArrayList<>(pools);
        int chosen = random.nextInt(all.size());
        PoolRule rule = all.get(chosen);
        all.set(
                chosen,
                new PoolRule(
                        rule.pool(),
                        subnet ? "vpc-1" : rule.vpcId(),
                        subnet ? List.of("subnet-" + random.nextInt(3)) : rule.subnetIds(),
                        subnet ? rule.maxPrice() : bid,
                        rule.weight()));
        return all;
    }

    /** The last wish: one that the market can fulfil, or a pause. */
    static Wish sellable(Wish w) {
        boolean sells = w.pools().stream().anyMatch(Wishes::sells);
        return sells
                ? w
                : w.pools(w.pools().stream().map(PoolRule::pool).map(Markets::rule).toList());
    }

    private static boolean sells(PoolRule rule) {
        int cents = 10 + 10 * Markets.POOLS.indexOf(rule.pool());
        return Objects.requireNonNullElse(rule.maxPrice(), BigDecimal.TEN)
                        .compareTo(BigDecimal.valueOf(cents, 2))
                >= 0;
    }
}
