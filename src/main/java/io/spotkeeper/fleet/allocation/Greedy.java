package io.spotkeeper.fleet.allocation;

import java.util.Arrays;
import java.util.Comparator;

/**
 * Plans for what is too large to be solved: minimal and within every limit, and as good as may be.
 */
final class Greedy {
    private final Goods goods;
    private final long demand;

    Greedy(Goods goods, long demand) {
        this.goods = goods;
        this.demand = demand;
    }

    /**
     * Takes the candidates in the given order as far as they go without overshoot and the money
     * lasts, completes the demand with the cheapest instance that does, and takes back what became
     * superfluous.
     */
    int[] fill(int[] order, long budget) {
        int[] counts = new int[goods.size()];
        long left = demand;
        long money = budget;
        for (int i : order) {
            int taken = (int) Math.min(goods.cap(i), left / goods.weight(i));
            if (goods.price(i) > 0) {
                taken = (int) Math.min(taken, money / goods.price(i));
            }
            counts[i] = taken;
            left -= taken * goods.weight(i);
            money -= taken * goods.price(i);
        }
        // Whoever has instances left is heavier than what is missing, or too dear.
        long rest = money;
        if (left > 0) {
            Arrays.stream(order)
                    .filter(i -> counts[i] < goods.cap(i) && goods.price(i) <= rest)
                    .boxed()
                    .min(Comparator.comparingLong(goods::price))
                    .ifPresent(i -> counts[i]++);
        }
        takeBack(counts);
        return counts;
    }

    /** Takes back what the demand does not need, the dearest instances first. */
    void takeBack(int[] counts) {
        long surplus = goods.capacity(counts) - demand;
        Comparator<Integer> dearestFirst =
                Comparator.comparingLong((Integer i) -> goods.price(i))
                        .reversed()
                        .thenComparing(Comparator.reverseOrder());
        for (int i : goods.sorted(goods.taken(counts), dearestFirst)) {
            int dropped = (int) Math.min(counts[i], Math.max(0, surplus) / goods.weight(i));
            counts[i] -= dropped;
            surplus -= dropped * goods.weight(i);
        }
    }
}
