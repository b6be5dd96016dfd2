package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.simulation.Trouble.Blow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReductionTest {
    private static final List<Integer> MANY = IntStream.range(0, 200).boxed().toList();

    @Test
    void findsTheFewThatAreEnough() {
        AtomicInteger asked = new AtomicInteger();

        List<Integer> few =
                Reduction.smallest(
                        MANY,
                        some -> {
                            asked.incrementAndGet();
                            return new HashSet<>(some).containsAll(Set.of(3, 77, 199));
                        },
                        400);

        assertThat(few).containsExactly(3, 77, 199);
        assertThat(asked).hasValueLessThan(100);
    }

    @Test
    void findsThatNothingIsNeeded() {
        assertThat(Reduction.smallest(MANY, _ -> true, 400)).isEmpty();
    }

    @Test
    void stopsWhenItsTriesRunOut() {
        List<Integer> left = Reduction.smallest(MANY, some -> some.contains(3), 2);

        assertThat(left).hasSizeBetween(2, 199).contains(3);
    }

    /**
     * A cloud that works on a request for half an hour is not one that the protocol is made for.
     */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void leavesOfAFailingRunWhatMakesItFail(long seed) {
        // Given
        Scenario story = Stories.named("grow");
        Scenario grow =
                new Scenario(
                        story.name(),
                        story.fleet(),
                        1,
                        story.lags(),
                        Duration.ofMinutes(20),
                        story.story());
        int launch =
                Sweep.points(grow).stream()
                        .filter(p -> p.call() == Call.LAUNCH)
                        .findFirst()
                        .orElseThrow()
                        .index();
        Blow culprit = new Blow(launch, Call.LAUNCH, Mishap.ARRIVE_LATE, Duration.ofMinutes(12));
        List<Trouble> troubles = new ArrayList<>();
        troubles.add(culprit);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = launch + 1; i < launch + 60; i++) {
            List<Mishap> harmless = List.of(Mishap.CONFLICT, Mishap.FAIL, Mishap.DUPLICATED);
            troubles.add(new Blow(i, Call.LIST, harmless.get(random.nextInt(3)), Duration.ZERO));
        }
        troubles.add(new Trouble.Incident(Duration.ofMinutes(3), Disturbance.EDIT, 2));
        Script script = new Script(1, grow, troubles);
        Violation violation = Objects.requireNonNull(script.play().violation());

        // When
        Script smallest = script.smallest(violation.oracle());

        // Then
        assertThat(smallest.troubles()).containsExactly(culprit);
        assertThat(smallest.play().violation()).isNotNull();
        assertThat(smallest.toString()).contains("ARRIVE_LATE").doesNotContain("FAIL");
    }

    /** What is written down of a storm is all that went wrong in it. */
    @ParameterizedTest
    @ValueSource(longs = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19})
    void tellsAStormAgain(long seed) {
        Storm storm = new Storm(seed);
        Scenario.Ending ending = storm.blow();

        Scenario.Ending again = storm.script().play();

        assertThat(again.virtual()).isEqualTo(ending.virtual());
        assertThat(again.damage()).isEqualTo(ending.damage());
    }
}
