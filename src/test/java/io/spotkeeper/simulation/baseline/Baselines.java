package io.spotkeeper.simulation.baseline;

import io.spotkeeper.simulation.Tally;
import io.spotkeeper.simulation.Trials;
import io.spotkeeper.simulation.mutants.Edit;
import io.spotkeeper.simulation.mutants.Variant;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs naive strategies through the campaigns of the production keeper and tells what they cost:
 * part of {@code make campaign}. Oracles note what is broken and let the run go on.
 */
public final class Baselines {
    /** Oracles complain without ending the run. */
    private static final Edit NOTED =
            new Edit(
                    "simulation/oracle/Promise.java",
                    "throw new Violation(oracle, complaint);",
                    Tally.class.getName() + ".note(oracle);");

    /**
     * What only the books of the launch protocol can keep: whoever has no records of terminations
     * would break it with every single one.
     */
    private static final Edit WITHOUT_RECORDS =
            new Edit(
                    "simulation/oracle/Oracles.java",
                    "new BooksOracle(subjects), new OrphanOracle(subjects, orphanAge),",
                    "");

    /** A launch without an intent counts at the time when it was sold. */
    private static final Edit WITHOUT_INTENTS =
            new Edit(
                    "simulation/oracle/LimitOracle.java",
                    "Objects.requireNonNull(decided.get(request.token()), \"bought without an intent\")",
                    "decided.getOrDefault(request.token(), subjects.now())");

    private static final String KEEPER = NaiveKeeper.class.getName();

    private Baselines() {}

    /**
     * The chapter of the campaign's report.
     *
     * @param every every how many points of the sweep are run
     * @param seeds how many storms are run
     */
    public static String chapter(int every, int seeds) throws IOException {
        List<String> runs = runs(every, seeds);
        BaselineReport report = new BaselineReport(runs.size());
        report.add("ours", cost(production(), runs));
        for (NaiveKeeper.Habit habit : NaiveKeeper.Habit.values()) {
            report.add(BaselineReport.name(habit), cost(variant(habit), runs));
        }
        return report.text();
    }

    /** Every scenario undisturbed, a part of the sweep, storms. */
    static List<String> runs(int every, int seeds) {
        List<String> runs = new ArrayList<>(Trials.environments());
        int number = 0;
        for (String tale : Trials.environments()) {
            for (String run : Trials.sweep(tale)) {
                if (number++ % every == 0) {
                    runs.add(run);
                }
            }
        }
        runs.addAll(Trials.stormsOfEnvironments(seeds));
        return runs;
    }

    static Variant production() throws IOException {
        return Variant.of(List.of(NOTED));
    }

    /** The simulator with a naive keeper in the operator's shell. */
    static Variant variant(NaiveKeeper.Habit habit) throws IOException {
        String shell = "simulation/Shell.java";
        return Variant.of(
                List.of(
                        NOTED,
                        WITHOUT_RECORDS,
                        WITHOUT_INTENTS,
                        new Edit(
                                shell,
                                "private final FleetKeeper keeper;",
                                "private final " + KEEPER + " keeper;"),
                        new Edit(
                                shell,
                                "new FleetKeeper(world.timing(), clock, random)",
                                "new %s(%s.Habit.%s, clock, random)"
                                        .formatted(KEEPER, KEEPER, habit.name()))));
    }

    /** What these runs cost; closes the variant. */
    static Cost cost(Variant variant, List<String> runs) throws IOException {
        Cost cost = new Cost();
        try (variant) {
            for (String run : runs) {
                cost.add(tally(variant, run));
            }
        }
        return cost;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Long> tally(Variant variant, String run) {
        try {
            return (Map<String, Long>) variant.call(Tally.class.getName(), "run", run);
        } catch (Variant.VariantException e) {
            // An oracle that cannot be evaluated fails the run.
            return Map.of(Tally.UNFINISHED, 1L, Cost.NO_VERDICT, 1L);
        }
    }
}
