package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What ended launch protocols with one rule less does not end ours. */
class CounterexamplesTest {
    static List<String> counterexamples() {
        return Trials.counterexamples();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("counterexamples")
    void passes(String name) {
        assertThat(Trials.run(name)).isEmpty();
    }
}
