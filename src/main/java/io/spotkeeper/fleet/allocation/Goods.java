package io.spotkeeper.fleet.allocation;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The candidates of a problem in whole numbers, with a price for each. */
final class Goods {
    /** Sums of prices stay below this, so that nothing overflows. */
    private static final long MOST_MONEY = Long.MAX_VALUE / 4;

    private final List<Candidate> candidates;
    private final long[] price;
    private final int[] cap;
    private final boolean clamped;

    Goods(List<Candidate> candidates, long demand) {
        this.candidates = candidates;
        int size = candidates.size();
        price = new long[size];
        cap = new int[size];
        long lightest = candidates.stream().mapToLong(Candidate::weight).min().orElse(1);
        long dearest = MOST_MONEY / (demand / lightest + 2);
        long assumedPrice = 0;
        long assumedWeight = 1;
        for (int i = 0; i < size; i++) {
            Candidate candidate = candidates.get(i);
            // More than that of one candidate is never of use.
            cap[i] = (int) Math.min(candidate.cap(), Math.ceilDiv(demand, candidate.weight()));
            BigDecimal known = candidate.price();
            if (known != null) {
                price[i] = Candidate.micros(known, dearest);
                if (dearer(price[i], candidate.weight(), assumedPrice, assumedWeight)) {
                    assumedPrice = price[i];
                    assumedWeight = candidate.weight();
                }
            }
        }
        for (int i = 0; i < size; i++) {
            if (candidates.get(i).price() == null) {
                price[i] = assumed(i, assumedPrice, assumedWeight, dearest);
            }
        }
        clamped = IntStream.range(0, size).anyMatch(i -> price[i] == dearest);
    }

    private Goods(Goods other, long[] price) {
        candidates = other.candidates;
        cap = other.cap;
        clamped = other.clamped;
        this.price = price;
    }

    /**
     * The same goods, where one instance more is dearer than any plan, so that the cheapest plan
     * has the fewest instances; empty when such prices are too large to be summed up.
     */
    Optional<Goods> countedFirst(long demand) {
        long lightest = candidates.stream().mapToLong(Candidate::weight).min().orElse(1);
        long instances = demand / lightest + 2;
        long dearest = Arrays.stream(price).max().orElse(0);
        if (dearest >= MOST_MONEY / instances / instances) {
            return Optional.empty();
        }
        long each = dearest * instances + 1;
        return Optional.of(new Goods(this, Arrays.stream(price).map(p -> p + each).toArray()));
    }

    /** A millionth per thousandth of capacity dearer than the dearest known price. */
    private long assumed(int i, long assumedPrice, long assumedWeight, long most) {
        long weight = candidates.get(i).weight();
        double estimate = (double) assumedPrice / assumedWeight * weight;
        if (estimate >= most) {
            return most;
        }
        long whole =
                Math.multiplyHigh(assumedPrice, weight) == 0 && assumedPrice * weight >= 0
                        ? assumedPrice * weight / assumedWeight
                        : (long) estimate;
        return Math.min(most, whole + weight);
    }

    private static boolean dearer(long price, long weight, long otherPrice, long otherWeight) {
        int high =
                Long.compare(
                        Math.multiplyHigh(price, otherWeight),
                        Math.multiplyHigh(otherPrice, weight));
        return high != 0
                ? high > 0
                : Long.compareUnsigned(price * otherWeight, otherPrice * weight) > 0;
    }

    int size() {
        return candidates.size();
    }

    Candidate candidate(int i) {
        return candidates.get(i);
    }

    long weight(int i) {
        return candidates.get(i).weight();
    }

    /** Millionths an hour, known or assumed. */
    long price(int i) {
        return price[i];
    }

    int cap(int i) {
        return cap[i];
    }

    boolean priced(int i) {
        return candidates.get(i).price() != null;
    }

    /** Whether a price was too large to be reckoned with as it is. */
    boolean clamped() {
        return clamped;
    }

    /** The cheaper per unit of capacity first, then in the order of the list. */
    int byUnitPrice(int one, int other) {
        if (dearer(price[other], weight(other), price[one], weight(one))) {
            return -1;
        }
        return dearer(price[one], weight(one), price[other], weight(other))
                ? 1
                : Integer.compare(one, other);
    }

    int[] sorted(int[] members, Comparator<Integer> order) {
        return Arrays.stream(members).boxed().sorted(order).mapToInt(i -> i).toArray();
    }

    /** The candidates that some are taken of. */
    int[] taken(int[] counts) {
        return IntStream.range(0, counts.length).filter(i -> counts[i] > 0).toArray();
    }

    /** Capacity of all that can be had, thousandths. */
    long stock(int[] members) {
        return Arrays.stream(members).mapToLong(i -> cap[i] * weight(i)).sum();
    }

    long capacity(int[] counts) {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] * weight(i);
        }
        return sum;
    }

    long cost(int[] counts) {
        long sum = 0;
        for (int i = 0; i < counts.length; i++) {
            sum += counts[i] * price[i];
        }
        return sum;
    }
}
