package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.oracle.Oracles;
import java.time.Duration;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SimulationTest {
    private static Simulation simulation(long seed, Mischief mischief, Oracles oracles) {
        Simulation run =
                new Simulation(
                        new Simulation.Settings(
                                seed,
                                Instant.parse("2026-01-01T00:00:00Z"),
                                Timing.DEFAULT,
                                Markets.still(Markets.QUICK),
                                "CNY",
                                null),
                        mischief,
                        oracles);
        oracles.watch(run);
        return run;
    }

    /** Half of all calls go wrong, somehow. */
    private static Mischief wild(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        return (_, call) -> {
            var possible = Mishap.of(call);
            boolean well = random.nextBoolean();
            Mishap mishap = possible.get(random.nextInt(possible.size()));
            return well || mishap.lies() ? Mishap.NONE : mishap;
        };
    }

    private static String trace(long seed) {
        try (Simulation run =
                simulation(seed, wild(seed), new Oracles(Scenario.MEMORY, Scenario.ORPHAN_AGE))) {
            run.store().create(Markets.fleet(5));
            run.addProcess(Duration.ZERO);
            run.addProcess(Duration.ofSeconds(3));
            run.run(Duration.ofHours(2));
            return run.trace().toString() + run.store().all();
        }
    }

    @Test
    void repeatsARunFromItsSeed() {
        assertThat(trace(7)).hasSizeGreaterThan(1_000).isEqualTo(trace(7));
        assertThat(trace(8)).isNotEqualTo(trace(7));
    }

    @Test
    void growsShrinksAndDeletesWhenNothingGoesWrong() {
        Oracles oracles = new Oracles(Scenario.MEMORY, Scenario.ORPHAN_AGE);
        try (Simulation run = simulation(1, Mischief.NONE, oracles)) {
            run.store().create(Markets.fleet(3));
            String uid = Markets.fleet(3).id().uid();
            run.addProcess(Duration.ZERO);
            run.run(Duration.ofMinutes(2));
            assertThat(run.cloud().owned(uid)).hasSize(3);

            run.store().edit("batch", f -> Specs.target(f, 1));
            run.run(Duration.ofMinutes(2));
            assertThat(run.cloud().owned(uid)).hasSize(1);

            run.store().delete("batch");
            run.run(Duration.ofMinutes(15));
            assertThat(run.cloud().owned(uid)).isEmpty();
            assertThat(run.store().all()).isEmpty();
            assertThat(oracles.damage().leaked()).isZero();
        }
    }

    @Test
    void replacesWhatTheMarketTakesBack() {
        Oracles oracles = new Oracles(Scenario.MEMORY, Scenario.ORPHAN_AGE);
        try (Simulation run = simulation(1, Mischief.NONE, oracles)) {
            run.store().create(Markets.fleet(3));
            String uid = Markets.fleet(3).id().uid();
            run.addProcess(Duration.ZERO);
            run.run(Duration.ofMinutes(2));
            String lost = run.cloud().owned(uid).getFirst().id();

            run.cloud().market().reclaim(lost, Duration.ZERO);
            run.run(Duration.ofMinutes(1));

            assertThat(run.cloud().owned(uid)).hasSize(3).noneMatch(i -> i.id().equals(lost));
        }
    }

    @Test
    void keepsAFleetOfAHundredStillForADay() {
        Oracles oracles = new Oracles(Scenario.MEMORY, Scenario.ORPHAN_AGE);
        try (Simulation run = simulation(1, Mischief.NONE, oracles)) {
            run.store().create(Markets.fleet(100));
            run.addProcess(Duration.ZERO);
            run.run(Duration.ofMinutes(10));
            long before = oracles.mutations();

            run.run(Duration.ofDays(1));

            assertThat(oracles.mutations()).isEqualTo(before);
            assertThat(oracles.calm()).isNull();
        }
    }
}
