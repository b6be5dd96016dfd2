package io.spotkeeper.emulator.world;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.testing.Mutations;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Scenario files with something wrong in them: a world that can be run, or what is wrong. */
class ScenarioFuzzTest {
    private static final int TEXTS = 300;

    @Test
    void changedScenariosAreReadOrRefusedWithTheirPlace() {
        String written = ScenarioParser.defaultText();
        ScenarioParser parser = new ScenarioParser();
        int valid = 0;
        for (int seed = 0; seed < TEXTS; seed++) {
            String changed = Mutations.ofText(written, new Random(seed));

            switch (parser.parse("fuzz", changed)) {
                case ParsedScenario.Valid(Scenario scenario) -> {
                    valid++;
                    works(scenario, seed);
                }
                case ParsedScenario.Invalid(String message) ->
                        assertThat(message)
                                .as("seed %d", seed)
                                .matches("(?s)fuzz: line \\d+, column \\d+: .+")
                                .doesNotContain("\n");
            }
        }
        assertThat(valid).as("neither all nor none").isBetween(1, TEXTS - 1);
    }

    private static void works(Scenario scenario, int seed) {
        World world = new World(scenario, seed, InstantSource.fixed(Instant.EPOCH));
        world.advance(Duration.ofMinutes(2));
        assertThat(world.now()).as("seed %d", seed).isAfter(Instant.EPOCH);
    }
}
