package io.spotkeeper.fleet.allocation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Solves the covering problem exactly as long as its tables are not too large (demand over the
 * greatest common divisor of the weights, times the number of different weights), and else by a
 * heuristic that says so. What is too large is a matter of counted cells, never of time: the same
 * problem has the same plan, always and everywhere.
 */
public final class Allocator {
    private final Problem problem;
    private final Goods goods;
    private final Solver solver;

    private Allocator(Problem problem) {
        this.problem = problem;
        goods = new Goods(problem.candidates(), problem.demand());
        solver = new Solver(problem, goods);
    }

    /**
     * The best plan, total for every problem: where nothing can be bought, it is a plan of nothing.
     */
    public static Plan solve(Problem problem) {
        return new Allocator(problem).solve();
    }

    private Plan solve() {
        int[] all = IntStream.range(0, goods.size()).toArray();
        return plan(
                switch (problem.supply()) {
                    case MULTIPLE -> solver.select(all);
                    case SINGLE -> single(all);
                });
    }

    private Selection single(int[] all) {
        List<Selection> byType =
                Arrays.stream(all)
                        .mapToObj(i -> goods.candidate(i).instanceType())
                        .distinct()
                        .map(type -> solver.select(ofType(all, type)))
                        .toList();
        boolean exact = byType.stream().allMatch(Selection::exact);
        return byType.stream()
                .min(Comparator.comparing(Selection::counts, new Ranking(goods, problem)))
                .map(best -> new Selection(best.counts(), exact))
                .orElse(new Selection(new int[0], true));
    }

    private int[] ofType(int[] all, String type) {
        return Arrays.stream(all)
                .filter(i -> goods.candidate(i).instanceType().equals(type))
                .toArray();
    }

    private Plan plan(Selection selection) {
        int[] counts = selection.counts();
        BigDecimal cost = BigDecimal.ZERO;
        long unpriced = 0;
        for (int i = 0; i < counts.length; i++) {
            BigDecimal price = goods.candidate(i).price();
            if (price == null) {
                unpriced += counts[i];
            } else {
                cost = cost.add(price.multiply(BigDecimal.valueOf(counts[i])));
            }
        }
        boolean exact = selection.exact() && !goods.clamped();
        return new Plan(
                Arrays.stream(counts).boxed().toList(),
                problem.demand(),
                goods.capacity(counts),
                Arrays.stream(counts).asLongStream().sum(),
                cost,
                unpriced,
                exact ? cost : lowerBound(counts).min(cost),
                exact);
    }

    /** What any cover costs at least; nothing is known of it where prices are assumed. */
    private BigDecimal lowerBound(int[] counts) {
        boolean priced = IntStream.range(0, goods.size()).allMatch(goods::priced);
        if (!priced || goods.clamped() || goods.capacity(counts) < problem.demand()) {
            return BigDecimal.ZERO;
        }
        int[] all = IntStream.range(0, goods.size()).toArray();
        return Candidate.price(new Fractional(goods, all, problem.demand()).bound());
    }
}
