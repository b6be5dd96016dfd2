package io.spotkeeper.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * The runs of a campaign by name, so that they can be asked for across class loaders: a name of a
 * run is {@code grow}, {@code grow | 17 LAUNCH LOSE_ANSWER}, {@code counterexample | ...} or {@code
 * storm | 42}.
 */
public final class Trials {
    private static final String STORM = "storm";
    private static final String COUNTEREXAMPLE = "counterexample";
    private static final String BAR = " | ";

    private Trials() {}

    /** The reference scenarios, undisturbed. */
    public static List<String> tales() {
        return Stories.all().stream().map(Scenario::name).toList();
    }

    /** The reference scenarios without groups: weights and windows are the production keeper's. */
    public static List<String> environments() {
        return Stories.all().stream()
                .filter(s -> s.fleet().group() == null)
                .map(Scenario::name)
                .toList();
    }

    /** The storms of the first seeds, those of groups left out. */
    public static List<String> stormsOfEnvironments(long seeds) {
        return LongStream.range(0, seeds)
                .filter(seed -> new Storm(seed).script().scenario().fleet().group() == null)
                .mapToObj(Trials::storm)
                .toList();
    }

    /** The histories that need more than one thing to go wrong. */
    public static List<String> counterexamples() {
        return Counterexamples.all().stream()
                .map(c -> COUNTEREXAMPLE + BAR + c.scenario().name())
                .toList();
    }

    /**
     * A scenario with everything that can go wrong once.
     *
     * @throws AssertionError when it breaks a promise undisturbed
     */
    public static List<String> sweep(String tale) {
        List<String> runs = new ArrayList<>();
        for (Sweep.Point p : Sweep.points(Stories.named(tale))) {
            runs.add(tale + BAR + p.index() + " " + p.call() + " " + p.mishap());
        }
        return runs;
    }

    /** The storm of a seed. */
    public static String storm(long seed) {
        return STORM + BAR + seed;
    }

    /**
     * Runs what is named.
     *
     * @return what was broken; empty when nothing was
     */
    public static String run(String name) {
        Violation violation = ending(name).violation();
        return violation == null ? "" : String.valueOf(violation.getMessage());
    }

    /** Runs what is named, and tells what happened; empty when nothing was broken. */
    public static String trace(String name) {
        return ending(name).trace();
    }

    static Scenario.Ending ending(String name) {
        int bar = name.indexOf(BAR);
        if (bar < 0) {
            return Sweep.disturbed(Stories.named(name));
        }
        String which = name.substring(0, bar);
        String rest = name.substring(bar + BAR.length());
        if (which.equals(STORM)) {
            return Storm.run(Long.parseLong(rest));
        }
        if (which.equals(COUNTEREXAMPLE)) {
            return Counterexamples.named(rest).run();
        }
        String[] words = rest.split(" ", -1);
        Sweep.Point point =
                new Sweep.Point(
                        Integer.parseInt(words[0]),
                        Call.valueOf(words[1]),
                        Mishap.valueOf(words[2]));
        return Sweep.disturbed(Stories.named(which), point);
    }
}
