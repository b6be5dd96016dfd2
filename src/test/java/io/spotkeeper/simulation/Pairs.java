package io.spotkeeper.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Pairs of faults: whatever can go wrong once, and whatever can go wrong again soon after it, in
 * the history that the first one leads to.
 */
final class Pairs {
    /**
     * The second mishap befalls one of so many different calls after the first. A recovery is over
     * by then: it reads, lists, writes, sends and writes again.
     */
    static final int HORIZON = 10;

    /**
     * Two things that go wrong.
     *
     * @param first the earlier one
     * @param second the later one
     */
    record Pair(Sweep.Point first, Sweep.Point second) {}

    private Pairs() {}

    /** The scenarios that pairs are told of: all that are not known to break. */
    static List<Scenario> stories() {
        return Stories.all().stream()
                .filter(s ->
                        !KnownHole.RESTORED_AND_FORGOTTEN.open()
                                || !s.name().equals(Stories.BACKUP))
                .toList();
    }

    /** All pairs that begin with this mishap. */
    static List<Pair> beginningWith(Scenario scenario, Sweep.Point first) {
        List<Pair> pairs = new ArrayList<>();
        int calls = 0;
        int last = first.index();
        for (Sweep.Point second : Sweep.following(scenario, first)) {
            if (second.index() != last && ++calls > HORIZON) {
                break;
            }
            last = second.index();
            // Two lies within the protocol's own periods cannot be told from the truth.
            if (!first.mishap().lies() || !second.mishap().lies()) {
                pairs.add(new Pair(first, second));
            }
        }
        return pairs;
    }

    /**
     * Some pairs of a scenario, the same ones each time.
     *
     * @param firsts how many first mishaps to choose
     * @param seconds how many second ones to choose for each
     */
    static List<Pair> sample(Scenario scenario, int firsts, int seconds) {
        SplittableRandom random = new SplittableRandom(scenario.name().hashCode());
        return some(Sweep.points(scenario), firsts, random).stream()
                .flatMap(first -> some(beginningWith(scenario, first), seconds, random).stream())
                .toList();
    }

    private static <T> List<T> some(List<T> all, int most, SplittableRandom random) {
        List<T> left = new ArrayList<>(all);
        List<T> chosen = new ArrayList<>();
        while (chosen.size() < most && !left.isEmpty()) {
            chosen.add(left.remove(random.nextInt(left.size())));
        }
        return chosen;
    }

    static Scenario.Ending disturbed(Scenario scenario, Pair pair) {
        return Sweep.disturbed(scenario, pair.first(), pair.second());
    }
}
