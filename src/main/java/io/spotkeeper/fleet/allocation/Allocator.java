package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * Solves the covering problem exactly as long as a table over the demand is not too large (the
 * demand over the greatest common divisor of the weights, times the number of different weights),
 * and else by a heuristic that says so. What is too large is a matter of counted cells, never of
 * time: the same problem has the same plan, always and everywhere.
 */
public final class Allocator {
    private final Problem problem;
    private final Goods goods;
    private final long demand;
    private final long budget;

    private Allocator(Problem problem) {
        this.problem = problem;
        demand = problem.demand();
        goods = new Goods(problem.candidates(), demand);
        BigDecimal most = problem.budget();
        budget =
                most == null
                        ? Long.MAX_VALUE
                        : most.movePointRight(6)
                                .setScale(0, RoundingMode.FLOOR)
                                .min(BigDecimal.valueOf(Long.MAX_VALUE))
                                .longValueExact();
    }

    /**
     * The best plan, total for every problem: where nothing can be bought, it is a plan of nothing.
     */
    public static Plan solve(Problem problem) {
        return new Allocator(problem).plan();
    }

    private Plan plan() {
        Selection selection =
                switch (problem.supply()) {
                    case MULTIPLE -> select(IntStream.range(0, goods.size()).toArray());
                    case SINGLE -> single();
                };
        return plan(selection);
    }

    private Selection single() {
        Ranking ranking = new Ranking(goods, problem);
        List<Selection> byType =
                IntStream.range(0, goods.size())
                        .mapToObj(i -> goods.candidate(i).instanceType())
                        .distinct()
                        .map(this::select)
                        .toList();
        boolean exact = byType.stream().allMatch(Selection::exact);
        return byType.stream()
                .min(Comparator.comparing(Selection::counts, ranking))
                .map(best -> new Selection(best.counts(), exact))
                .orElse(new Selection(new int[0], true));
    }

    private Selection select(String type) {
        return select(
                IntStream.range(0, goods.size())
                        .filter(i -> goods.candidate(i).instanceType().equals(type))
                        .toArray());
    }

    private Selection select(int[] members) {
        if (demand == 0) {
            return new Selection(new int[goods.size()], true);
        }
        long stock = Arrays.stream(members).mapToLong(i -> goods.cap(i) * goods.weight(i)).sum();
        if (stock < demand) {
            return everything(members);
        }
        Cover cover = new Cover(goods, members, demand, Worth.price(goods));
        Optional<int[]> wanted =
                switch (problem.objective()) {
                    case LOWEST_PRICE -> best(cover);
                    case PRIORITIZED -> new Priorities(goods, members, demand).best();
                    case MOST_VCPUS -> best(members, i -> -goods.candidate(i).vcpus());
                    case FEWEST_INSTANCES -> best(members, _ -> 1);
                    case DIVERSIFIED -> new Zones(goods, members, demand, problem.held()).best();
                };
        if (wanted.isEmpty()) {
            return new Selection(new Greedy(goods, demand).fill(members, budget), false);
        }
        if (goods.cost(wanted.get()) <= budget) {
            return new Selection(wanted.get(), true);
        }
        return withinBudget(cover);
    }

    private Optional<int[]> best(int[] members, IntToLongFunction rank) {
        return best(new Cover(goods, members, demand, Worth.ranked(goods, rank)));
    }

    private static Optional<int[]> best(Cover cover) {
        return cover.tractable() ? cover.best() : Optional.empty();
    }

    private Selection everything(int[] members) {
        int[] counts = new int[goods.size()];
        Arrays.stream(members).forEach(i -> counts[i] = goods.cap(i));
        if (goods.cost(counts) <= budget) {
            return new Selection(counts, true);
        }
        return reach(new Cover(goods, members, demand, Worth.price(goods)));
    }

    private Selection withinBudget(Cover cover) {
        Optional<int[]> cheapest = best(cover);
        if (cheapest.isPresent() && goods.cost(cheapest.get()) <= budget) {
            return new Selection(cheapest.get(), problem.objective() == Objective.LOWEST_PRICE);
        }
        return reach(cover);
    }

    private Selection reach(Cover cover) {
        if (!cover.tractable()) {
            return new Selection(
                    new Greedy(goods, demand)
                            .fill(IntStream.range(0, goods.size()).toArray(), budget),
                    false);
        }
        return new Selection(cover.reach(budget), true);
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
                demand,
                goods.capacity(counts),
                Arrays.stream(counts).asLongStream().sum(),
                cost,
                unpriced,
                exact ? cost : BigDecimal.ZERO,
                exact);
    }
}
