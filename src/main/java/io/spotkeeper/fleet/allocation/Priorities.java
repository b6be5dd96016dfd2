package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A demand that levels of priority are to cover, one after the other. */
final class Priorities {
    private final Goods goods;
    private final long demand;

    /** Candidates by priority, the smallest number first. */
    private final List<int[]> levels;

    Priorities(Goods goods, int[] members, long demand) {
        this.goods = goods;
        this.demand = demand;
        levels =
                Arrays.stream(members)
                        .boxed()
                        .collect(
                                Collectors.groupingBy(
                                        i -> goods.candidate(i).priority(),
                                        TreeMap::new,
                                        Collectors.toList()))
                        .values()
                        .stream()
                        .map(level -> level.stream().mapToInt(Integer::intValue).toArray())
                        .toList();
    }

    /** The best plan as far as money is no limit; empty when a level is too large to be solved. */
    Optional<int[]> best() {
        int[] counts = new int[goods.size()];
        List<int[]> used = new ArrayList<>();
        long left = demand;
        for (int[] level : levels) {
            long stock = Arrays.stream(level).mapToLong(i -> goods.cap(i) * goods.weight(i)).sum();
            if (stock >= left) {
                Cover last = new Cover(goods, level, left, Worth.price(goods));
                if (!last.tractable()) {
                    return Optional.empty();
                }
                add(counts, last.best().orElseThrow());
                return takeBack(used, counts) ? Optional.of(counts) : Optional.empty();
            }
            Arrays.stream(level).forEach(i -> counts[i] = goods.cap(i));
            used.add(level);
            left -= stock;
        }
        throw new IllegalStateException("all levels together cover the demand");
    }

    /**
     * Takes back what the last level made superfluous of the earlier ones; whether that could be
     * solved.
     */
    private boolean takeBack(List<int[]> used, int[] counts) {
        long surplus = goods.capacity(counts) - demand;
        for (int[] level : used.reversed()) {
            Optional<int[]> dropped = superfluous(level, counts, surplus);
            if (dropped.isEmpty()) {
                return false;
            }
            surplus -= goods.capacity(dropped.get());
            subtract(counts, dropped.get());
        }
        return true;
    }

    /** The dearest instances of a level that together weigh no more than the surplus. */
    private Optional<int[]> superfluous(int[] level, int[] counts, long surplus) {
        Worth worth = new Worth(i -> -goods.price(i), _ -> -1, i -> counts[i]);
        List<int[]> groups =
                WeightClass.group(
                        goods,
                        Arrays.stream(level)
                                .filter(i -> counts[i] > 0 && goods.weight(i) <= surplus),
                        worth);
        int[] dropped = new int[counts.length];
        if (groups.isEmpty()) {
            return Optional.of(dropped);
        }
        long unit = WeightClass.gcd(groups.stream().mapToLong(group -> goods.weight(group[0])));
        long size = surplus / unit;
        if (size * groups.size() > Cover.MOST_CELLS) {
            return Optional.empty();
        }
        Tableau tableau = new Tableau((int) size);
        for (int[] group : groups) {
            tableau.fold(new WeightClass(goods, group, worth, unit, tableau.size()));
        }
        int best = 0;
        for (int capacity = 1; capacity <= tableau.size(); capacity++) {
            if (tableau.reachable(capacity) && tableau.rank(capacity) <= tableau.rank(best)) {
                best = capacity;
            }
        }
        tableau.take(tableau.layers(), best, dropped);
        return Optional.of(dropped);
    }

    private static void subtract(int[] counts, int[] fewer) {
        Arrays.setAll(counts, i -> counts[i] - fewer[i]);
    }

    private static void add(int[] counts, int[] more) {
        Arrays.setAll(counts, i -> counts[i] + more[i]);
    }
}
