package io.spotkeeper.fleet.allocation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The dynamic programme: for every capacity up to a size, the best way to have exactly that much
 * from the weight classes folded in so far. Better is a lower rank, then a lower price, then fewer
 * instances.
 *
 * <p>Folding in a class is, for each remainder modulo its weight, a (min, +) convolution with the
 * convex cost of its instances. The best number of instances then never falls behind from one
 * capacity to the next, so that halving the rows finds all of them in O(n log n) (the monotone
 * minima of Aggarwal and others, Geometric applications of a matrix-searching algorithm, 1987). It
 * costs O(classes · size · log size), however many instances and candidates there are.
 */
final class Tableau {
    private static final int UNREACHABLE = -1;

    private final int size;
    private final List<WeightClass> classes = new ArrayList<>();
    private final List<int[]> choices = new ArrayList<>();
    private final long[] rank;
    private final long[] price;
    private final int[] count;
    private final long[] rowRank;
    private final long[] rowPrice;
    private final int[] rowCount;

    /** Of capacities 0 to {@code size}; none but 0 can be had yet. */
    Tableau(int size) {
        this.size = size;
        rank = new long[size + 1];
        price = new long[size + 1];
        count = new int[size + 1];
        Arrays.fill(count, UNREACHABLE);
        count[0] = 0;
        rowRank = new long[size + 1];
        rowPrice = new long[size + 1];
        rowCount = new int[size + 1];
    }

    void fold(WeightClass added) {
        int[] choice = new int[size + 1];
        int weight = added.weight();
        for (int remainder = 0; remainder < weight && remainder <= size; remainder++) {
            int rows = (size - remainder) / weight + 1;
            for (int row = 0, at = remainder; row < rows; row++, at += weight) {
                rowRank[row] = rank[at];
                rowPrice[row] = price[at];
                rowCount[row] = count[at];
            }
            search(added, choice, remainder, 0, rows - 1, 0, rows - 1);
        }
        classes.add(added);
        choices.add(choice);
    }

    /** Finds the best source among the rows from {@code low} to {@code high} for each row asked. */
    private void search(
            WeightClass added, int[] choice, int remainder, int from, int to, int low, int high) {
        if (from > to) {
            return;
        }
        int row = (from + to) >>> 1;
        int first = Math.max(low, row - added.most());
        int last = Math.min(high, row);
        int best = UNREACHABLE;
        long bestRank = 0;
        long bestPrice = 0;
        int bestCount = 0;
        for (int source = first; source <= last; source++) {
            if (rowCount[source] == UNREACHABLE) {
                continue;
            }
            int taken = row - source;
            long sourceRank = rowRank[source] + added.rank(taken);
            long sourcePrice = rowPrice[source] + added.price(taken);
            int sourceCount = rowCount[source] + taken;
            if (best == UNREACHABLE
                    || sourceRank < bestRank
                    || (sourceRank == bestRank
                            && (sourcePrice < bestPrice
                                    || (sourcePrice == bestPrice && sourceCount < bestCount)))) {
                best = source;
                bestRank = sourceRank;
                bestPrice = sourcePrice;
                bestCount = sourceCount;
            }
        }
        int at = remainder + row * added.weight();
        if (best == UNREACHABLE) {
            count[at] = UNREACHABLE;
            search(added, choice, remainder, from, row - 1, low, Math.min(high, first - 1));
            search(added, choice, remainder, row + 1, to, Math.max(low, row + 1), high);
        } else {
            rank[at] = bestRank;
            price[at] = bestPrice;
            count[at] = bestCount;
            choice[at] = row - best;
            search(added, choice, remainder, from, row - 1, low, best);
            search(added, choice, remainder, row + 1, to, best, high);
        }
    }

    int size() {
        return size;
    }

    /** Classes folded in so far. */
    int layers() {
        return classes.size();
    }

    boolean reachable(int capacity) {
        return count[capacity] != UNREACHABLE;
    }

    long rank(int capacity) {
        return rank[capacity];
    }

    long price(int capacity) {
        return price[capacity];
    }

    int count(int capacity) {
        return count[capacity];
    }

    /** Puts the best way to have a capacity, as it was after so many layers, into the counts. */
    void take(int layers, int capacity, int[] counts) {
        int left = capacity;
        for (int layer = layers - 1; layer >= 0; layer--) {
            int taken = choices.get(layer)[left];
            classes.get(layer).take(taken, counts);
            left -= taken * classes.get(layer).weight();
        }
    }
}
