package io.spotkeeper.fleet.allocation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * What greedy allocation costs more than the best plan, as a table in Markdown: {@code make
 * allocation}. Greedy is what the clouds document: the pool of the least price per unit first, as
 * many as cover the rest, rounded up, then the next where a pool runs dry.
 */
final class GreedyComparison {
    private static final int DRAWS = 300;

    private GreedyComparison() {}

    /** Prints the table. */
    public static void main(String[] args) {
        System.out.println(
                "| prices | pools × units | greedy is dearer in | by, mean | by, at most | proved |");
        System.out.println("|---|---|---|---|---|---|");
        for (PriceSets prices : PriceSets.values()) {
            for (int[] size :
                    new int[][] {
                        {8, 50}, {20, 50}, {20, 200}, {60, 200}, {60, 1000}, {300, 1000}
                    }) {
                System.out.println(row(prices, size[0], size[1]));
            }
        }
    }

    private static String row(PriceSets prices, int pools, int units) {
        List<Problem> problems =
                LongStream.range(0, DRAWS)
                        .mapToObj(
                                seed -> prices.problem(Objective.LOWEST_PRICE, pools, units, seed))
                        .toList();
        List<Plan> plans = problems.stream().map(Allocator::solve).toList();
        double[] extra =
                IntStream.range(0, DRAWS)
                        .filter(i -> plans.get(i).covered())
                        .mapToDouble(i ->
                                greedy(problems.get(i)).doubleValue()
                                                / plans.get(i).cost().doubleValue()
                                        - 1)
                        .toArray();
        long dearer = Arrays.stream(extra).filter(e -> e > 1e-9).count();
        return String.format(
                Locale.ROOT,
                "| %s | %d × %,d | %.0f %% | %.1f %% | %.1f %% | %d of %d |",
                prices.name().toLowerCase(Locale.ROOT).replace('_', '-'),
                pools,
                units,
                100.0 * dearer / extra.length,
                100 * Arrays.stream(extra).average().orElse(0),
                100 * Arrays.stream(extra).max().orElse(0),
                plans.stream().filter(plan -> plan.covered() && plan.exact()).count(),
                extra.length);
    }

    /** The hourly cost of the greedy plan. */
    static BigDecimal greedy(Problem problem) {
        BigDecimal cost = BigDecimal.ZERO;
        long left = problem.demand();
        List<Candidate> cheapestFirst =
                problem.candidates().stream()
                        .sorted(
                                Comparator.comparingDouble(candidate ->
                                        price(candidate).doubleValue() / candidate.weight()))
                        .toList();
        for (Candidate candidate : cheapestFirst) {
            long count =
                    Math.min(candidate.cap(), Math.ceilDiv(Math.max(0, left), candidate.weight()));
            cost = cost.add(price(candidate).multiply(BigDecimal.valueOf(count)));
            left -= count * candidate.weight();
        }
        return cost;
    }

    private static BigDecimal price(Candidate candidate) {
        return Objects.requireNonNull(candidate.price());
    }
}
