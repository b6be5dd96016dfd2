package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.Front.Option;
import io.spotkeeper.fleet.allocation.Front.Prospect;
import io.spotkeeper.fleet.allocation.Front.Way;
import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.function.ToLongBiFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The best cover by rank that a budget allows. Where rank and price are both at stake, a candidate
 * can neither be the best of its weight nor the cheapest, so each is looked at by itself: its
 * instances in bundles of 1, 2, 4, …
 */
final class Affordable {
    private final Goods goods;
    private final long demand;
    private final IntToLongFunction rank;
    private final long budget;
    private final long knownRank;
    private final int[] members;

    /**
     * @param members the candidates
     * @param demand thousandths, positive
     * @param rank what an instance of a candidate counts before its price
     * @param budget millionths
     * @param known a plan within the budget, to be bettered
     */
    Affordable(
            Goods goods,
            int[] members,
            long demand,
            IntToLongFunction rank,
            long budget,
            int[] known) {
        this.goods = goods;
        this.demand = demand;
        this.rank = rank;
        this.budget = budget;
        knownRank =
                Arrays.stream(goods.taken(known))
                        .mapToLong(i -> known[i] * rank.applyAsLong(i))
                        .sum();
        this.members =
                Arrays.stream(members)
                        .filter(i -> goods.cap(i) > 0 && goods.price(i) <= budget)
                        .boxed()
                        .sorted(Comparator.comparingLong((Integer i) -> -goods.weight(i)))
                        .mapToInt(Integer::intValue)
                        .toArray();
    }

    /** The best minimal plan that covers the demand; empty when there are too many to look at. */
    Optional<Selection> best() {
        Found best = single();
        int[] small = Arrays.stream(members).filter(i -> goods.weight(i) < demand).toArray();
        if (small.length > 0) {
            long unit = WeightClass.gcd(Arrays.stream(small).mapToLong(goods::weight));
            long needed = Math.ceilDiv(demand, unit);
            if (2 * needed * small.length > Cover.MOST_CELLS) {
                return Optional.empty();
            }
            int most = (int) (needed + goods.weight(small[0]) / unit - 1);
            Front front = new Front((int) needed, most, prospect(small, unit, (int) needed, most));
            for (int k = 0; k < small.length; k++) {
                if (!bundles(front, small[k], unit)) {
                    return Optional.empty();
                }
                // With no lighter instance in it, a plan that overshoots by less is minimal.
                long weight = goods.weight(small[k]) / unit;
                for (long capacity = needed; capacity < needed + weight; capacity++) {
                    Way way = front.best((int) capacity);
                    if (way != null) {
                        best = better(best, new Found(way, capacity * unit));
                    }
                }
            }
        }
        return Optional.ofNullable(best).map(found -> new Selection(counts(found), true));
    }

    private @Nullable Found single() {
        Found best = null;
        for (int i : members) {
            if (goods.weight(i) >= demand) {
                Option option = new Option(i, 0, rank.applyAsLong(i), goods.price(i), 1);
                best = better(best, new Found(Way.NOTHING.and(option), goods.weight(i)));
            }
        }
        return best;
    }

    private static Found better(@Nullable Found one, Found other) {
        return one == null || Found.ORDER.compare(other, one) < 0 ? other : one;
    }

    private int[] counts(Found found) {
        int[] counts = new int[goods.size()];
        for (Option option : found.way().all()) {
            counts[option.id()] += option.instances();
        }
        return counts;
    }

    /** What is missing costs, and counts, at least what it does where nothing was taken yet. */
    private Prospect prospect(int[] small, long unit, int needed, int most) {
        long[] leastPrice = least(Worth.price(goods), Tableau::price, small, unit, needed, most);
        long[] leastRank =
                least(Worth.ranked(goods, rank), Tableau::rank, small, unit, needed, most);
        return (capacity, ranked, price) -> {
            int missing = Math.max(0, needed - capacity);
            return leastPrice[missing] <= budget - price
                    && leastRank[missing] <= knownRank - ranked;
        };
    }

    /** By what is missing; a minimal plan overshoots by less than the heaviest instance. */
    private long[] least(
            Worth worth,
            ToLongBiFunction<Tableau, Integer> value,
            int[] small,
            long unit,
            int needed,
            int most) {
        Tableau tableau = new Tableau(most);
        for (int[] group : WeightClass.group(goods, Arrays.stream(small), worth)) {
            tableau.fold(new WeightClass(goods, group, worth, unit, most));
        }
        long[] least = new long[needed + 1];
        for (int missing = 1; missing <= needed; missing++) {
            least[missing] =
                    IntStream.rangeClosed(missing, missing + most - needed)
                            .filter(tableau::reachable)
                            .mapToLong(capacity -> value.applyAsLong(tableau, capacity))
                            .min()
                            .orElse(Long.MAX_VALUE);
        }
        return least;
    }

    private boolean bundles(Front front, int i, long unit) {
        int weight = (int) (goods.weight(i) / unit);
        int left = goods.cap(i);
        for (int size = 1; left > 0; size *= 2) {
            int bundle = Math.min(size, left);
            left -= bundle;
            Option option =
                    new Option(
                            i,
                            bundle * weight,
                            bundle * rank.applyAsLong(i),
                            bundle * goods.price(i),
                            bundle);
            if (!front.step(List.of(Option.NOTHING, option))) {
                return false;
            }
        }
        return true;
    }

    private record Found(Way way, long capacity) {
        static final Comparator<Found> ORDER =
                Comparator.comparingLong((Found found) -> found.way().rank())
                        .thenComparingLong(found -> found.way().price())
                        .thenComparingLong(Found::capacity)
                        .thenComparingInt(found -> found.way().instances());
    }
}
