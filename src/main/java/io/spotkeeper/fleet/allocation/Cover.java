package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A demand that some candidates are to cover, where every instance counts a rank before its price.
 * The best cover has the lowest sum of ranks, then the lowest price, then the least capacity, then
 * the fewest instances.
 */
final class Cover {
    /** Most cells of a table: 32 MiB of choices, and some tens of milliseconds. */
    static final long MOST_CELLS = 8L << 20;

    private final Goods goods;
    private final long demand;
    private final Worth worth;

    /** Those of which more than one instance may be of use, in classes, the heaviest first. */
    private final List<int[]> small;

    /** Those of which a single instance covers the demand. */
    private final int[] large;

    private final long unit;
    private final int needed;
    private final long cells;

    /**
     * @param members the candidates
     * @param demand thousandths, positive
     * @param worth what instances count
     */
    Cover(Goods goods, int[] members, long demand, Worth worth) {
        this.goods = goods;
        this.demand = demand;
        this.worth = worth;
        large =
                Arrays.stream(members)
                        .filter(i -> worth.cap().applyAsInt(i) > 0 && goods.weight(i) >= demand)
                        .toArray();
        IntPredicate isSmall = i -> worth.cap().applyAsInt(i) > 0 && goods.weight(i) < demand;
        small = WeightClass.group(goods, Arrays.stream(members).filter(isSmall), worth);
        unit = WeightClass.gcd(small.stream().mapToLong(group -> goods.weight(group[0])));
        long units = unit == 0 ? 0 : Math.ceilDiv(demand, unit);
        needed = (int) units;
        cells = 2 * units * small.size();
    }

    /** Whether the table is small enough. */
    boolean tractable() {
        return cells <= MOST_CELLS;
    }

    /** How large the table is at most. */
    long cells() {
        return cells;
    }

    /** The best minimal plan that covers the demand; empty when all instances together do not. */
    Optional<int[]> best() {
        Found best = largest();
        if (small.isEmpty()) {
            return Optional.ofNullable(best).map(this::counts);
        }
        int heaviest = (int) (goods.weight(small.getFirst()[0]) / unit);
        Tableau tableau = new Tableau(needed + heaviest - 1);
        for (int[] members : small) {
            WeightClass added = new WeightClass(goods, members, worth, unit, tableau.size());
            tableau.fold(added);
            // With no lighter instance in it, a plan that overshoots by less than this is minimal.
            int most = Math.min(tableau.size(), needed + added.weight() - 1);
            for (int capacity = needed; capacity <= most; capacity++) {
                if (tableau.reachable(capacity)) {
                    Found found =
                            new Found(
                                    tableau.rank(capacity),
                                    tableau.price(capacity),
                                    capacity * unit,
                                    tableau.count(capacity),
                                    tableau.layers());
                    best = best == null || found.order(best) <= 0 ? found : best;
                }
            }
        }
        Found found = best;
        if (found == null) {
            return Optional.empty();
        }
        return Optional.of(found.layers() == 0 ? counts(found) : counts(tableau, found));
    }

    /** As much capacity below the demand as the budget allows, as cheaply as it can be had. */
    int[] reach(long budget) {
        int[] counts = new int[goods.size()];
        if (small.isEmpty()) {
            return counts;
        }
        Tableau tableau = new Tableau(needed - 1);
        for (int[] members : small) {
            tableau.fold(new WeightClass(goods, members, worth, unit, tableau.size()));
        }
        int capacity = tableau.size();
        while (!tableau.reachable(capacity) || tableau.price(capacity) > budget) {
            capacity--;
        }
        tableau.take(tableau.layers(), capacity, counts);
        return counts;
    }

    private @Nullable Found largest() {
        Found best = null;
        for (int i : large) {
            Found found = single(i);
            best = best == null || found.order(best) < 0 ? found : best;
        }
        return best;
    }

    private Found single(int i) {
        return new Found(worth.rank().applyAsLong(i), goods.price(i), goods.weight(i), 1, 0);
    }

    /** The first of the large candidates that is as good as what was found. */
    private int[] counts(Found found) {
        int[] counts = new int[goods.size()];
        for (int i : large) {
            if (single(i).order(found) == 0) {
                counts[i] = 1;
                return counts;
            }
        }
        throw new IllegalStateException("what was found among the large ones is one of them");
    }

    private int[] counts(Tableau tableau, Found found) {
        int[] counts = new int[goods.size()];
        tableau.take(found.layers(), (int) (found.capacity() / unit), counts);
        return counts;
    }

    /**
     * A plan's worth.
     *
     * @param layers of the table that it uses; 0 = a single large instance
     */
    private record Found(long rank, long price, long capacity, int instances, int layers) {
        private static final Comparator<Found> ORDER =
                Comparator.comparingLong(Found::rank)
                        .thenComparingLong(Found::price)
                        .thenComparingLong(Found::capacity)
                        .thenComparingInt(Found::instances);

        int order(Found other) {
            return ORDER.compare(this, other);
        }
    }
}
