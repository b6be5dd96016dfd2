package io.spotkeeper.simulation;

import static io.spotkeeper.simulation.Ordeal.spell;
import static io.spotkeeper.simulation.Ordeal.step;
import static io.spotkeeper.simulation.Stories.NAME;
import static io.spotkeeper.simulation.Stories.edit;
import static io.spotkeeper.simulation.Stories.target;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Lags;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.simulation.Scenario.Stage;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Histories that need more than one thing to go wrong, each the end of a launch protocol that lacks
 * one of its rules. Production has to pass them all.
 */
final class Counterexamples {
    private static final Duration POLL = Duration.ofMillis(10);
    private static final long LONGEST_POLL = Duration.ofMinutes(5).toNanos();
    private static final Duration EIGHT = Duration.ofMinutes(8);
    private static final Fleet THREE = Markets.fleet(3);
    private static final Fleet.RequestType LASTING = Fleet.RequestType.PERSISTENT;

    /**
     * A history.
     *
     * @param scenario what happens
     * @param steps what goes wrong, one after the other
     * @param spells what goes wrong for a while
     */
    record Counterexample(Scenario scenario, List<Ordeal.Step> steps, List<Ordeal.Spell> spells) {
        Counterexample by(int processes) {
            return new Counterexample(scenario.with(processes, scenario.lags()), steps, spells);
        }

        Counterexample in(Lags lags) {
            return new Counterexample(scenario.with(scenario.processes(), lags), steps, spells);
        }

        Counterexample lasting(int minutes) {
            Scenario s = scenario;
            return new Counterexample(
                    new Scenario(
                            s.name(),
                            s.fleet(),
                            s.processes(),
                            s.lags(),
                            Stories.min(minutes),
                            s.story()),
                    steps,
                    spells);
        }

        Counterexample meeting(Ordeal.Step... other) {
            return new Counterexample(scenario, List.of(other), spells);
        }

        Counterexample during(Ordeal.Spell... other) {
            return new Counterexample(scenario, steps, List.of(other));
        }

        Scenario.Ending run() {
            Ordeal script = new Ordeal(steps, spells);
            Scenario told =
                    new Scenario(
                            scenario.name(),
                            scenario.fleet(),
                            scenario.processes(),
                            scenario.lags(),
                            scenario.length(),
                            stage -> {
                                script.on(stage.run().timeline());
                                scenario.story().accept(stage);
                            });
            // Clocks that agree: else every new intent seems to come from the future to the other.
            return told.run(scenario.processes() > 1 ? 2 : 1, script, () -> {});
        }
    }

    private Counterexamples() {}

    static List<Counterexample> all() {
        return Stream.of(launches(), Afterwards.counterexamples(), Orphans.counterexamples())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Counterexample> launches() {
        return List.of(
                told("an answer is lost and its repeat refused", THREE, _ -> {})
                        .meeting(
                                step(Call.LAUNCH, Mishap.LOSE_ANSWER),
                                step(Call.LAUNCH, Mishap.REFUSE)),
                told("a refusal is recorded late, after another leader's repeat", THREE, _ -> {})
                        .by(2)
                        .meeting(
                                step(Call.LAUNCH, Mishap.REFUSE),
                                new Ordeal.Step(
                                        Call.WRITE, Mishap.PAUSE_BEFORE, Duration.ofSeconds(6))),
                told(
                                "a frozen send arrives after the template changed",
                                THREE,
                                s -> s.at(Duration.ofSeconds(2), "image", () -> image(s)))
                        .by(2)
                        .lasting(20)
                        .in(lagging(59, 1))
                        .meeting(
                                new Ordeal.Step(
                                        Call.LAUNCH, Mishap.FREEZE, Duration.ofSeconds(259)),
                                step(Call.WRITE, Mishap.CRASH_BEFORE)),
                told(
                                "a late answer meets books that another leader wrote",
                                THREE,
                                s -> s.at(Duration.ofSeconds(4), "to 5", () -> target(s, 5)))
                        .by(2)
                        .meeting(
                                new Ordeal.Step(
                                        Call.LAUNCH, Mishap.PAUSE_AFTER, Duration.ofMillis(4_500))),
                told(
                                "listings fail for long",
                                THREE,
                                s -> s.at(Stories.min(6), "to 5", () -> target(s, 5)))
                        .lasting(15)
                        .during(spell(Call.LIST, Mishap.FAIL, Stories.min(1), Stories.min(7))),
                unsent("listings fail where they should settle")
                        .during(spell(Call.LIST, Mishap.FAIL, EIGHT, Stories.min(6))),
                told("every pool is sold out", THREE, Counterexamples::soldOut),
                unanswered("the first settling listing is wrong", EIGHT),
                unanswered("the second settling listing is wrong", Stories.min(13)),
                told("the cloud shows nothing for a moment", THREE, _ -> {})
                        .lasting(12)
                        .during(
                                spell(Call.LIST, Mishap.EMPTY, EIGHT, Duration.ofSeconds(11)),
                                spell(Call.DESCRIBE, Mishap.EMPTY, EIGHT, Duration.ofSeconds(11))),
                told("the cloud lists nothing and answers nothing", THREE, _ -> {})
                        .lasting(12)
                        .during(
                                spell(Call.LIST, Mishap.EMPTY, EIGHT, Duration.ofSeconds(11)),
                                spell(Call.DESCRIBE, Mishap.FAIL, EIGHT, Duration.ofSeconds(11))),
                told("the cloud shows nothing of a large fleet", Markets.fleet(6), _ -> {})
                        .lasting(12)
                        .during(
                                spell(Call.LIST, Mishap.EMPTY, EIGHT, Duration.ofSeconds(45)),
                                spell(Call.DESCRIBE, Mishap.EMPTY, EIGHT, Duration.ofSeconds(45))),
                told("by-id answers lag a launch that listings lose", THREE, _ -> {})
                        .in(lagging(3, 240))
                        .during(
                                spell(
                                        Call.LIST,
                                        Mishap.EMPTY,
                                        Duration.ofSeconds(60),
                                        Duration.ofSeconds(45))),
                told("paused for long while an answer is lost", THREE, Counterexamples::longPause)
                        .lasting(22)
                        .meeting(step(Call.LAUNCH, Mishap.LOSE_ANSWER)),
                told("restored to before a launch", THREE, s -> restored(s, true)),
                told("restored while the cloud is asked", THREE, s -> restored(s, false)),
                told(
                        "no more an hour than the owner pays",
                        Markets.fleet(
                                6,
                                LASTING,
                                Fleet.DeletionPolicy.TERMINATE,
                                new Fleet.Limits(new BigDecimal("0.35"), null)),
                        Counterexamples::paying),
                told(
                        "what a one-time request lost stays lost",
                        Markets.fleet(
                                3, Fleet.RequestType.ONE_TIME, Fleet.DeletionPolicy.TERMINATE),
                        Counterexamples::once),
                told(
                        "what is retained runs on",
                        Markets.fleet(2, LASTING, Fleet.DeletionPolicy.RETAIN),
                        Counterexamples::retained),
                told(
                                "listed as they were before they died",
                                Markets.fleet(4),
                                Counterexamples::surplus)
                        .in(lagging(55, 0))
                        .lasting(12));
    }

    static Counterexample named(String name) {
        return all().stream()
                .filter(c -> c.scenario().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    // ---- what happens ----

    private static void image(Stage s) {
        edit(s, f -> Specs.image(f, "img-2"));
    }

    /** Nothing is sent again, and the listings that settle it come by the clock: W, then G. */
    private static Counterexample unsent(String name) {
        return told(
                        name,
                        THREE,
                        s -> when(s, () -> !s.run().cloud().owned().isEmpty(), () -> image(s)))
                .lasting(20)
                .meeting(step(Call.LAUNCH, Mishap.LOSE_ANSWER));
    }

    private static Counterexample unanswered(String name, Duration wrongAt) {
        return unsent(name).during(spell(Call.LIST, Mishap.EMPTY, wrongAt, Duration.ofSeconds(12)));
    }

    static Lags lagging(int listingSeconds, int describeSeconds) {
        return Markets.lags(
                Duration.ofSeconds(20),
                Duration.ofSeconds(Math.min(listingSeconds, 59)),
                Duration.ofSeconds(listingSeconds),
                Duration.ofSeconds(describeSeconds));
    }

    private static void soldOut(Stage s) {
        available(s, 0);
        s.at(Stories.min(5), "restock", () -> available(s, 100));
    }

    private static void available(Stage s, int stock) {
        Markets.POOLS.forEach(
                pool -> s.run().cloud().market().setStock(MarketCloud.pool(pool), stock));
    }

    // Of equals, those with the lowest ids go first: these are the ones that live.
    private static void surplus(Stage s) {
        s.at(
                EIGHT,
                "reclaim",
                () ->
                        s.run().cloud().owned().stream()
                                .sorted(Comparator.comparing(Instance::id).reversed())
                                .limit(2)
                                .forEach(i ->
                                        s.run().cloud().market().reclaim(i.id(), Duration.ZERO)));
        s.at(EIGHT.plusMillis(100), "to 2", () -> target(s, 2));
        s.at(
                EIGHT.plusMillis(1_500),
                "count",
                () -> {
                    int live = s.run().cloud().owned().size();
                    if (live < 2) {
                        throw new Violation("I4", "a surplus given up that was none: " + live);
                    }
                });
    }

    private static void longPause(Stage s) {
        when(
                s,
                () -> !s.run().cloud().owned().isEmpty(),
                () -> edit(s, f -> Specs.paused(f, true)));
        s.at(Stories.min(16), "go on", () -> edit(s, f -> Specs.paused(f, false)));
    }

    private static void restored(Stage s, boolean answered) {
        AtomicReference<@Nullable FleetRecord> copy = new AtomicReference<>();
        s.at(Stories.min(2), "back up", () -> copy.set(record(s)));
        s.at(Stories.min(2).plusMillis(1), "to 5", () -> target(s, 5));
        when(
                s,
                () -> copy.get() != null && (answered ? answered(s) : sold(s) > 3),
                () -> s.store().overwrite(NAME, copy.get()));
    }

    private static boolean answered(Stage s) {
        FleetRecord record = record(s);
        return record != null
                && record.ledger().intents().stream().anyMatch(i -> !i.instanceIds().isEmpty());
    }

    static @Nullable FleetRecord record(Stage s) {
        FleetObject object = s.store().get(NAME);
        return object == null ? null : object.record();
    }

    static long sold(Stage s) {
        return s.run().cloud().market().all().stream().filter(Counterexamples::ours).count();
    }

    private static boolean ours(Instance instance) {
        return instance.details() instanceof MarketCloud.Purchase p && !p.token().isEmpty();
    }

    // Prices stand still here. The fleet cannot reach its target; what is checked ends with its
    // story.
    private static void paying(Stage s) {
        s.at(
                Stories.min(5),
                "look at the bill",
                () -> {
                    long live = s.run().cloud().owned().size();
                    if (live > 3) {
                        throw new Violation("I6", live + " instances where 3 can be paid");
                    }
                    target(s, 3);
                });
    }

    private static void once(Stage s) {
        s.at(Stories.min(2), "reclaim", () -> Stories.reclaim(s, 1));
        s.at(
                Stories.min(2).plusSeconds(25),
                "count",
                () -> {
                    if (sold(s) > 3) {
                        throw new Violation("I1", sold(s) + " bought by a request for 3");
                    }
                });
    }

    private static void retained(Stage s) {
        s.at(Stories.min(2), "delete", () -> s.store().delete(NAME));
        s.at(
                Stories.min(5),
                "count",
                () -> {
                    long live =
                            s.run().cloud().market().all().stream()
                                    .filter(i -> i.state().isLive() && ours(i))
                                    .count();
                    if (live != 2) {
                        throw new Violation("I3", live + " left of 2 that were to be retained");
                    }
                });
    }

    /** As soon as it holds, once. */
    static void when(Stage s, BooleanSupplier holds, Runnable act) {
        s.run()
                .timeline()
                .after(
                        POLL,
                        () -> {
                            if (holds.getAsBoolean()) {
                                act.run();
                            } else if (s.run().timeline().nanos() < LONGEST_POLL) {
                                when(s, holds, act);
                            }
                        });
    }

    // ---- how it is told ----

    static Counterexample told(String name, Fleet fleet, Consumer<Stage> story) {
        return new Counterexample(
                new Scenario(name, fleet, 1, Markets.QUICK, Duration.ofMinutes(6), story),
                List.of(),
                List.of());
    }
}
