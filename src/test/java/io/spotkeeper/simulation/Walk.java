package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.oracle.Oracles;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A seeded walk over the specification, and beside it a world that is given its end at once. The
 * owner edits any field, deletes the object and creates it anew, sooner or later than the operator
 * can follow. {@link Agreement} says in what both worlds must be the same.
 */
final class Walk {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    /** Longer than an instance is young: what ends later is not held against its pool. */
    private static final Duration GROWN_UP = Duration.ofMinutes(15);

    /**
     * How a walk ended.
     *
     * @param complaint what was broken; absent when nothing was
     * @param trace what happened on the walk; empty when nothing was broken
     * @param virtual how long both worlds were
     */
    record Ending(@Nullable String complaint, String trace, Duration virtual) {}

    private final long seed;
    private final SplittableRandom random;
    private final Wishes wishes;

    /** Launches by object and generation that they were decided on. */
    private final Set<String> decided = new HashSet<>();

    private Wish wish;
    private int births;

    private Walk(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L);
        this.wishes = new Wishes(random);
        this.wish = wishes.first();
    }

    static Ending run(long seed) {
        return new Walk(seed).run();
    }

    private Ending run() {
        Oracles oracles = new Oracles(Scenario.MEMORY, Scenario.ORPHAN_AGE);
        Oracles others = new Oracles(Scenario.MEMORY, Scenario.ORPHAN_AGE);
        try (Simulation walked = world(oracles);
                Simulation direct = world(others)) {
            walked.store().watch(this::note);
            String complaint;
            try {
                walk(walked);
                Scenario.comeToRest(walked, oracles);
                direct.store().create(wish.of(id(0), 1));
                direct.addProcess(Duration.ZERO);
                Scenario.comeToRest(direct, others);
                complaint = compare(walked, oracles, direct, others);
            } catch (Violation e) {
                complaint = e.getMessage();
            }
            return new Ending(
                    complaint,
                    complaint == null ? "" : wish + "\n" + walked.trace(),
                    Duration.ofNanos(walked.timeline().nanos() + direct.timeline().nanos()));
        }
    }

    private Simulation world(Oracles oracles) {
        Simulation run =
                new Simulation(
                        new Simulation.Settings(
                                seed,
                                START,
                                Timing.DEFAULT,
                                Markets.still(Markets.QUICK),
                                "CNY",
                                null),
                        Mischief.NONE,
                        oracles);
        oracles.watch(run);
        return run;
    }

    // ---- on the way ----

    private void walk(Simulation run) {
        run.store()
                .watch((_, after) -> {
                    if (after == null) {
                        run.after(Duration.ofSeconds(2), "created anew", () -> create(run));
                    }
                });
        create(run);
        run.addProcess(Duration.ZERO);
        for (int steps = 3 + random.nextInt(8); steps > 0; steps--) {
            run.run(pause());
            if (random.nextInt(10) == 0) {
                run.trace().note("world", "deleted");
                run.store().delete(Stories.NAME);
            } else {
                wish(run, wishes.other(wish));
            }
        }
        run.run(pause());
        wish(run, Wishes.sellable(wish));
    }

    private void create(Simulation run) {
        run.store().create(wish.of(id(births++), 1));
    }

    private static FleetId id(int birth) {
        return new FleetId(
                "%08d-2222-3333-4444-555555555555".formatted(birth),
                "ComputeEnvironment",
                "ns",
                Stories.NAME);
    }

    private void wish(Simulation run, Wish other) {
        wish = other;
        run.trace().note("world", other.toString());
        run.store().edit(Stories.NAME, f -> other.of(f.id(), f.generation() + 1));
    }

    private Duration pause() {
        return switch (random.nextInt(3)) {
            case 0 -> Duration.ofMillis(100 + random.nextInt(2_000));
            case 1 -> Duration.ofMillis(2_000 + random.nextInt(60_000));
            default -> Duration.ofSeconds(60 + random.nextInt(300));
        };
    }

    private void note(@Nullable FleetObject before, @Nullable FleetObject after) {
        if (after != null && after.record() != null) {
            for (LaunchIntent intent : after.record().ledger().intents()) {
                if (before == null
                        || before.record() == null
                        || before.record().ledger().intent(intent.id()).isEmpty()) {
                    decided.add(key(intent.id(), after));
                }
            }
        }
    }

    private static String key(String token, FleetObject object) {
        return token + " " + object.uid() + " " + object.fleet().generation();
    }

    // ---- at its end ----

    private @Nullable String compare(
            Simulation walked, Oracles oracles, Simulation direct, Oracles others) {
        Agreement agreement = new Agreement(wish);
        String atOnce = agreement.arrived(Rest.of(walked), Rest.of(direct), lately(walked));
        if (atOnce != null || wish.paused()) {
            return atOnce;
        }
        loseEverything(walked, oracles);
        loseEverything(direct, others);
        return agreement.renewed(Rest.of(walked), Rest.of(direct));
    }

    /** What lives and was decided on under the last spec. */
    private List<Instance> lately(Simulation run) {
        FleetObject object = Objects.requireNonNull(run.store().get(Stories.NAME));
        return run.cloud().owned(object.uid()).stream()
                .filter(i ->
                        i.details() instanceof MarketCloud.Purchase p
                                && decided.contains(key(p.token(), object)))
                .toList();
    }

    private static void loseEverything(Simulation run, Oracles oracles) {
        run.run(GROWN_UP);
        run.trace().note("world", "everything is reclaimed");
        run.cloud().owned().forEach(i -> run.cloud().market().reclaim(i.id(), Duration.ZERO));
        Scenario.comeToRest(run, oracles);
    }
}
