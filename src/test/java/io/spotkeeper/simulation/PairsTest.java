package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong twice in short order, every promise holds; CI's share of all pairs. */
class PairsTest {
    private static final int FIRSTS = 25;
    private static final int SECONDS = 8;

    static List<Scenario> stories() {
        return Pairs.stories();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void holdsWhateverGoesWrongTwice(Scenario scenario) {
        List<Pairs.Pair> pairs = Pairs.sample(scenario, FIRSTS, SECONDS);

        List<String> broken =
                pairs.parallelStream()
                        .map(pair -> complaint(scenario, pair))
                        .filter(complaint -> !complaint.isEmpty())
                        .toList();

        assertThat(pairs).hasSizeGreaterThan(FIRSTS);
        assertThat(broken).isEmpty();
    }

    private static String complaint(Scenario scenario, Pairs.Pair pair) {
        Scenario.Ending ending = Pairs.disturbed(scenario, pair);
        return ending.violation() == null
                ? ""
                : "%s with %s: %s%n%s"
                        .formatted(
                                scenario.name(),
                                pair,
                                ending.violation().getMessage(),
                                ending.trace());
    }
}
