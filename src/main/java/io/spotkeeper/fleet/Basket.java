package io.spotkeeper.fleet;

import io.spotkeeper.fleet.Explanation.Optimality;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a decision buys, gathered pool by pool, and why the rest is not bought. */
final class Basket {
    /** Most instances in one call: what both clouds accept. */
    static final int MAX_BATCH = 100;

    private final Fleet fleet;
    private final Situation situation;
    private final Allowance allowance;
    private final List<Action> actions = new ArrayList<>();
    private final Map<CapacityPool, Integer> chosen = new HashMap<>();
    private final Map<CapacityPool, PoolObstacle> obstacles = new HashMap<>();

    Basket(Fleet fleet, Situation situation) {
        this.fleet = fleet;
        this.situation = situation;
        this.allowance = new Allowance(fleet, situation);
    }

    /** Whether nothing stands in the way of buying from this pool; what does is noted. */
    boolean open(PoolRule rule) {
        PoolObstacle obstacle = PoolObstacle.of(fleet, situation, rule).orElse(null);
        if (obstacle != null) {
            obstacles.put(rule.pool(), obstacle);
        }
        return obstacle == null;
    }

    /** Most instances of this pool that may be asked for in one decision. */
    int limit(PoolRule rule) {
        return situation.offer(rule.pool()).batchLimit();
    }

    /**
     * Takes as many of a pool as its limit and those of the fleet allow.
     *
     * @param wanted instances, 0 or more
     * @return how many were taken
     */
    int take(PoolRule rule, int wanted) {
        int room = limit(rule) - chosen.getOrDefault(rule.pool(), 0);
        int count = Math.min(wanted, Math.max(0, room));
        int taken = count <= 0 ? 0 : allowance.take(rule, count);
        if (count > 0 && taken == 0) {
            obstacles.put(rule.pool(), allowance.obstacle());
        }
        if (taken > 0) {
            chosen.merge(rule.pool(), taken, Integer::sum);
            split(rule, taken);
        }
        return taken;
    }

    private void split(PoolRule wanted, int count) {
        // Huawei refuses a bid above the on-demand price, and without one bounds it by that.
        PoolRule rule =
                situation.offer(wanted.pool()).exceeded(wanted.maxPrice())
                        ? wanted.unbounded()
                        : wanted;
        String subnet = PoolObstacle.subnet(situation, rule).orElse(null);
        for (int left = count; left > 0; left -= MAX_BATCH) {
            actions.add(new Action.Launch(rule, subnet, Math.min(left, MAX_BATCH), purpose()));
        }
    }

    private LaunchIntent.Purpose purpose() {
        if (situation.lost() > 0) {
            return LaunchIntent.Purpose.REPLACE_INTERRUPTION;
        }
        return situation.record().everLaunched() && situation.view().live() > 0
                ? LaunchIntent.Purpose.BELOW_TARGET
                : LaunchIntent.Purpose.GROWTH;
    }

    /** The decision to buy what is in it. */
    Decision decision(@Nullable Optimality optimality) {
        return new Decision(
                actions, Verdicts.explain(fleet, situation, chosen, obstacles).proved(optimality));
    }
}
