package io.spotkeeper.simulation.baseline;

import java.util.stream.Collectors;

/** The table of strategies and of what they cost. */
final class BaselineReport {
    private final StringBuilder text = new StringBuilder();
    private final int runs;

    BaselineReport(int runs) {
        this.runs = runs;
        text.append(
                """
                # Naive strategies

                Written by `make mutants`. Each strategy takes the keeper's place in the same simulator, with the same cloud, store, mishaps and oracles, over the same %d runs: every reference scenario undisturbed, a part of the sweep, and storms. Oracles note what is broken and let the run go on. Overshoot counts everything beyond the present target, also what a lowered target leaves for a moment.

                | strategy | double launches, runs | overshoot, instance-seconds | leaked, instance-seconds | never at target, runs | broken promises, runs |
                |---|---|---|---|---|---|
                """
                        .formatted(runs));
    }

    static String name(NaiveKeeper.Habit habit) {
        return switch (habit) {
            case TAG_LOOKUP -> "tag lookup, then create";
            case COLLECT -> "create, then collect garbage";
            case BLOCK -> "write ahead and block";
        };
    }

    void add(String strategy, Cost cost) {
        String broken =
                cost.broken().entrySet().stream()
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
        text.append(
                "| %s | %d | %d | %d | %d | %s |%n"
                        .formatted(
                                strategy,
                                cost.doubleLaunches(),
                                cost.overshootSeconds(),
                                cost.leakedSeconds(),
                                cost.unfinished(),
                                broken.isEmpty() ? "none" : broken));
    }

    String text() {
        return text.toString();
    }
}
