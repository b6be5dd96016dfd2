package io.spotkeeper.simulation.mutants;

import java.util.List;
import java.util.Optional;

/**
 * Looks for a run that shows what is wrong with a variant: the reference scenarios undisturbed,
 * then counterexamples, then the sweep, then storms.
 */
final class Hunt {
    private static final String TRIALS = "io.spotkeeper.simulation.Trials";

    private final Variant variant;
    private final int storms;
    private int runs;

    /**
     * A hunt that has not begun.
     *
     * @param storms how many storms at most; with none, the sweep is left out as well
     */
    Hunt(Variant variant, int storms) {
        this.variant = variant;
        this.storms = storms;
    }

    /** The first run that breaks a promise. */
    Optional<Kill> first() {
        List<String> tales = strings(variant.call(TRIALS, "tales"));
        Optional<Kill> kill = first(tales);
        kill = kill.or(() -> first(strings(variant.call(TRIALS, "counterexamples"))));
        for (String tale : kill.isPresent() || storms == 0 ? List.<String>of() : tales) {
            kill = kill.or(() -> first(strings(variant.call(TRIALS, "sweep", tale))));
            if (kill.isPresent()) {
                break;
            }
        }
        for (long seed = 0; seed < storms && kill.isEmpty(); seed++) {
            kill = first(List.of((String) variant.call(TRIALS, "storm", seed)));
        }
        return kill;
    }

    int runs() {
        return runs;
    }

    private Optional<Kill> first(List<String> names) {
        for (String name : names) {
            runs++;
            String broken = broken(name);
            if (!broken.isEmpty()) {
                return Optional.of(new Kill(name, broken, runs));
            }
        }
        return Optional.empty();
    }

    // What throws without an oracle saying so is not caught: an operator would only log it.
    private String broken(String name) {
        try {
            return variant.run(name);
        } catch (Variant.VariantException e) {
            System.err.println(name + " ended without a verdict: " + e.getMessage());
            return "";
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> strings(Object list) {
        return (List<String>) list;
    }
}
