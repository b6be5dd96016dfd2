package io.spotkeeper.fleet.allocation;

import java.util.Comparator;
import java.util.stream.IntStream;

/** Plans for what is too large to be solved: never exact, but minimal and within every limit. */
final class Greedy {
    private final Goods goods;
    private final long demand;

    Greedy(Goods goods, long demand) {
        this.goods = goods;
        this.demand = demand;
    }

    /**
     * Takes the candidates in the given order as far as they go without overshoot and money lasts,
     * then completes the demand with the cheapest single instance that does, or with the next in
     * order. What became superfluous is taken back.
     */
    int[] fill(int[] order, long budget) {
        int[] counts = new int[goods.size()];
        long left = demand;
        long money = budget;
        for (int i : order) {
            int taken = affordable(i, (int) Math.min(goods.cap(i), left / goods.weight(i)), money);
            counts[i] += taken;
            left -= taken * goods.weight(i);
            money -= taken * goods.price(i);
        }
        while (left > 0) {
            int completing = completing(order, counts, left, money);
            if (completing < 0) {
                return counts;
            }
            counts[completing]++;
            left -= goods.weight(completing);
            money -= goods.price(completing);
        }
        prune(counts);
        return counts;
    }

    private int affordable(int i, int count, long money) {
        long price = goods.price(i);
        return price == 0 ? count : (int) Math.min(count, money / price);
    }

    /** The cheapest that covers what is left; else the heaviest that can be had; else -1. */
    private int completing(int[] order, int[] counts, long left, long money) {
        int best = -1;
        for (int i : order) {
            if (counts[i] == goods.cap(i) || goods.price(i) > money) {
                continue;
            }
            if (best < 0 || better(i, best, left)) {
                best = i;
            }
        }
        return best;
    }

    private boolean better(int one, int other, long left) {
        boolean oneCovers = goods.weight(one) >= left;
        boolean otherCovers = goods.weight(other) >= left;
        if (oneCovers != otherCovers) {
            return oneCovers;
        }
        return oneCovers
                ? goods.price(one) < goods.price(other)
                : goods.weight(one) > goods.weight(other);
    }

    /** Takes back what the demand does not need, the dearest first. */
    void prune(int[] counts) {
        long surplus = goods.capacity(counts) - demand;
        int[] dearestFirst =
                IntStream.range(0, counts.length)
                        .filter(i -> counts[i] > 0)
                        .boxed()
                        .sorted(
                                Comparator.comparingLong((Integer i) -> goods.price(i))
                                        .thenComparingInt(i -> i)
                                        .reversed())
                        .mapToInt(Integer::intValue)
                        .toArray();
        for (int i : dearestFirst) {
            int dropped = (int) Math.min(counts[i], Math.max(0, surplus) / goods.weight(i));
            counts[i] -= dropped;
            surplus -= dropped * goods.weight(i);
        }
    }
}
