package io.spotkeeper.fleet;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * What all fleets of one account have and may have together. It narrows what one of them may buy.
 *
 * @param maxInstances most instances of all fleets; absent = no limit
 * @param maxHourlyCost most that they may cost an hour; absent = no limit
 * @param instances live and landing instances of all of them
 * @param hourlyCost what these are counted with an hour; absent while the price of any is unknown
 * @param counted whether every fleet was counted: before that there is no room at all
 */
public record AccountRoom(
        @Nullable Integer maxInstances,
        @Nullable BigDecimal maxHourlyCost,
        int instances,
        @Nullable BigDecimal hourlyCost,
        boolean counted) {
    /** No limits. */
    public static final AccountRoom UNLIMITED =
            new AccountRoom(null, null, 0, BigDecimal.ZERO, true);

    /** Whether anything is limited. */
    public boolean limited() {
        return maxInstances != null || maxHourlyCost != null;
    }

    /** Instances that may still be bought, 0 or more. */
    int instancesLeft() {
        if (!limited()) {
            return Integer.MAX_VALUE;
        }
        if (!counted) {
            return 0;
        }
        return maxInstances == null ? Integer.MAX_VALUE : Math.max(0, maxInstances - instances);
    }

    /** Money an hour that may still be promised, 0 or more; absent where it is not limited. */
    @Nullable BigDecimal moneyLeft() {
        if (maxHourlyCost == null) {
            return null;
        }
        return hourlyCost == null
                ? BigDecimal.ZERO
                : maxHourlyCost.subtract(hourlyCost).max(BigDecimal.ZERO);
    }

    /**
     * How many of {@code wanted} instances may be bought.
     *
     * @param each what one is counted with an hour; absent = unknown, and then nothing can be
     *     promised under a limit of money
     */
    public int fits(int wanted, @Nullable BigDecimal each) {
        int fitting = Math.min(wanted, instancesLeft());
        BigDecimal money = moneyLeft();
        if (money == null || fitting <= 0) {
            return Math.max(0, fitting);
        }
        if (each == null) {
            return 0;
        }
        return each.signum() == 0
                ? fitting
                : money.divideToIntegralValue(each).min(BigDecimal.valueOf(fitting)).intValue();
    }

    /** The same with so many instances more. */
    public AccountRoom taking(int count, @Nullable BigDecimal each) {
        return new AccountRoom(
                maxInstances,
                maxHourlyCost,
                instances + count,
                hourlyCost == null || each == null
                        ? null
                        : hourlyCost.add(each.multiply(BigDecimal.valueOf(count))),
                counted);
    }

    /** Why not one instance more may be bought. It names no figure that moves by itself. */
    PoolObstacle obstacle() {
        if (!counted) {
            return obstacle(
                    Reason.INVENTORY_UNTRUSTED,
                    "Waiting until every fleet of the account that may have instances was counted"
                            + " once since the operator started, because the CloudAccount has"
                            + " spec.limits; the status of a fleet that cannot be counted says why");
        }
        if (instancesLeft() == 0) {
            return obstacle(
                    Reason.ACCOUNT_LIMIT_REACHED,
                    "The fleets of the account have as many instances as spec.limits.maxInstances"
                            + " of the CloudAccount allows ("
                            + maxInstances
                            + "). Raise it, or make another fleet of the account smaller");
        }
        return obstacle(
                Reason.ACCOUNT_LIMIT_REACHED,
                "One instance more would cost more than spec.limits.maxHourlyCost of the"
                        + " CloudAccount leaves ("
                        + PoolObstacle.text(maxHourlyCost)
                        + (hourlyCost == null
                                ? ", while the price of an instance of the account is not known"
                                : "")
                        + "). Raise it, or make another fleet of the account smaller");
    }

    private static PoolObstacle obstacle(Reason reason, String message) {
        return new PoolObstacle(reason, reason.label(), message, null);
    }
}
