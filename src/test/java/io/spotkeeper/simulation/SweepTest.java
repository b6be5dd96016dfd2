package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever goes wrong once, at whichever call of a reference scenario, every promise holds. */
class SweepTest {
    static List<Scenario> stories() {
        return Stories.all();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void holdsWhateverGoesWrongOnce(Scenario scenario) {
        List<Sweep.Point> points = Sweep.points(scenario);

        List<String> broken =
                points.parallelStream()
                        .map(point -> complaint(scenario, point))
                        .filter(complaint -> !complaint.isEmpty())
                        .toList();

        assertThat(points).hasSizeGreaterThan(20);
        assertThat(broken).isEmpty();
    }

    private static String complaint(Scenario scenario, Sweep.Point point) {
        Scenario.Ending ending = Sweep.disturbed(scenario, point);
        return ending.violation() == null
                ? ""
                : scenario.name()
                        + " with "
                        + point
                        + ": "
                        + ending.violation().getMessage()
                        + "\n"
                        + ending.trace();
    }
}
