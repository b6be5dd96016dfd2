package io.spotkeeper.emulator.huawei;

import io.spotkeeper.emulator.huawei.GroupSpec.OverrideSpec;
import io.spotkeeper.emulator.huawei.GroupSpec.Strategy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Chooses what a group buys. Pure. Huawei documents what each strategy aims at and nothing of how:
 * here a part is covered by whole instances, so the last one may overshoot. A plan may ask a pool
 * for more than it has; what is missing is planned again without it.
 */
final class GroupPlan {
    // A table of this many capacities is made in no time; finer weights are rounded down to fit.
    private static final int MOST_STEPS = 50_000;

    /**
     * Something that can be bought now.
     *
     * @param override which
     * @param price of an instance-hour in ten-thousandths
     * @param available how many there are, 1 or more
     * @param cpu virtual CPUs of one
     */
    record Option(OverrideSpec override, long price, int available, int cpu) {
        int weight() {
            return override.weight();
        }
    }

    /** So many of one option. */
    record Purchase(Option option, int count) {
        long price() {
            return count * option.price();
        }

        long weight() {
            return (long) count * option.weight();
        }
    }

    private GroupPlan() {}

    /**
     * Covers a need.
     *
     * @param spec whose strategy is followed
     * @param options what there is, in the order of the overrides
     * @param need capacity to cover, above zero
     * @param held capacity that the group already has by zone
     */
    static List<Purchase> cover(
            GroupSpec spec, List<Option> options, int need, Map<String, Integer> held) {
        if (!spec.singleFlavor()) {
            return cover(spec.strategy(), options, need, held);
        }
        Map<String, List<Option>> byFlavor =
                options.stream()
                        .collect(
                                Collectors.groupingBy(
                                        option -> option.override().flavor(),
                                        LinkedHashMap::new,
                                        Collectors.toList()));
        return byFlavor.values().stream()
                .map(ofOne -> cover(spec.strategy(), ofOne, need, held))
                .min(
                        Comparator.comparingLong((List<Purchase> plan) -> missing(plan, need))
                                .thenComparingLong(
                                        plan -> plan.stream().mapToLong(Purchase::price).sum()))
                .orElse(List.of());
    }

    /** What of a need a plan cannot cover, since its pools do not have so much. */
    private static long missing(List<Purchase> plan, int need) {
        long covered =
                plan.stream()
                        .mapToLong(p ->
                                (long) Math.min(p.count(), p.option().available())
                                        * p.option().weight())
                        .sum();
        return Math.max(0, need - covered);
    }

    private static List<Purchase> cover(
            Strategy strategy, List<Option> options, int need, Map<String, Integer> held) {
        return switch (strategy) {
            case LOWEST_PRICE -> cheapest(options, need);
            case PRIORITIZED ->
                    inOrder(
                            options,
                            need,
                            Comparator.comparingInt((Option o) -> o.override().priority())
                                    .thenComparingDouble(GroupPlan::pricePerWeight));
            case CAPACITY_OPTIMIZED ->
                    inOrder(
                            options,
                            need,
                            Comparator.comparingInt((Option o) -> -o.cpu())
                                    .thenComparingDouble(GroupPlan::pricePerWeight));
            case DIVERSIFIED -> spread(options, need, held);
        };
    }

    private static double pricePerWeight(Option option) {
        return (double) option.price() / option.weight();
    }

    /** The best way to cover a capacity: the option taken last, and what it all comes to. */
    private record Cover(long price, long weight, int count, Option last, int before) {
        boolean isBetterThan(@Nullable Cover other) {
            if (other == null || price != other.price) {
                return other == null || price < other.price;
            }
            return weight != other.weight ? weight < other.weight : count < other.count;
        }
    }

    /** Least total price; among equals least overshoot, then fewest instances. */
    private static List<Purchase> cheapest(List<Option> options, int need) {
        int step = need;
        for (Option option : options) {
            step = gcd(step, option.weight());
        }
        step = Math.max(step, need / MOST_STEPS);
        int steps = Math.ceilDiv(need, step);
        @Nullable Cover[] best = new @Nullable Cover[steps + 1];
        for (int covered = 1; covered <= steps; covered++) {
            for (Option option : options) {
                int before = Math.max(0, covered - Math.max(1, option.weight() / step));
                Cover rest = best[before];
                if (before == 0 || rest != null) {
                    Cover candidate =
                            new Cover(
                                    option.price() + (rest == null ? 0 : rest.price),
                                    option.weight() + (rest == null ? 0 : rest.weight),
                                    1 + (rest == null ? 0 : rest.count),
                                    option,
                                    before);
                    best[covered] =
                            candidate.isBetterThan(best[covered]) ? candidate : best[covered];
                }
            }
        }
        Map<Option, Integer> counts = new LinkedHashMap<>();
        Cover cover = best[steps];
        while (cover != null) {
            counts.merge(cover.last, 1, Integer::sum);
            cover = best[cover.before];
        }
        return counts.entrySet().stream().map(e -> new Purchase(e.getKey(), e.getValue())).toList();
    }

    private static int gcd(int a, int b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    private static List<Purchase> inOrder(
            List<Option> options, int need, Comparator<Option> order) {
        List<Purchase> plan = new ArrayList<>();
        int missing = need;
        for (Option option : options.stream().sorted(order).toList()) {
            if (missing > 0) {
                int count = Math.min(Math.ceilDiv(missing, option.weight()), option.available());
                plan.add(new Purchase(option, count));
                missing -= count * option.weight();
            }
        }
        return plan;
    }

    /** One instance after the other, each in the zone that has least, as cheap as it can be. */
    private static List<Purchase> spread(
            List<Option> options, int need, Map<String, Integer> held) {
        Map<String, Integer> zones = new HashMap<>(held);
        Map<Option, Integer> counts = new LinkedHashMap<>();
        for (int missing = need; missing > 0; ) {
            Option next =
                    options.stream()
                            .filter(o -> counts.getOrDefault(o, 0) < o.available())
                            .min(
                                    Comparator.comparingInt((Option o) ->
                                                    zones.getOrDefault(o.override().zone(), 0))
                                            .thenComparingDouble(GroupPlan::pricePerWeight))
                            .orElse(null);
            if (next == null) {
                break;
            }
            counts.merge(next, 1, Integer::sum);
            zones.merge(next.override().zone(), next.weight(), Integer::sum);
            missing -= next.weight();
        }
        return counts.entrySet().stream().map(e -> new Purchase(e.getKey(), e.getValue())).toList();
    }
}
