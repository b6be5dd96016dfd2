package io.spotkeeper.simulation.mutants;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.simulation.Trials;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every seeded bug is still found by the run that found it, which the program as it is passes. */
class MutantsTest {
    static List<Mutant> mutants() throws IOException {
        return Mutant.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("mutants")
    void isFoundByItsRun(Mutant mutant) throws IOException {
        Kill kill =
                Objects.requireNonNull(
                        Kill.recorded().get(mutant.name()), "no kill is recorded: make mutants");

        try (Variant variant = Variant.of(mutant.edits())) {
            assertThat(variant.run(kill.run())).as(kill.run()).startsWith(kill.oracle() + ":");
        }
        assertThat(Trials.run(kill.run())).isEmpty();
    }

    @Test
    void recordsNoKillOfAMutantThatIsGone() throws IOException {
        Map<String, Kill> kills = Kill.recorded();

        assertThat(kills.keySet()).isSubsetOf(Mutant.all().stream().map(Mutant::name).toList());
        assertThat(Mutant.all()).hasSizeGreaterThanOrEqualTo(55);
    }
}
