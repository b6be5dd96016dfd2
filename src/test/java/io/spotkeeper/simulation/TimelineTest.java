package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimelineTest {
    private final Timeline timeline = new Timeline(Instant.EPOCH);
    private final List<String> happened = new ArrayList<>();

    @AfterEach
    void close() {
        timeline.close();
    }

    private void run(Duration duration) {
        long end = timeline.nanos() + duration.toNanos();
        boolean more = true;
        while (more) {
            more = timeline.step(end);
        }
    }

    private void note(String what) {
        happened.add(timeline.nanos() / 1_000_000_000L + " " + what);
    }

    @Test
    void doesThingsInTheOrderOfTimeAndThenOfScheduling() {
        // Given
        timeline.after(Duration.ofSeconds(2), () -> note("c"));
        timeline.after(Duration.ofSeconds(1), () -> note("a"));
        timeline.after(Duration.ofSeconds(1), () -> note("b"));

        // When
        run(Duration.ofSeconds(5));

        // Then
        assertThat(happened).containsExactly("1 a", "1 b", "2 c");
        assertThat(timeline.instant()).isEqualTo(Instant.EPOCH.plusSeconds(5));
    }

    @Test
    void interleavesTwoStrandsInAnyOrder() {
        // Given: both wait, and the one that began first goes on in the middle of the other.
        timeline.strand(() -> {
            note("a1");
            timeline.await(Duration.ofSeconds(2));
            note("a2");
        });
        timeline.strand(() -> {
            note("b1");
            timeline.await(Duration.ofSeconds(3));
            note("b2");
        });

        // When
        run(Duration.ofSeconds(5));

        // Then
        assertThat(happened).containsExactly("0 a1", "0 b1", "2 a2", "3 b2");
    }

    @Test
    void doesNotLetAStrandRunPastTheEnd() {
        // Given
        timeline.strand(() -> {
            timeline.await(Duration.ofSeconds(9));
            note("late");
        });

        // When
        run(Duration.ofSeconds(5));

        // Then
        assertThat(happened).isEmpty();
        assertThat(timeline.nanos()).isEqualTo(5_000_000_000L);
    }

    @Test
    void failsAStepWithWhatAStrandFailedWith() {
        // Given
        timeline.strand(() -> {
            timeline.await(Duration.ofSeconds(1));
            throw new Violation("I1", "two for one");
        });

        // Then
        assertThatThrownBy(() -> run(Duration.ofSeconds(5)))
                .isInstanceOf(Violation.class)
                .hasMessage("I1: two for one");
    }

    @Test
    void waitsOnlyInStrands() {
        assertThatThrownBy(() -> timeline.await(Duration.ofSeconds(1)))
                .isInstanceOf(IllegalStateException.class);
    }
}
