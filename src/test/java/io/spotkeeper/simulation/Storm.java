package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Lags;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.Scenario.Stage;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * One seeded run of the swarm: a reference scenario, or two of their events mixed, with everything
 * going wrong at random within what the launch protocol is made for, until it ends.
 */
final class Storm implements Mischief {
    /**
     * Wrong listings are this far apart: two that follow each other within the protocol's own
     * periods cannot be told from the truth.
     */
    private static final long BETWEEN_LIES =
            Timing.DEFAULT
                    .settleWait()
                    .plus(Timing.DEFAULT.visibilityGrace().multipliedBy(3))
                    .toNanos();

    private static final List<Disturbance> KINDS = List.of(Disturbance.values());

    private final long seed;
    private final SplittableRandom random;
    private final double chance;
    private Timeline timeline = new Timeline(java.time.Instant.EPOCH);
    private long liedAt = Long.MIN_VALUE / 2;
    private boolean over;

    Storm(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
        this.chance = List.of(0.003, 0.01, 0.03, 0.1).get(random.nextInt(4));
    }

    static Scenario.Ending run(long seed) {
        return new Storm(seed).run();
    }

    private Scenario.Ending run() {
        List<Scenario> stories =
                Stories.all().stream()
                        .filter(s ->
                                !KnownHole.RESTORED_AND_FORGOTTEN.open()
                                        || !s.name().equals(Stories.BACKUP))
                        .toList();
        Scenario base = stories.get(random.nextInt(stories.size()));
        Consumer<Stage> told =
                stage -> {
                    timeline = stage.run().timeline();
                    base.story().accept(stage);
                    disturb(stage, base.length().multipliedBy(3));
                };
        return new Scenario(
                        base.name(),
                        base.fleet(),
                        1 + random.nextInt(2),
                        lags(),
                        base.length().multipliedBy(3),
                        told)
                .run(seed, this, () -> over = true);
    }

    private Lags lags() {
        if (random.nextBoolean()) {
            return Markets.QUICK;
        }
        // V is a minute, and by-id answers lag a launch by less than G.
        return Markets.lags(
                Duration.ofSeconds(1 + random.nextInt(120)),
                Duration.ofSeconds(random.nextInt(55)),
                Duration.ofSeconds(random.nextInt(55)),
                Duration.ofSeconds(random.nextInt(240)));
    }

    // ---- calls ----

    @Override
    public Mishap befall(String process, Call call) {
        if (over || random.nextDouble() >= chance) {
            return Mishap.NONE;
        }
        List<Mishap> possible = Mishap.of(call);
        Mishap mishap = possible.get(random.nextInt(possible.size()));
        if (mishap.lies()) {
            if (timeline.nanos() - liedAt < BETWEEN_LIES) {
                return Mishap.NONE;
            }
            liedAt = timeline.nanos();
        }
        return mishap;
    }

    @Override
    public Duration delay(Mishap mishap) {
        return switch (mishap) {
            case PAUSE_BEFORE, PAUSE_AFTER -> Duration.ofSeconds(1 + random.nextInt(900));
            case FREEZE -> Duration.ofSeconds(1 + random.nextInt(360));
            case ARRIVE_LATE -> Duration.ofSeconds(1 + random.nextInt(59));
            default -> Duration.ZERO;
        };
    }

    // ---- the world ----

    private void disturb(Stage stage, Duration length) {
        int events = random.nextInt(7);
        for (int i = 0; i < events; i++) {
            Duration at = Duration.ofMillis(random.nextLong(length.toMillis()));
            Disturbance kind = KINDS.get(random.nextInt(KINDS.size()));
            int number = random.nextInt(5);
            stage.at(at, kind + " " + number, () -> kind.happen(stage, number));
        }
    }
}
