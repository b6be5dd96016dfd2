package io.spotkeeper.fleet.allocation;

import java.util.Arrays;

/**
 * For every capacity within a range, the most even way to have exactly that much from the zones
 * taken so far: least sum of squares, then least price, then fewest instances, then most in the
 * zone taken last.
 */
final class Spread {
    static final Spread NOTHING = new Spread(0, 1);

    static {
        NOTHING.bought[0] = 0;
    }

    private static final int UNREACHABLE = -1;

    private final int low;
    private final long[] squares;
    private final long[] price;
    private final int[] count;
    private final int[] bought;

    private Spread(int low, int width) {
        this.low = low;
        squares = new long[width];
        price = new long[width];
        count = new int[width];
        bought = new int[width];
        Arrays.fill(bought, UNREACHABLE);
    }

    /**
     * Adds a zone.
     *
     * @param zone what each capacity costs in it
     * @param from least that is bought in it
     * @param to most that is bought in it
     * @param share the squares of each capacity from {@code from}
     */
    Spread with(Tableau zone, int from, int to, long[] share) {
        Spread sum = new Spread(low + from, bought.length + to - from);
        for (int more = from; more <= to; more++) {
            if (!zone.reachable(more)) {
                continue;
            }
            for (int i = 0; i < bought.length; i++) {
                if (bought[i] != UNREACHABLE) {
                    sum.offer(
                            i + more - from,
                            squares[i] + share[more - from],
                            price[i] + zone.price(more),
                            count[i] + zone.count(more),
                            more);
                }
            }
        }
        return sum;
    }

    private void offer(int i, long newSquares, long newPrice, int newCount, int more) {
        boolean better = bought[i] == UNREACHABLE || newSquares < squares[i];
        if (!better && newSquares == squares[i]) {
            better =
                    newPrice < price[i]
                            || (newPrice == price[i]
                                    && (newCount < count[i]
                                            || (newCount == count[i] && more > bought[i])));
        }
        if (better) {
            squares[i] = newSquares;
            price[i] = newPrice;
            count[i] = newCount;
            bought[i] = more;
        }
    }

    /** The best capacity that is at least what is needed, the smallest of equals; -1 if none. */
    int best(int needed) {
        int best = UNREACHABLE;
        for (int i = Math.max(0, needed - low); i < bought.length; i++) {
            if (bought[i] != UNREACHABLE
                    && (best == UNREACHABLE
                            || squares[i] < squares[best]
                            || (squares[i] == squares[best] && price[i] < price[best]))) {
                best = i;
            }
        }
        return best == UNREACHABLE ? UNREACHABLE : best + low;
    }

    long squares(int capacity) {
        return squares[capacity - low];
    }

    /** What of a capacity is bought in the zone taken last. */
    int bought(int capacity) {
        return bought[capacity - low];
    }
}
