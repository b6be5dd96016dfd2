package io.spotkeeper.simulation.baseline;

import java.util.stream.Collectors;

/** The table of strategies and of what they cost. */
final class BaselineReport {
    private final StringBuilder text = new StringBuilder();

    BaselineReport(int runs) {
        text.append(
                """

                ## Naive strategies

                What the launch protocol is worth: each strategy takes the keeper's place in the same simulator, with the same cloud, store, mishaps and oracles, over the same %d runs: every reference scenario of a ComputeEnvironment undisturbed, a part of the sweep, and storms. Oracles note what is broken and let the run go on; the last columns count the runs in which each of them did. Naive keepers are not judged by the records of terminations that only the protocol's books hold. A keeper that has bought a hundred times in one life buys without end: its run ends there, so that its damage is counted too low.

                Overshoot counts the time of instances that were bought too many, as long as more live than are wanted; leaked, the time of live instances that no status accounts for, which production has as well, between a purchase and its record after a crash.

                | strategy | overshoot, instance-seconds | leaked, instance-seconds | runs with a double launch (I1) | runs that never came to rest (I5) | runs that broke any other promise |
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
        String others =
                cost.broken().entrySet().stream()
                        .filter(e -> !e.getKey().equals("I1") && !e.getKey().equals("I5"))
                        .map(e -> e.getKey() + " " + e.getValue())
                        .collect(Collectors.joining(", "));
        text.append(
                "| %s | %d | %d | %d | %d | %s |%n"
                        .formatted(
                                strategy,
                                cost.overshootSeconds(),
                                cost.leakedSeconds(),
                                cost.doubleLaunches(),
                                cost.unfinished(),
                                others.isEmpty() ? "none" : others));
    }

    String text() {
        return text.toString();
    }
}
