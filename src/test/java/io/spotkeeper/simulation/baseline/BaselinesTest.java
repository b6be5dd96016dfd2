package io.spotkeeper.simulation.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Naive strategies do what they can, and it is not enough. */
class BaselinesTest {
    private static final List<String> LOST =
            List.of(
                    "grow | 6 LAUNCH LOSE_ANSWER",
                    "grow | 6 LAUNCH CRASH_AFTER",
                    "grow | 4 LAUNCH CRASH_AFTER",
                    "grow | 5 LAUNCH CRASH_AFTER",
                    "grow | 7 LAUNCH CRASH_AFTER",
                    "two leaders");

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
