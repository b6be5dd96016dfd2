package io.spotkeeper.fleet.allocation;

import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;

/** Which of two plans is better by the objective: the better one comes first. */
final class Ranking implements Comparator<int[]> {
    private final Goods goods;
    private final Problem problem;

    Ranking(Goods goods, Problem problem) {
        this.goods = goods;
        this.problem = problem;
    }

    @Override
    public int compare(int[] one, int[] other) {
        long covered = Math.min(goods.capacity(one), problem.demand());
        int byReach = Long.compare(Math.min(goods.capacity(other), problem.demand()), covered);
        if (byReach != 0) {
            return byReach;
        }
        int byObjective = covered < problem.demand() ? 0 : byObjective(one, other);
        return byObjective != 0
                ? byObjective
                : Comparator.comparingLong(goods::cost)
                        .thenComparingLong(goods::capacity)
                        .thenComparingLong((int[] counts) -> IntStream.of(counts).sum())
                        .compare(one, other);
    }

    private int byObjective(int[] one, int[] other) {
        return switch (problem.objective()) {
            case LOWEST_PRICE -> 0;
            case PRIORITIZED -> byPriority(one, other);
            case MOST_VCPUS -> Long.compare(vcpus(other), vcpus(one));
            case FEWEST_INSTANCES ->
                    Integer.compare(IntStream.of(one).sum(), IntStream.of(other).sum());
            case DIVERSIFIED -> Long.compare(squares(one), squares(other));
        };
    }

    private long vcpus(int[] counts) {
        return IntStream.range(0, counts.length)
                .mapToLong(i -> (long) counts[i] * goods.candidate(i).vcpus())
                .sum();
    }

    private long squares(int[] counts) {
        Map<String, Long> bought = new HashMap<>();
        for (int i = 0; i < counts.length; i++) {
            bought.merge(goods.candidate(i).zone(), counts[i] * goods.weight(i), Long::sum);
        }
        return bought.entrySet().stream()
                .mapToLong(zone -> {
                    long held = problem.held().getOrDefault(zone.getKey(), 0L);
                    return zone.getValue() * (2 * held + zone.getValue());
                })
                .sum();
    }

    /** The one whose first levels, taken together, cover more. */
    private int byPriority(int[] one, int[] other) {
        int[] levels =
                IntStream.range(0, one.length)
                        .map(i -> goods.candidate(i).priority())
                        .sorted()
                        .distinct()
                        .toArray();
        for (int level : levels) {
            int order = Long.compare(coveredBy(other, level), coveredBy(one, level));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private long coveredBy(int[] counts, int level) {
        long capacity =
                IntStream.range(0, counts.length)
                        .filter(i -> goods.candidate(i).priority() <= level)
                        .mapToLong(i -> counts[i] * goods.weight(i))
                        .sum();
        return Math.min(capacity, problem.demand());
    }
}
