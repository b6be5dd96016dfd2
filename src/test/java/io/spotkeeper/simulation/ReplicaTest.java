package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.oracle.Oracles;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What storms have found once, told by itself. */
class ReplicaTest {
    private final Oracles oracles = new Oracles(Scenario.MEMORY, Scenario.ORPHAN_AGE);

    private Simulation simulation(long seed, Mischief mischief) {
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

    private static FleetRecord record(Simulation run) {
        return Objects.requireNonNull(
                Objects.requireNonNull(run.store().get(Stories.NAME)).record());
    }

    /** Nothing was settled since the backup: the counter alone tells the two statuses apart. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doubtsAStatusFromBeforeALaunch(long seed) {
        restores(seed, intent -> !intent.instanceIds().isEmpty());
    }

    /** The answer is recorded in the restored status, which must not make it the present one. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doubtsAStatusRestoredWhileTheCloudIsAsked(long seed) {
        restores(seed, intent -> intent.instanceIds().isEmpty());
    }

    private void restores(long seed, Predicate<LaunchIntent> when) {
        try (Simulation run = simulation(seed, Mischief.NONE)) {
            // Given
            run.store().create(Markets.fleet(3));
            run.addProcess(Duration.ZERO);
            run.run(Duration.ofMinutes(2));
            FleetRecord backup = record(run);
            run.store().edit(Stories.NAME, f -> Specs.target(f, 5));
            run.runUntil(
                    Duration.ofMinutes(1),
                    () -> record(run).ledger().intents().stream().anyMatch(when));

            // When
            run.store().overwrite(Stories.NAME, backup);
            run.run(Duration.ofHours(1));

            // Then
            assertThat(oracles.calm()).isNull();
            assertThat(run.cloud().owned()).hasSize(5);
        }
    }

    /** A second attempt would take the meaning of a refusal away, which costs a settling time. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void reachesTheNextPoolSoonWithTwoLeaders(long seed) {
        // Given
        AtomicInteger launches = new AtomicInteger();
        Mischief twice =
                (_, call) ->
                        call == Call.LAUNCH && launches.getAndIncrement() < 2
                                ? Mishap.REFUSE
                                : Mishap.NONE;
        try (Simulation run = simulation(seed, twice)) {
            run.store().create(Markets.fleet(3));

            // When
            run.addProcess(Duration.ZERO);
            run.addProcess(Duration.ofSeconds(2));
            run.run(Duration.ofMinutes(2));

            // Then
            assertThat(launches).hasValueGreaterThan(2);
            assertThat(run.cloud().owned()).hasSize(3);
        }
    }

    /** Each was refused at another time, so that each has another reason to tell. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void doNotRewriteEachOthersReports(long seed) {
        try (Simulation run = simulation(seed, Mischief.NONE)) {
            // Given
            run.store()
                    .create(
                            Markets.fleet(
                                    7,
                                    Fleet.RequestType.PERSISTENT,
                                    Fleet.DeletionPolicy.TERMINATE,
                                    new Fleet.Limits(new BigDecimal("0.5"), null)));
            run.addProcess(Duration.ZERO);
            run.run(Duration.ofMinutes(2));
            run.cloud().market().setStock(MarketCloud.pool(Markets.A), 0);
            run.cloud().market().reclaim(run.cloud().owned().getFirst().id(), Duration.ZERO);
            run.run(Duration.ofMinutes(2));
            long before = oracles.mutations();

            // When
            run.addProcess(Duration.ofSeconds(2));
            run.run(Duration.ofHours(1));

            // Then
            assertThat(oracles.mutations() - before).isLessThan(200);
        }
    }
}
