package io.spotkeeper.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Delta debugging: which few of many things are enough. */
final class Reduction {
    private Reduction() {}

    /**
     * A part of these that is still enough, and of which no single one can be left out, unless the
     * tries ran out.
     *
     * @param enough whether some of them are enough; all of them are
     * @param tries how often to ask at most
     */
    static <T> List<T> smallest(List<T> all, Predicate<List<T>> enough, int tries) {
        List<T> left = List.copyOf(all);
        int asked = 0;
        int part = Math.max(1, left.size() / 2);
        while (true) {
            boolean smaller = false;
            for (int from = 0; from < left.size() && asked < tries; ) {
                List<T> rest = without(left, from, Math.min(left.size(), from + part));
                asked++;
                if (enough.test(rest)) {
                    left = rest;
                    smaller = true;
                } else {
                    from += part;
                }
            }
            if (asked >= tries || part == 1 && !smaller) {
                return left;
            }
            part = Math.max(1, part / 2);
        }
    }

    private static <T> List<T> without(List<T> all, int from, int to) {
        List<T> rest = new ArrayList<>(all.subList(0, from));
        rest.addAll(all.subList(to, all.size()));
        return rest;
    }
}
