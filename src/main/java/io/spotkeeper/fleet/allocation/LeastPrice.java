package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.util.Arrays;

/**
 * The cheapest cover. A plan that is known already, and the fractional cover that bounds all plans,
 * leave few instances open: a plan that deviates farther from the fractional cover costs more than
 * the one that is known. Only what is open goes into a table.
 *
 * <p>The first known plan is greedy and leaves more open than need be. So a narrower choice around
 * the fractional cover is solved first, whose table is small; that gives a plan which mostly is the
 * best one already, and then little is open for the proof.
 */
final class LeastPrice {
    /** Cells of a table that is worth its while to know a better plan before the proof. */
    private static final long FEW_CELLS = 32L << 10;

    private static final int MOST_ROUNDS = 8;

    private final Goods goods;
    private final int[] members;
    private final long demand;
    private final Fractional fractional;

    /**
     * @param members candidates that together cover the demand
     * @param demand thousandths, positive
     */
    LeastPrice(Goods goods, int[] members, long demand) {
        this.goods = goods;
        this.members = members;
        this.demand = demand;
        fractional = new Fractional(goods, members, demand);
    }

    /** The cheapest plan, and whether that is proved. */
    Selection best() {
        int[] known = new Greedy(goods, demand).fill(fractional.order(), Long.MAX_VALUE);
        for (int round = 0; round < MOST_ROUNDS; round++) {
            Open open = new Open(goods.cost(known));
            if (open.cells() <= FEW_CELLS) {
                return new Selection(open.best(known), true);
            }
            int[] better = narrow(goods.cost(known)).best(known);
            if (goods.cost(better) >= goods.cost(known)) {
                break;
            }
            known = better;
        }
        Open open = new Open(goods.cost(known));
        if (open.cells() <= Cover.MOST_CELLS) {
            return new Selection(open.best(known), true);
        }
        new Greedy(goods, demand).takeBack(known);
        return new Selection(known, false);
    }

    /** What would be open if a plan as cheap as to leave only few cells were known. */
    private Open narrow(long cost) {
        long room = cost - fractional.bound();
        Open open = new Open(cost);
        while (open.cells() > FEW_CELLS && room > 0) {
            room /= 2;
            open = new Open(fractional.bound() + room);
        }
        return open;
    }

    /** What plans that cost at most a limit have in common, and what they may differ in. */
    private final class Open {
        private final int[] fixed = new int[goods.size()];
        private final int[] free = new int[goods.size()];
        private final Cover cover;
        private final long missing;

        Open(long limit) {
            for (int i : members) {
                int deviation = fractional.deviation(i, limit);
                if (fractional.has(i)) {
                    fixed[i] = Math.max(0, goods.cap(i) - deviation);
                    free[i] = goods.cap(i) - fixed[i];
                } else {
                    free[i] = Math.min(goods.cap(i), deviation);
                }
            }
            missing = demand - goods.capacity(fixed);
            cover =
                    new Cover(
                            goods,
                            members,
                            Math.max(1, missing),
                            new Worth(_ -> 0, goods::price, i -> free[i]));
        }

        long cells() {
            return missing <= 0 ? 0 : cover.cells();
        }

        /** The best of them; what is known already if there is none, or too many. */
        int[] best(int[] known) {
            if (missing <= 0) {
                return fixed;
            }
            if (!cover.tractable()) {
                return known;
            }
            return cover.best().map(this::withFixed).orElse(known);
        }

        private int[] withFixed(int[] more) {
            int[] counts = fixed.clone();
            Arrays.setAll(counts, i -> counts[i] + more[i]);
            return counts;
        }
    }
}
