package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The seeded swarm: CI's share of it; {@code make campaign} runs more. */
class StormTest {
    private static final long SEEDS = 10_000;

    @Test
    void holdsInEveryStorm() {
        List<String> broken =
                LongStream.range(0, SEEDS)
                        .parallel()
                        .mapToObj(Campaign::storm)
                        .filter(result -> result.violation() != null)
                        .map(result -> result.seed() + ": " + result.violation() + result.trace())
                        .toList();

        assertThat(broken).isEmpty();
    }
}
