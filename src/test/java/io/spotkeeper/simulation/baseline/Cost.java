package io.spotkeeper.simulation.baseline;

import io.spotkeeper.simulation.Tally;
import java.util.Map;
import java.util.TreeMap;

/** What a strategy cost over many runs. */
final class Cost {
    /** Runs in which an oracle could not be evaluated. */
    static final String NO_VERDICT = "no verdict";

    private final Map<String, Long> sums = new TreeMap<>();

    void add(Map<String, Long> run) {
        run.forEach((what, much) -> sums.merge(what, much, Long::sum));
    }

    private long sum(String what) {
        return sums.getOrDefault(what, 0L);
    }

    /** Runs that bought more than was wanted. */
    long doubleLaunches() {
        return sum("I1");
    }

    long overshootSeconds() {
        return sum(Tally.OVERSHOOT) / 1_000;
    }

    long leakedSeconds() {
        return sum(Tally.LEAKED) / 1_000;
    }

    long unfinished() {
        return sum(Tally.UNFINISHED);
    }

    /** Runs that broke a promise, by promise. */
    Map<String, Long> broken() {
        Map<String, Long> kinds = new TreeMap<>(sums);
        kinds.keySet().removeIf(k -> !k.startsWith("I") && !k.equals(NO_VERDICT));
        return kinds;
    }
}
