package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
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

    /** The best plan; empty when there are too many possibilities to look at. */
    Optional<int[]> best() {
        Found single = single();
        if (zones.stream().mapToLong(Zone::stock).sum() < demand) {
            return Optional.ofNullable(single).map(Found::counts);
        }
        long ideal = ideal();
        long reach =
                zones.stream().mapToLong(zone -> goods.weight(zone.heaviest())).max().orElse(1);
        while (true) {
            List<Window> windows = windows(reach);
            if (work(windows) > Cover.MOST_CELLS) {
                return Optional.empty();
            }
            Found found = search(windows);
            if (found == null) {
                reach *= 2;
                continue;
            }
            long distance = (long) Math.ceil(Math.sqrt((double) (found.squares() - ideal))) + 1;
            if (distance <= reach) {
                return Optional.of(single == null ? found : first(found, single))
                        .map(Found::counts);
            }
            reach = distance;
        }
    }

    private static Found first(Found one, Found other) {
        return Found.ORDER.compare(one, other) <= 0 ? one : other;
    }

    private @Nullable Found single() {
        Found best = null;
        for (int i : large) {
            long weight = goods.weight(i);
            int[] counts = new int[goods.size()];
            counts[i] = 1;
            Found found =
                    new Found(
                            squares(held.getOrDefault(goods.candidate(i).zone(), 0L), weight),
                            goods.price(i),
                            weight,
                            1,
                            counts);
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
                            zone, (int) Math.ceilDiv(low, unit), (int) Math.floorDiv(high, unit));
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

    private @Nullable Found search(List<Window> windows) {
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
            return null;
        }
        int[] counts = new int[goods.size()];
        int left = best;
        Collections.reverse(spreads);
        for (int z = 0; z < windows.size(); z++) {
            int bought = spreads.get(z).bought(left);
            tableaus.get(z).take(tableaus.get(z).layers(), bought, counts);
            left -= bought;
        }
        return new Found(
                spread.squares(best),
                goods.cost(counts),
                best * unit,
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

    /** What may be bought in a zone, in units. */
    private record Window(Zone zone, int low, int high) {}

    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared.
    private record Found(long squares, long price, long capacity, int instances, int[] counts) {
        static final Comparator<Found> ORDER =
                Comparator.comparingLong(Found::squares)
                        .thenComparingLong(Found::price)
                        .thenComparingLong(Found::capacity)
                        .thenComparingInt(Found::instances);
    }
}
