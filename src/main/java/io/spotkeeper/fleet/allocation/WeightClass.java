package io.spotkeeper.fleet.allocation;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntToLongFunction;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * All instances of one weight, the best first. What k of them cost is a convex function of k, since
 * the best k are always the ones to take.
 */
final class WeightClass {
    private final int weight;
    private final int[] members;
    private final int[] caps;
    private final long[] rank;
    private final long[] price;

    /**
     * @param members candidates of one weight, best first
     * @param worth what their instances count
     * @param unit thousandths in a unit of the table
     * @param size capacity of the table, in units: more instances than fit are of no use
     */
    WeightClass(Goods goods, int[] members, Worth worth, long unit, int size) {
        this.weight = (int) (goods.weight(members[0]) / unit);
        this.members = members;
        caps = IntStream.of(members).map(worth.cap()).toArray();
        int most = (int) Math.min(size / weight, IntStream.of(caps).asLongStream().sum());
        rank = new long[most + 1];
        price = new long[most + 1];
        int member = 0;
        int left = caps[0];
        for (int k = 1; k <= most; k++) {
            while (left == 0) {
                left = caps[++member];
            }
            left--;
            rank[k] = rank[k - 1] + worth.rank().applyAsLong(members[member]);
            price[k] = price[k - 1] + worth.price().applyAsLong(members[member]);
        }
    }

    /** Candidates by weight, the heaviest first; within a weight the best first. */
    static List<int[]> group(Goods goods, IntStream members, Worth worth) {
        Comparator<Integer> bestFirst =
                Comparator.comparingLong((Integer i) -> worth.rank().applyAsLong(i))
                        .thenComparingLong(i -> worth.price().applyAsLong(i))
                        .thenComparingInt(i -> i);
        return members
                .boxed()
                .sorted(bestFirst)
                .collect(
                        Collectors.groupingBy(
                                goods::weight,
                                () -> new TreeMap<>(Comparator.reverseOrder()),
                                Collectors.toList()))
                .values()
                .stream()
                .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                .toList();
    }

    /** The greatest common divisor; 0 of nothing. */
    static long gcd(LongStream weights) {
        return weights.reduce(0, WeightClass::gcd);
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }

    int weight() {
        return weight;
    }

    int most() {
        return rank.length - 1;
    }

    /**
     * What instances count.
     *
     * @param rank of one instance of a candidate, before its price
     * @param price of one instance of a candidate
     * @param cap most instances of a candidate
     */
    record Worth(IntToLongFunction rank, IntToLongFunction price, IntUnaryOperator cap) {
        /** The price alone. */
        static Worth price(Goods goods) {
            return ranked(goods, _ -> 0);
        }

        static Worth ranked(Goods goods, IntToLongFunction rank) {
            return new Worth(rank, goods::price, goods::cap);
        }
    }

    /** What the best k instances count before the price. */
    long rank(int k) {
        return rank[k];
    }

    /** What the best k instances cost. */
    long price(int k) {
        return price[k];
    }

    /** Puts the best k instances into the counts per candidate. */
    void take(int k, int[] counts) {
        int left = k;
        for (int i = 0; left > 0; i++) {
            int taken = Math.min(left, caps[i]);
            counts[members[i]] += taken;
            left -= taken;
        }
    }

    @Override
    public String toString() {
        return weight + " × " + most() + " of " + Arrays.toString(members);
    }
}
