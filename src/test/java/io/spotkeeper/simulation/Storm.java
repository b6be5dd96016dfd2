package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Lags;
import io.spotkeeper.keeper.Timing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * One seeded run of the swarm: a reference scenario, or two of their events mixed, with everything
 * going wrong at random within what the launch protocol is made for, until it ends.
 */
final class Storm implements Mischief {
    /**
     * Wrong listings are this far apart: two that follow each other within the protocol's own
     * periods cannot be told from the truth.
     */
    static final long BETWEEN_LIES =
            Timing.DEFAULT
                    .settleWait()
                    .plus(Timing.DEFAULT.visibilityGrace().multipliedBy(3))
                    .toNanos();

    private static final List<Disturbance> KINDS = List.of(Disturbance.values());

    private final long seed;
    private final SplittableRandom random;
    private final double chance;
    private final Scenario scenario;
    private final List<Trouble> troubles = new ArrayList<>();
    private final Script.Lies lies = new Script.Lies();
    private final Script.Delays delays = new Script.Delays();
    private int calls;
    private boolean over;

    Storm(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
        this.chance = List.of(0.003, 0.01, 0.03, 0.1).get(random.nextInt(4));
        this.scenario = scenario();
        incidents();
    }

    /** One storm; where it broke something, told by the smallest run that breaks it too. */
    static Scenario.Ending run(long seed) {
        Storm storm = new Storm(seed);
        Scenario.Ending ending = storm.blow();
        return ending.violation() == null ? ending : reduced(storm.script(), ending);
    }

    /** It blows, once. */
    Scenario.Ending blow() {
        Script incidents = script();
        Scenario told =
                scenario.telling(stage -> {
                    lies.watch(stage.run().timeline());
                    scenario.story().accept(stage);
                    incidents.happen(stage);
                });
        return told.run(seed, this, () -> over = true);
    }

    /** All that went wrong in it so far. */
    Script script() {
        return new Script(seed, scenario, troubles);
    }

    private static Scenario.Ending reduced(Script script, Scenario.Ending ending) {
        String oracle = Objects.requireNonNull(ending.violation()).oracle();
        Script smallest = script.smallest(oracle);
        Scenario.Ending small = smallest.play();
        return new Scenario.Ending(
                small.violation() == null ? ending.violation() : small.violation(),
                ending.damage(),
                ending.virtual(),
                smallest + (small.violation() == null ? ending.trace() : small.trace()));
    }

    // ---- what is told ----

    private Scenario scenario() {
        List<Scenario> stories = Pairs.stories();
        Scenario base = stories.get(random.nextInt(stories.size()));
        return new Scenario(
                base.name(),
                base.fleet(),
                1 + random.nextInt(2),
                lags(),
                base.length().multipliedBy(3),
                base.story());
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

    private void incidents() {
        int events = random.nextInt(7);
        for (int i = 0; i < events; i++) {
            Duration at = Duration.ofMillis(random.nextLong(scenario.length().toMillis()));
            Disturbance kind = KINDS.get(random.nextInt(KINDS.size()));
            troubles.add(new Trouble.Incident(at, kind, random.nextInt(5)));
        }
    }

    // ---- calls ----

    @Override
    public Mishap befall(String process, Call call) {
        int index = calls++;
        if (over || random.nextDouble() >= chance) {
            return Mishap.NONE;
        }
        List<Mishap> possible = Mishap.of(call);
        Mishap mishap = possible.get(random.nextInt(possible.size()));
        if (!lies.allow(mishap)) {
            return Mishap.NONE;
        }
        Trouble.Blow blow = new Trouble.Blow(index, call, mishap, lasting(mishap));
        troubles.add(blow);
        delays.expect(blow);
        return mishap;
    }

    private Duration lasting(Mishap mishap) {
        return switch (mishap) {
            case PAUSE_BEFORE, PAUSE_AFTER -> Duration.ofSeconds(1 + random.nextInt(900));
            case FREEZE -> Duration.ofSeconds(1 + random.nextInt(360));
            case ARRIVE_LATE -> Duration.ofSeconds(1 + random.nextInt(59));
            default -> Duration.ZERO;
        };
    }

    @Override
    public Duration delay(Mishap mishap) {
        return delays.of(mishap);
    }
}
