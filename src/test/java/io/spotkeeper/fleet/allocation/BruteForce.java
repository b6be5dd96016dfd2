package io.spotkeeper.fleet.allocation;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * The objectives as they are written down, by looking at every plan there is. Shares nothing with
 * the solver but the records.
 */
final class BruteForce {
    private final Problem problem;
    private final List<Candidate> candidates;
    private final long[] price;

    private BruteForce(Problem problem) {
        this.problem = problem;
        this.candidates = problem.candidates();
        this.price = prices(candidates);
    }

    static List<Integer> solve(Problem problem) {
        BruteForce force = new BruteForce(problem);
        int[] best =
                switch (problem.supply()) {
                    case MULTIPLE -> force.best(_ -> true);
                    case SINGLE -> force.bestOfOneType();
                };
        return IntStream.of(best).boxed().toList();
    }

    /**
     * Whether two plans are equally good: alike by the objective, in price, capacity and instances.
     */
    static boolean sameWorth(Problem problem, List<Integer> one, List<Integer> other) {
        return new BruteForce(problem).acrossTypes().compare(array(one), array(other)) == 0;
    }

    private static int[] array(List<Integer> counts) {
        return counts.stream().mapToInt(Integer::intValue).toArray();
    }

    private int[] bestOfOneType() {
        return candidates.stream()
                .map(Candidate::instanceType)
                .distinct()
                .map(type -> best(i -> candidates.get(i).instanceType().equals(type)))
                .min(acrossTypes())
                .orElseGet(() -> new int[0]);
    }

    private Comparator<int[]> acrossTypes() {
        Comparator<int[]> reach =
                Comparator.comparingLong(plan -> -Math.min(capacity(plan), problem.demand()));
        return reach.thenComparing((one, other) ->
                        capacity(one) < problem.demand() ? 0 : objective().compare(one, other))
                .thenComparingLong(this::cost)
                .thenComparingLong(this::capacity)
                .thenComparingLong(plan -> IntStream.of(plan).sum());
    }

    private int[] best(IntPredicate usable) {
        List<int[]> plans = new ArrayList<>();
        enumerate(new int[candidates.size()], 0, usable, plans);
        if (plans.stream().noneMatch(this::covers)) {
            return plans.stream()
                    .min(
                            Comparator.comparingLong((int[] plan) -> -capacity(plan))
                                    .thenComparingLong(this::cost)
                                    .thenComparing(ties(_ -> 0, false)))
                    .orElseThrow();
        }
        List<int[]> covering = plans.stream().filter(this::covers).toList();
        if (problem.objective() == Objective.PRIORITIZED) {
            return prioritized(covering);
        }
        Comparator<int[]> order = objective().thenComparingLong(this::cost);
        boolean zoned = problem.objective() == Objective.DIVERSIFIED;
        return covering.stream()
                .filter(this::minimal)
                .min(order.thenComparing(ties(rank(), zoned)))
                .orElseThrow();
    }

    /** What comes before the price. */
    private Comparator<int[]> objective() {
        return switch (problem.objective()) {
            case LOWEST_PRICE -> (_, _) -> 0;
            case MOST_VCPUS, FEWEST_INSTANCES ->
                    Comparator.comparingLong(plan -> sum(plan, rank()));
            case DIVERSIFIED -> Comparator.comparingLong(this::squares);
            case PRIORITIZED -> Comparator.comparing(this::coverByLevel, Arrays::compare);
        };
    }

    private ToLongFunction<Integer> rank() {
        return switch (problem.objective()) {
            case MOST_VCPUS -> i -> -candidates.get(i).vcpus();
            case FEWEST_INSTANCES -> _ -> 1;
            case LOWEST_PRICE, PRIORITIZED, DIVERSIFIED -> _ -> 0;
        };
    }

    /**
     * Least capacity, fewest instances, earlier zones (if they count), lighter weights, best first.
     */
    private Comparator<int[]> ties(ToLongFunction<Integer> rank, boolean zoned) {
        Comparator<int[]> order =
                Comparator.comparingLong(this::capacity)
                        .thenComparingLong(plan -> IntStream.of(plan).sum());
        return order.thenComparing(
                plan -> zoned ? zonedKey(plan, rank) : key(plan, rank, _ -> true), Arrays::compare);
    }

    private long[] zonedKey(int[] plan, ToLongFunction<Integer> rank) {
        List<String> zones = candidates.stream().map(Candidate::zone).distinct().toList();
        long[] key = new long[0];
        for (String zone : zones) {
            long own =
                    sum(
                            plan,
                            i ->
                                    candidates.get(i).zone().equals(zone)
                                            ? candidates.get(i).weight()
                                            : 0);
            key = join(key, new long[] {-own});
        }
        for (String zone : zones) {
            key = join(key, key(plan, rank, i -> candidates.get(i).zone().equals(zone)));
        }
        return key;
    }

    private long[] key(int[] plan, ToLongFunction<Integer> rank, IntPredicate of) {
        long[] weights =
                candidates.stream().mapToLong(Candidate::weight).sorted().distinct().toArray();
        long[] key = new long[0];
        for (long weight : weights) {
            int[] members =
                    IntStream.range(0, plan.length)
                            .filter(i -> candidates.get(i).weight() == weight && of.test(i))
                            .toArray();
            key = join(key, new long[] {-IntStream.of(members).map(i -> plan[i]).sum()});
        }
        for (long weight : weights) {
            long[] inOrder =
                    IntStream.range(0, plan.length)
                            .filter(i -> candidates.get(i).weight() == weight && of.test(i))
                            .boxed()
                            .sorted(
                                    Comparator.comparingLong(rank)
                                            .thenComparingLong((Integer i) -> price[i])
                                            .thenComparingInt(i -> i))
                            .mapToLong(i -> -plan[i])
                            .toArray();
            key = join(key, inOrder);
        }
        return key;
    }

    private static long[] join(long[] one, long[] other) {
        return LongStream.concat(Arrays.stream(one), Arrays.stream(other)).toArray();
    }

    private int[] prioritized(List<int[]> covering) {
        int[] first =
                covering.stream()
                        .min(
                                Comparator.comparing(this::coverByLevel, Arrays::compare)
                                        .thenComparingLong(this::cost)
                                        .thenComparing(ties(_ -> 0, false)))
                        .orElseThrow();
        int[] plan = first;
        for (int level : levels().reversed()) {
            plan = takeBack(plan, level);
        }
        return plan;
    }

    private int[] takeBack(int[] plan, int level) {
        List<int[]> smaller = new ArrayList<>();
        shrink(plan.clone(), 0, level, smaller);
        return smaller.stream()
                .filter(this::covers)
                .min(
                        Comparator.comparingLong(this::cost)
                                .thenComparingLong(this::capacity)
                                .thenComparingLong(left -> IntStream.of(left).sum())
                                .thenComparing(left -> dropped(plan, left), Arrays::compare))
                .orElseThrow();
    }

    /** More of the lighter weights dropped, of a weight the dearest, of equals the earlier. */
    private long[] dropped(int[] plan, int[] left) {
        int[] difference = new int[plan.length];
        Arrays.setAll(difference, i -> plan[i] - left[i]);
        return key(difference, i -> -price[i], _ -> true);
    }

    private void shrink(int[] plan, int i, int level, List<int[]> all) {
        if (i == plan.length) {
            all.add(plan.clone());
            return;
        }
        int most = plan[i];
        int least = candidates.get(i).priority() == level ? 0 : most;
        for (int count = least; count <= most; count++) {
            plan[i] = count;
            shrink(plan, i + 1, level, all);
        }
        plan[i] = most;
    }

    private void enumerate(int[] plan, int i, IntPredicate usable, List<int[]> all) {
        if (i == plan.length) {
            BigDecimal budget = problem.budget();
            if (budget == null || BigDecimal.valueOf(cost(plan), 6).compareTo(budget) <= 0) {
                all.add(plan.clone());
            }
            return;
        }
        int most = usable.test(i) ? candidates.get(i).cap() : 0;
        for (int count = 0; count <= most; count++) {
            plan[i] = count;
            enumerate(plan, i + 1, usable, all);
        }
        plan[i] = 0;
    }

    private boolean covers(int[] plan) {
        return capacity(plan) >= problem.demand();
    }

    private boolean minimal(int[] plan) {
        return IntStream.range(0, plan.length)
                .filter(i -> plan[i] > 0)
                .allMatch(i -> capacity(plan) - candidates.get(i).weight() < problem.demand());
    }

    private List<Integer> levels() {
        return candidates.stream().map(Candidate::priority).distinct().sorted().toList();
    }

    /** Minus what the first levels cover: less is better. */
    private long[] coverByLevel(int[] plan) {
        return levels().stream()
                .mapToLong(level ->
                        -Math.min(
                                problem.demand(),
                                sum(
                                        plan,
                                        i ->
                                                candidates.get(i).priority() <= level
                                                        ? candidates.get(i).weight()
                                                        : 0)))
                .toArray();
    }

    private long squares(int[] plan) {
        Map<String, Long> zones = new LinkedHashMap<>(problem.held());
        for (int i = 0; i < plan.length; i++) {
            zones.merge(candidates.get(i).zone(), plan[i] * candidates.get(i).weight(), Long::sum);
        }
        return zones.values().stream().mapToLong(capacity -> capacity * capacity).sum();
    }

    private long capacity(int[] plan) {
        return sum(plan, i -> candidates.get(i).weight());
    }

    private long cost(int[] plan) {
        return sum(plan, i -> price[i]);
    }

    private static long sum(int[] plan, ToLongFunction<Integer> each) {
        long sum = 0;
        for (int i = 0; i < plan.length; i++) {
            sum += plan[i] * each.applyAsLong(i);
        }
        return sum;
    }

    /** Unknown prices: the dearest known price per thousandth and a millionth more. */
    private static long[] prices(List<Candidate> candidates) {
        BigDecimal dearest = BigDecimal.ZERO;
        for (Candidate candidate : candidates) {
            if (candidate.price() != null) {
                dearest =
                        dearest.max(
                                candidate
                                        .price()
                                        .movePointRight(6)
                                        .divide(
                                                BigDecimal.valueOf(candidate.weight()),
                                                30,
                                                RoundingMode.HALF_UP));
            }
        }
        BigDecimal perThousandth = dearest;
        return candidates.stream()
                .mapToLong(candidate ->
                        candidate.price() != null
                                ? candidate.price().movePointRight(6).longValueExact()
                                : perThousandth
                                                .multiply(BigDecimal.valueOf(candidate.weight()))
                                                .setScale(9, RoundingMode.HALF_UP)
                                                .longValue()
                                        + candidate.weight())
                .toArray();
    }
}
