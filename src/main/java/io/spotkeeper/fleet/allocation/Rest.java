package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Levels of priority as tables: what each can supply, and what it costs that the later ones do the
 * rest.
 */
final class Rest {
    private static final long IMPOSSIBLE = Long.MAX_VALUE;

    private final Goods goods;
    private final long unit;
    private final List<Tableau> levels = new ArrayList<>();

    /**
     * By level and by what is missing, in units: the least price for which the levels from it on
     * cover it.
     */
    private final List<long[]> price = new ArrayList<>();

    private Rest(Goods goods, List<int[]> members, long demand, long unit) {
        this.goods = goods;
        this.unit = unit;
        int needed = (int) Math.ceilDiv(demand, unit);
        Worth worth = Worth.price(goods);
        long[] none = new long[needed + 1];
        Arrays.fill(none, 1, needed + 1, IMPOSSIBLE);
        price.add(none);
        // Saturating: what is beyond the demand counts as the demand.
        Tableau all = new Tableau(2 * needed);
        long single = IMPOSSIBLE;
        for (int[] level : members.reversed()) {
            Tableau own = new Tableau(needed);
            for (int[] group : small(goods, level, demand)) {
                own.fold(new WeightClass(goods, group, worth, unit, own.size()));
                all.fold(new WeightClass(goods, group, worth, unit, all.size()));
            }
            levels.addFirst(own);
            for (int i : level) {
                if (goods.cap(i) > 0 && goods.weight(i) >= demand) {
                    single = Math.min(single, goods.price(i));
                }
            }
            price.addFirst(cheapest(all, needed, single));
        }
    }

    /** Empty when the tables are too large. */
    static Optional<Rest> of(Goods goods, List<int[]> levels, long demand) {
        List<int[]> groups =
                levels.stream().flatMap(level -> small(goods, level, demand).stream()).toList();
        long unit = WeightClass.gcd(groups.stream().mapToLong(group -> goods.weight(group[0])));
        if (unit == 0) {
            return Optional.of(new Rest(goods, levels, demand, demand));
        }
        return 3 * Math.ceilDiv(demand, unit) * (groups.size() + levels.size()) > Cover.MOST_CELLS
                ? Optional.empty()
                : Optional.of(new Rest(goods, levels, demand, unit));
    }

    private static List<int[]> small(Goods goods, int[] level, long demand) {
        return WeightClass.group(
                goods,
                Arrays.stream(level).filter(i -> goods.cap(i) > 0 && goods.weight(i) < demand),
                Worth.price(goods));
    }

    private static long[] cheapest(Tableau all, int needed, long single) {
        long[] cheapest = new long[needed + 1];
        long best = single;
        for (int capacity = all.size(); capacity > 0; capacity--) {
            if (all.reachable(capacity)) {
                best = Math.min(best, all.price(capacity));
            }
            if (capacity <= needed) {
                cheapest[capacity] = best;
            }
        }
        return cheapest;
    }

    /**
     * The most of a level, below what is left, that leaves the money to cover the rest; the
     * cheapest such.
     */
    int[] most(int level, long left, long money) {
        int[] counts = new int[goods.size()];
        Tableau own = levels.get(level);
        long[] after = price.get(level + 1);
        int missing = (int) Math.ceilDiv(left, unit);
        for (int share = missing - 1; share > 0; share--) {
            long rest = after[missing - share];
            if (own.reachable(share) && rest != IMPOSSIBLE && own.price(share) + rest <= money) {
                own.take(own.layers(), share, counts);
                return counts;
            }
        }
        return counts;
    }
}
