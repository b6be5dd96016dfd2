package io.spotkeeper.simulation.mutants;

import java.util.List;
import java.util.Map;

/** The table of all seeded bugs and of the runs that found them. */
final class MutantReport {
    private static final String HEAD =
            """
            # Seeded bugs

            Written by `make mutants`. Each mutant is production code with one rule of the launch protocol taken out. The campaigns run on it until a promise is broken: the reference scenarios undisturbed, then the counterexamples, then everything that can go wrong once, then 3,000 storms. Runs counts them up to the one that found it, whose name `Trials.run` takes: the seed of all but storms is 1, or 2 where two leaders are active in a counterexample. `MutantsTest` repeats each. Rules are those of the [launch protocol](architecture.md), oracles the promises I1 to I11 of the [simulator](simulator.md).

            | mutant | rule | oracle | scenario, and what goes wrong | runs |
            |---|---|---|---|---|
            """;

    private MutantReport() {}

    static String of(List<Mutant> mutants, Map<String, Kill> kills) {
        StringBuilder report = new StringBuilder(HEAD);
        for (Mutant mutant : mutants) {
            Kill kill = kills.get(mutant.name());
            report.append(
                    kill == null
                            ? "| %s | %s | **survived** | | |%n"
                                    .formatted(mutant.name(), mutant.rule())
                            : "| %s | %s | %s | %s | %d |%n"
                                    .formatted(
                                            mutant.name(),
                                            mutant.rule(),
                                            kill.oracle(),
                                            kill.run().replace(" | ", ": "),
                                            kill.runs()));
        }
        long killed = mutants.stream().filter(m -> kills.containsKey(m.name())).count();
        report.append("%n%d mutants, %d killed.%n".formatted(mutants.size(), killed));
        return report.toString();
    }
}
