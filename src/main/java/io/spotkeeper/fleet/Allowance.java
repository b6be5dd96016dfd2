package io.spotkeeper.fleet;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** What the limits of a fleet and its account still allow, counted down while pools are chosen. */
final class Allowance {
    private final Fleet fleet;
    private final Situation situation;
    private final int rateRoom;
    private int landing;
    private int launches;
    private @Nullable BigDecimal spent;
    private AccountRoom account;
    private PoolObstacle last =
            new PoolObstacle(Reason.LAUNCHING, Reason.LAUNCHING.label(), "waiting", null);

    Allowance(Fleet fleet, Situation situation) {
        this.fleet = fleet;
        this.situation = situation;
        this.rateRoom = Spending.launchesLeft(fleet, situation.record().ledger(), situation.now());
        this.landing = situation.view().landingCount();
        this.spent = Spending.spent(fleet, situation).orElse(null);
        this.account = situation.account();
    }

    /** Takes as many as allowed of {@code count}; {@link #obstacle} tells why when that is none. */
    int take(PoolRule rule, int count) {
        int taken = fits(rule, count);
        if (taken == 0) {
            return 0;
        }
        BigDecimal each = each(rule);
        launches += taken;
        landing += taken;
        account = account.taking(taken, each);
        if (spent != null && each != null) {
            spent = spent.add(each.multiply(BigDecimal.valueOf(taken)));
        }
        return taken;
    }

    private @Nullable BigDecimal each(PoolRule rule) {
        return Spending.committed(rule, situation.offer(rule.pool())).orElse(null);
    }

    /** The same, only asked. */
    int fits(PoolRule rule, int count) {
        int byRate = Math.min(count, rateRoom - launches);
        if (byRate <= 0) {
            last = rateObstacle();
            return 0;
        }
        int byMoney = Math.min(byRate, Spending.affordable(fleet, situation, rule, spent));
        if (byMoney <= 0) {
            last = budgetObstacle();
            return 0;
        }
        int byAccount = account.fits(byMoney, each(rule));
        if (byAccount <= 0) {
            last = account.obstacle();
            return 0;
        }
        int bySight = Math.min(byAccount, FleetPlanner.MAX_LANDING - landing);
        if (bySight <= 0) {
            last =
                    new PoolObstacle(
                            Reason.LAUNCHING,
                            Reason.LAUNCHING.label(),
                            "Waiting for instances that were launched to be seen",
                            null);
            return 0;
        }
        return bySight;
    }

    PoolObstacle obstacle() {
        return last;
    }

    private PoolObstacle rateObstacle() {
        return new PoolObstacle(
                Reason.LAUNCH_RATE_REACHED,
                Reason.LAUNCH_RATE_REACHED.label(),
                "limits.maxLaunchesPerHour of "
                        + fleet.limits().maxLaunchesPerHour()
                        + " is used up",
                Spending.rateReliefAt(situation.record().ledger(), situation.now()));
    }

    private PoolObstacle budgetObstacle() {
        return new PoolObstacle(
                Reason.BUDGET_REACHED,
                Reason.BUDGET_REACHED.label(),
                "one instance more would exceed limits.maxHourlyCost of "
                        + PoolObstacle.text(fleet.limits().maxHourlyCost())
                        + (spent == null
                                ? " (the price of an instance is not known)"
                                : " (committed now: " + spent.toPlainString() + ")"),
                null);
    }
}
