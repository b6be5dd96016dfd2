package io.spotkeeper.fleet.allocation;

import io.spotkeeper.fleet.allocation.WeightClass.Worth;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.IntToLongFunction;

/**
 * The best plan from some candidates of a problem: by objective, and what caps and budget make of
 * it.
 */
final class Solver {
    private final Problem problem;
    private final Goods goods;
    private final long demand;
    private final long budget;

    Solver(Problem problem, Goods goods) {
        this.problem = problem;
        this.goods = goods;
        demand = problem.demand();
        BigDecimal most = problem.budget();
        budget = most == null ? Long.MAX_VALUE : Candidate.wholeMicros(most);
    }

    /** The best plan from these candidates alone. */
    Selection select(int[] members) {
        if (demand == 0) {
            return new Selection(new int[goods.size()], true);
        }
        if (goods.stock(members) < demand) {
            return everything(members);
        }
        Selection best =
                switch (problem.objective()) {
                    case LOWEST_PRICE -> cheapest(members);
                    case PRIORITIZED -> new Priorities(goods, members, demand).best();
                    case MOST_VCPUS -> ranked(members, this::vcpus);
                    case FEWEST_INSTANCES -> fewest(members);
                    case DIVERSIFIED -> zones(members).best();
                };
        return goods.cost(best.counts()) <= budget ? best : withinBudget(members);
    }

    private Selection cheapest(int[] members) {
        return new LeastPrice(goods, members, demand).best();
    }

    /** The cheapest plan at prices that count instances first. */
    private Selection fewest(int[] members) {
        return goods.countedFirst(demand)
                .map(counted -> new LeastPrice(counted, members, demand).best())
                .orElseGet(() -> ranked(members, Solver::one));
    }

    private Selection ranked(int[] members, IntToLongFunction rank) {
        Cover cover = new Cover(goods, members, demand, Worth.ranked(goods, rank));
        if (cover.tractable()) {
            return new Selection(cover.best().orElseThrow(), true);
        }
        Comparator<Integer> byRank =
                Comparator.comparingDouble(i -> (double) rank.applyAsLong(i) / goods.weight(i));
        int[] order = goods.sorted(members, byRank.thenComparing(goods::byUnitPrice));
        return new Selection(new Greedy(goods, demand).fill(order, Long.MAX_VALUE), false);
    }

    private Zones zones(int[] members) {
        return new Zones(goods, members, demand, problem.held());
    }

    /** More is better. */
    private long vcpus(int i) {
        return -goods.candidate(i).vcpus();
    }

    private static long one(int i) {
        return 1;
    }

    private Selection everything(int[] members) {
        int[] counts = new int[goods.size()];
        Arrays.stream(members).forEach(i -> counts[i] = goods.cap(i));
        return goods.cost(counts) <= budget ? new Selection(counts, true) : reach(members);
    }

    /** The best plan goes beyond the budget: is there another that does not? */
    private Selection withinBudget(int[] members) {
        Selection cheapest = cheapest(members);
        if (goods.cost(cheapest.counts()) > budget) {
            Selection reach = reach(members);
            return new Selection(reach.counts(), cheapest.exact() && reach.exact());
        }
        Optional<Selection> best =
                switch (problem.objective()) {
                    case LOWEST_PRICE -> Optional.of(cheapest);
                    case PRIORITIZED -> new Priorities(goods, members, demand).best(budget);
                    case MOST_VCPUS -> affordable(members, this::vcpus, cheapest);
                    case FEWEST_INSTANCES -> affordable(members, Solver::one, cheapest);
                    case DIVERSIFIED -> zones(members).best(budget);
                };
        return best.orElseGet(() -> new Selection(cheapest.counts(), false));
    }

    private Optional<Selection> affordable(int[] members, IntToLongFunction rank, Selection known) {
        return new Affordable(goods, members, demand, rank, budget, known.counts()).best();
    }

    /** As much as the budget allows, where it does not allow to cover the demand. */
    private Selection reach(int[] members) {
        Cover cover = new Cover(goods, members, demand, Worth.price(goods));
        if (cover.tractable()) {
            return new Selection(cover.reach(budget), true);
        }
        int[] order = goods.sorted(members, goods::byUnitPrice);
        return new Selection(new Greedy(goods, demand).fill(order, budget), false);
    }
}
