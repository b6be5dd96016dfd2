package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.Front.Option;
import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A demand that zones are to cover evenly: least sum of squares first. One more unit makes a square
 * larger by c(2h + c), where h is what is there and c what is bought, so this is what is summed up.
 *
 * <p>Only plans near the even fill need to be looked at: the fill with fractions of instances is
 * the point of least norm in a convex set, so the squares of any plan exceed its squares by at
 * least the squared distance of any zone from its fill. Whatever plan is found first bounds that
 * distance.
 */
final class Zones {
    private final Goods goods;
    private final long demand;
    private final int needed;
    private final long unit;
    private final Worth worth;
    private final List<Zone> zones;
    private final int[] large;
    private final Map<String, Long> held;
    private final long level;

    /**
     * @param members the candidates; all together cover the demand
     * @param demand thousandths, positive
     * @param held what is there already by zone, thousandths
     */
    Zones(Goods goods, int[] members, long demand, Map<String, Long> held) {
        this.goods = goods;
        this.demand = demand;
        this.held = held;
        worth = Worth.price(goods);
        int[] usable = Arrays.stream(members).filter(i -> goods.cap(i) > 0).toArray();
        List<String> order =
                IntStream.range(0, goods.size())
                        .mapToObj(i -> goods.candidate(i).zone())
                        .distinct()
                        .toList();
        large =
                Arrays.stream(usable)
                        .filter(i -> goods.weight(i) >= demand)
                        .boxed()
                        .sorted(
                                Comparator.comparingInt(
                                        i -> order.indexOf(goods.candidate(i).zone())))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int[] small = Arrays.stream(usable).filter(i -> goods.weight(i) < demand).toArray();
        unit = WeightClass.gcd(Arrays.stream(small).mapToLong(goods::weight));
        needed = unit == 0 ? 0 : (int) Math.ceilDiv(demand, unit);
        zones =
                order.stream()
                        .map(name -> zone(name, small))
                        .filter(zone -> zone.stock() > 0)
                        .toList();
        level = level();
    }

    private Zone zone(String name, int[] small) {
        int[] members =
                Arrays.stream(small).filter(i -> goods.candidate(i).zone().equals(name)).toArray();
        long stock = Arrays.stream(members).mapToLong(i -> goods.cap(i) * goods.weight(i)).sum();
        return new Zone(
                held.getOrDefault(name, 0L),
                stock,
                WeightClass.group(goods, Arrays.stream(members), worth));
    }

    /** The best plan as far as money is no limit. */
    Selection best() {
        return best(Long.MAX_VALUE).orElseGet(() -> new Selection(apart(), false));
    }

    /** Each zone covers its fill by itself, as cheaply as it can be done. */
    private int[] apart() {
        int[] counts = new int[goods.size()];
        long left = demand - zones.stream().mapToLong(zone -> zone.fill(level)).sum();
        for (Zone zone : zones) {
            long rise = Math.min(left, zone.fill(level + 1) - zone.fill(level));
            left -= rise;
            long share = zone.fill(level) + rise;
            if (share > 0) {
                int[] members = zone.groups().stream().flatMapToInt(Arrays::stream).toArray();
                int[] own = new LeastPrice(goods, members, share).best().counts();
                Arrays.setAll(counts, i -> counts[i] + own[i]);
            }
        }
        new Greedy(goods, demand).takeBack(counts);
        return counts;
    }

    /**
     * The best plan that the budget allows; empty when there are too many to look at, or none that
     * the budget allows.
     */
    Optional<Selection> best(long budget) {
        Found single = single(budget);
        if (zones.stream().mapToLong(Zone::stock).sum() < demand) {
            return Optional.ofNullable(single).map(Found::selection);
        }
        long ideal = ideal();
        long reach =
                zones.stream().mapToLong(zone -> goods.weight(zone.heaviest())).max().orElse(1);
        while (true) {
            List<Window> windows = windows(reach);
            if (work(windows) > Cover.MOST_CELLS) {
                return Optional.empty();
            }
            Search search = budget == Long.MAX_VALUE ? search(windows) : search(windows, budget);
            Found found = search.found();
            boolean all = windows.stream().allMatch(Window::all);
            if (search.tooLarge()) {
                return Optional.empty();
            }
            if (all || (found != null && distance(found, ideal) <= reach)) {
                return Stream.of(found, single)
                        .filter(Objects::nonNull)
                        .min(Found.ORDER)
                        .map(Found::selection);
            }
            reach = found == null ? 2 * reach : distance(found, ideal);
        }
    }

    /** No plan that is at least as even has a zone farther from its fill than this. */
    private static long distance(Found found, long ideal) {
        return (long) Math.ceil(Math.sqrt((double) (found.squares() - ideal))) + 1;
    }

    private @Nullable Found single(long budget) {
        Found best = null;
        for (int i : large) {
            if (goods.price(i) > budget) {
                continue;
            }
            long weight = goods.weight(i);
            int[] counts = new int[goods.size()];
            counts[i] = 1;
            long there = held.getOrDefault(goods.candidate(i).zone(), 0L);
            Found found = found(squares(there, weight), counts);
            best = best == null || Found.ORDER.compare(found, best) < 0 ? found : best;
        }
        return best;
    }

    private static long squares(long held, long bought) {
        return bought * (2 * held + bought);
    }

    /** The highest level to which all zones can be filled without more than the demand. */
    private long level() {
        long low = 0;
        long high = zones.stream().mapToLong(zone -> zone.held() + zone.stock()).max().orElse(0);
        while (low < high) {
            long middle = (low + high + 1) >>> 1;
            if (zones.stream().mapToLong(zone -> zone.fill(middle)).sum() <= demand) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    /** The sum of squares of the even fill, rounded down. */
    private long ideal() {
        long sum = zones.stream().mapToLong(zone -> squares(zone.held(), zone.fill(level))).sum();
        long left = demand - zones.stream().mapToLong(zone -> zone.fill(level)).sum();
        long rising =
                zones.stream().filter(zone -> zone.fill(level + 1) > zone.fill(level)).count();
        return rising == 0 ? sum : sum + 2 * level * left + left * left / rising;
    }

    private List<Window> windows(long reach) {
        return zones.stream()
                .map(zone -> {
                    long fill = zone.fill(level);
                    long low = Math.max(0, fill - reach);
                    long high = Math.min(zone.stock(), fill + 1 + reach);
                    return new Window(
                            zone,
                            (int) Math.ceilDiv(low, unit),
                            (int) Math.floorDiv(high, unit),
                            low == 0 && high == zone.stock());
                })
                .toList();
    }

    private static long work(List<Window> windows) {
        long cells = 0;
        long width = 1;
        for (Window window : windows) {
            long own = window.high() - window.low() + 1L;
            width += own;
            cells += (window.high() + 1L) * window.zone().groups().size() + own * width;
        }
        return cells;
    }

    private Search search(List<Window> windows) {
        List<Tableau> tableaus = windows.stream().map(this::tableau).toList();
        List<Spread> spreads = new ArrayList<>();
        Spread spread = Spread.NOTHING;
        // The first zone last, so that it is the first to be given more where all else is equal.
        for (int z = windows.size() - 1; z >= 0; z--) {
            Window window = windows.get(z);
            spread = spread.with(tableaus.get(z), window.low(), window.high(), share(window));
            spreads.add(spread);
        }
        int best = spread.best(needed);
        if (best < 0) {
            return new Search(null, false);
        }
        int[] counts = new int[goods.size()];
        int left = best;
        Collections.reverse(spreads);
        for (int z = 0; z < windows.size(); z++) {
            int bought = spreads.get(z).bought(left);
            tableaus.get(z).take(tableaus.get(z).layers(), bought, counts);
            left -= bought;
        }
        return new Search(found(spread.squares(best), counts), false);
    }

    private Search search(List<Window> windows, long budget) {
        List<Tableau> tableaus = windows.stream().map(this::tableau).toList();
        int lowest = windows.stream().mapToInt(Window::low).sum();
        int size = windows.stream().mapToInt(Window::high).sum() - lowest;
        Front front = new Front(size + 1, size, (_, _, price) -> price <= budget);
        for (int z = 0; z < windows.size(); z++) {
            if (!front.step(options(z, windows.get(z), tableaus.get(z)))) {
                return new Search(null, true);
            }
        }
        Found best = null;
        for (int capacity = Math.max(0, needed - lowest); capacity <= size; capacity++) {
            Front.Way way = front.best(capacity);
            if (way != null) {
                int[] counts = new int[goods.size()];
                for (Option taken : way.all()) {
                    Tableau tableau = tableaus.get(taken.id());
                    int bought = taken.capacity() + windows.get(taken.id()).low();
                    tableau.take(tableau.layers(), bought, counts);
                }
                Found found = found(way.rank(), counts);
                best = best == null || Found.ORDER.compare(found, best) < 0 ? found : best;
            }
        }
        return new Search(best, false);
    }

    private List<Option> options(int z, Window window, Tableau tableau) {
        return IntStream.rangeClosed(window.low(), window.high())
                .filter(tableau::reachable)
                .mapToObj(bought ->
                        new Option(
                                z,
                                bought - window.low(),
                                squares(window.zone().held(), bought * unit),
                                tableau.price(bought),
                                tableau.count(bought)))
                .toList();
    }

    private Found found(long squares, int[] counts) {
        return new Found(
                squares,
                goods.cost(counts),
                goods.capacity(counts),
                IntStream.of(counts).sum(),
                counts);
    }

    private Tableau tableau(Window window) {
        Tableau tableau = new Tableau(window.high());
        for (int[] group : window.zone().groups()) {
            tableau.fold(new WeightClass(goods, group, worth, unit, window.high()));
        }
        return tableau;
    }

    private long[] share(Window window) {
        return IntStream.rangeClosed(window.low(), window.high())
                .mapToLong(bought -> squares(window.zone().held(), bought * unit))
                .toArray();
    }

    /**
     * A zone.
     *
     * @param held capacity that is there, thousandths
     * @param stock capacity that can be bought, thousandths
     * @param groups candidates by weight
     */
    private record Zone(long held, long stock, List<int[]> groups) {
        long fill(long level) {
            return Math.clamp(level - held, 0, stock);
        }

        int heaviest() {
            return groups.getFirst()[0];
        }
    }

    /** What may be bought in a zone, in units, and whether that is all it has. */
    private record Window(Zone zone, int low, int high, boolean all) {}

    /** The best plan within some windows, if there is one and it could be looked for. */
    private record Search(@Nullable Found found, boolean tooLarge) {}

    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    private record Found(long squares, long price, long capacity, int instances, int[] counts) {
        Selection selection() {
            return new Selection(counts, true);
        }

        static final Comparator<Found> ORDER =
                Comparator.comparingLong(Found::squares)
                        .thenComparingLong(Found::price)
                        .thenComparingLong(Found::capacity)
                        .thenComparingInt(Found::instances);
    }
}
