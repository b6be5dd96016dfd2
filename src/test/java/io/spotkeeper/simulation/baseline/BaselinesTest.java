package io.spotkeeper.simulation.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Naive strategies do what they can, and it is not enough. */
class BaselinesTest {
    /** The answer to a launch is lost, at whichever call a strategy makes it. */
    private static final List<String> LOST =
            IntStream.range(2, 12).mapToObj(i -> "grow | " + i + " LAUNCH LOSE_ANSWER").toList();

    @ParameterizedTest
    @EnumSource
    void reachesItsTargetUndisturbed(NaiveKeeper.Habit habit) throws IOException {
        Cost cost = Baselines.cost(Baselines.variant(habit), List.of("grow"));

        assertThat(cost.broken()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void breaksAPromiseWhenThingsGoWrong(NaiveKeeper.Habit habit) throws IOException {
        Cost cost = Baselines.cost(Baselines.variant(habit), LOST);

        assertThat(cost.broken()).isNotEmpty();
    }

    @Test
    void productionBreaksNone() throws IOException {
        Cost cost = Baselines.cost(Baselines.production(), LOST);

        assertThat(cost.broken()).isEmpty();
        assertThat(cost.unfinished()).isZero();
    }
}
