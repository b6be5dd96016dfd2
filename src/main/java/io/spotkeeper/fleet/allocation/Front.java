package io.spotkeeper.fleet.allocation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * For every capacity up to a size, all ways to have exactly that much of which none is both better
 * in rank and cheaper than another: what is needed where a budget stands beside an objective.
 */
final class Front {
    /** Most ways that are looked at, all capacities and steps together: some tens of MiB. */
    private static final long MOST_WAYS = 2L << 20;

    private final int needed;
    private final Prospect prospect;
    private List<List<Way>> ways;
    private long seen;

    /**
     * @param needed capacity that covers the demand: nothing is added to what has it
     * @param size highest capacity of interest
     * @param prospect which ways are worth following
     */
    Front(int needed, int size, Prospect prospect) {
        this.needed = needed;
        this.prospect = prospect;
        ways = new ArrayList<>(Collections.nCopies(size + 1, List.of()));
        ways.set(0, List.of(Way.NOTHING));
    }

    /** Takes one of the options; false when there are too many ways to go on. */
    boolean step(List<Option> options) {
        List<List<Way>> next = new ArrayList<>(Collections.nCopies(ways.size(), List.of()));
        for (int capacity = 0; capacity < ways.size(); capacity++) {
            List<Way> met = new ArrayList<>();
            for (Option option : options) {
                int before = capacity - option.capacity();
                if (before >= 0 && (before < needed || option.capacity() == 0)) {
                    extend(ways.get(before), option, capacity, met);
                }
            }
            seen += met.size();
            if (seen > MOST_WAYS) {
                return false;
            }
            next.set(capacity, undominated(met));
        }
        ways = next;
        return true;
    }

    private void extend(List<Way> from, Option option, int capacity, List<Way> met) {
        for (Way way : from) {
            if (option.instances() == 0) {
                met.add(way);
            } else if (prospect.good(
                    capacity, way.rank() + option.rank(), way.price() + option.price())) {
                met.add(way.and(option));
            }
        }
    }

    private static List<Way> undominated(List<Way> met) {
        if (met.size() < 2) {
            return met;
        }
        met.sort(Way.ORDER);
        List<Way> kept = new ArrayList<>();
        long cheapest = Long.MAX_VALUE;
        for (Way way : met) {
            if (way.price() < cheapest) {
                cheapest = way.price();
                kept.add(way);
            }
        }
        return kept;
    }

    /** The best way of this capacity: lowest rank, then least price. */
    @Nullable Way best(int capacity) {
        return ways.get(capacity).isEmpty() ? null : ways.get(capacity).getFirst();
    }

    /** Whether a way can still become the best one. */
    @FunctionalInterface
    interface Prospect {
        boolean good(int capacity, long rank, long price);
    }

    /**
     * Something that may be taken.
     *
     * @param id whose it is
     * @param capacity in units
     * @param rank what it counts before the price
     * @param price of all of it
     * @param instances how many; 0 = nothing is taken
     */
    record Option(int id, int capacity, long rank, long price, int instances) {
        static final Option NOTHING = new Option(-1, 0, 0, 0, 0);
    }

    /** What was taken, the last first. */
    record Way(long rank, long price, int instances, @Nullable Way before, Option taken) {
        static final Way NOTHING = new Way(0, 0, 0, null, Option.NOTHING);

        static final Comparator<Way> ORDER =
                Comparator.comparingLong(Way::rank)
                        .thenComparingLong(Way::price)
                        .thenComparingInt(Way::instances);

        Way and(Option option) {
            return new Way(
                    rank + option.rank(),
                    price + option.price(),
                    instances + option.instances(),
                    this,
                    option);
        }

        List<Option> all() {
            List<Option> all = new ArrayList<>();
            for (Way way = this; way.before != null; way = way.before) {
                all.add(way.taken);
            }
            return all;
        }
    }
}
