package io.spotkeeper.emulator.market;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/** Picks, at one market step, the spot instances that the cloud takes back. */
final class Reclaims {
    private final Dynamics dynamics;
    private final Instant lossAt;
    private final Lives lives;
    private final Map<CapacityPool, PoolState> pools;

    Reclaims(Dynamics dynamics, Instant now, Lives lives, Map<CapacityPool, PoolState> pools) {
        this.dynamics = dynamics;
        this.lossAt = now.plus(dynamics.reclaim().notice());
        this.lives = lives;
        this.pools = pools;
    }

    /** A shortage begins: part of the zone goes, chosen at random. */
    void zone(String zone, RandomGenerator random) {
        double fraction = dynamics.shortages().reclaimFraction();
        if (fraction > 0) {
            reclaim(instance ->
                    instance.pool().zone().equals(zone) && random.nextDouble() < fraction);
        }
    }

    /** Single instances go at the plan's rate. */
    void atRandom(double hours) {
        double perDay = dynamics.reclaim().perInstanceDay();
        if (perDay > 0) {
            double chance = -StrictMath.expm1(-perDay * hours / 24);
            reclaim(instance -> state(instance).victims().nextDouble() < chance);
        }
    }

    /** Where the plan says so, an instance goes when the market asks more than its bid. */
    void abovePrice() {
        if (dynamics.reclaim().abovePrice()) {
            reclaim(this::isOutbid);
        }
    }

    private boolean isOutbid(Instance instance) {
        BigDecimal maxPrice = instance.bid().maxPrice();
        return maxPrice != null
                && maxPrice.compareTo(state(instance).price(instance.bid().currency())) < 0;
    }

    private PoolState state(Instance instance) {
        PoolState state = pools.get(instance.pool());
        if (state == null) {
            throw new IllegalStateException("instance " + instance.id() + " is of no pool");
        }
        return state;
    }

    private void reclaim(Predicate<Instance> victim) {
        List<Instance> victims =
                lives.all().stream()
                        .filter(instance -> instance.pool().market() == Market.SPOT)
                        .filter(instance -> instance.state() == InstanceState.RUNNING)
                        .filter(instance -> instance.reclaimAt() == null)
                        .filter(victim)
                        .toList();
        victims.forEach(instance -> lives.reclaim(instance.id(), lossAt));
    }
}
