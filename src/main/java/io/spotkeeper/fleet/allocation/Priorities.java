package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.WeightClass.Worth;
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

    /** The best plan as far as money is no limit. */
    Selection best() {
        int[] counts = new int[goods.size()];
        long left = demand;
        for (int k = 0; k < levels.size(); k++) {
            if (goods.stock(levels.get(k)) >= left) {
                return complete(k, counts, new LeastPrice(goods, levels.get(k), left).best());
            }
            Arrays.stream(levels.get(k)).forEach(i -> counts[i] = goods.cap(i));
            left -= goods.stock(levels.get(k));
        }
        throw new IllegalStateException("all levels together cover the demand");
    }

    /**
     * The best plan that a budget allows which allows some cover; empty when it is too large to be
     * solved. Each level is a table of its own, and what it costs that the levels after it cover
     * the rest is known from a table of all of them.
     */
    Optional<Selection> best(long budget) {
        Optional<Rest> rest = Rest.of(goods, levels, demand);
        if (rest.isEmpty()) {
            return Optional.empty();
        }
        int[] counts = new int[goods.size()];
        long left = demand;
        long money = budget;
        for (int k = 0; k < levels.size(); k++) {
            if (goods.stock(levels.get(k)) >= left) {
                Selection last = new LeastPrice(goods, levels.get(k), left).best();
                if (goods.cost(last.counts()) <= money) {
                    return Optional.of(complete(k, counts, last));
                }
            }
            int[] share = rest.get().most(k, left, money);
            add(counts, share);
            left -= goods.capacity(share);
            money -= goods.cost(share);
        }
        return Optional.empty();
    }

    /** Adds the last level, and takes back what it made superfluous of the earlier ones. */
    private Selection complete(int level, int[] counts, Selection last) {
        add(counts, last.counts());
        boolean exact = last.exact();
        long surplus = goods.capacity(counts) - demand;
        for (int[] earlier : levels.subList(0, level).reversed()) {
            Optional<int[]> dropped = superfluous(earlier, counts, surplus);
            if (dropped.isEmpty()) {
                new Greedy(goods, demand).takeBack(counts);
                return new Selection(counts, false);
            }
            surplus -= goods.capacity(dropped.get());
            subtract(counts, dropped.get());
        }
        return new Selection(counts, exact);
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
