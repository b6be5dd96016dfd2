package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One fleet, one cloud and the operator's processes on one hand-driven clock. {@link #run} does
 * what the operator's shell does: it lists at intervals and passes when a pass asked for it or
 * something changed.
 */
final class World {
    static final Timing TIMING = Timing.DEFAULT;
    static final Duration G = TIMING.visibilityGrace();
    static final Duration W = TIMING.settleWait();

    private static final int HOT = 50;

    final FakeTime time = new FakeTime();
    final ScriptedCloud cloud = new ScriptedCloud(time);
    final StoredObject object;
    final Replica main;

    /** Looks at the world after every step, and whenever something was bought. */
    final List<Runnable> oracles = new ArrayList<>();

    private long nextListing;
    private long nextQuotes;
    private @Nullable Long due = 0L;
    private boolean atNextListing;
    private long seenVersion;
    private long second = -1;
    private int passesInSecond;
    int passes;

    World(Fleet fleet) {
        this(fleet, 42);
    }

    World(Fleet fleet, long seed) {
        object = new StoredObject(fleet);
        main = new Replica(object, cloud, time, TIMING, seed);
        nextListing = time.monotonicNanos();
        nextQuotes = nextListing;
        cloud.watcher = () -> oracles.forEach(Runnable::run);
    }

    /** A second process on another machine, whose wall clock is off. */
    Replica another(Duration skew) {
        return another(time.skewed(skew));
    }

    Replica another(FakeTime.Machine machine) {
        return new Replica(object, cloud, machine, TIMING, 4711);
    }

    /** A world whose fleet has reached its target, and whose intents are closed. */
    static World settled(Fleet fleet) {
        World world = new World(fleet);
        world.run(Duration.ofMinutes(2));
        if (!world.object.record().ledger().intents().isEmpty()
                || world.cloud.owned().size() != fleet.target() / Fleet.UNIT) {
            throw new AssertionError("not settled: " + world.object.record());
        }
        return world;
    }

    // ---- the shell ----

    void run(Duration duration) {
        runUntil(duration, () -> false);
    }

    /** Runs until the condition holds, for this long at most; tells whether it came to hold. */
    boolean runUntil(Duration duration, BooleanSupplier condition) {
        long end = time.monotonicNanos() + duration.toNanos();
        while (!object.gone() && !condition.getAsBoolean()) {
            step();
            long next = Math.min(nextListing, nextQuotes);
            if (due != null) {
                next = Math.min(next, due);
            }
            long now = time.monotonicNanos();
            if (Math.max(next, now) >= end) {
                time.advance(Duration.ofNanos(Math.max(0, end - now)));
                return condition.getAsBoolean();
            }
            // A pass takes time in any case.
            time.advance(Duration.ofNanos(Math.max(next - now, 1_000_000)));
        }
        return true;
    }

    private void step() {
        long now = time.monotonicNanos();
        cloud.catchUp();
        boolean pass = due != null && due <= now;
        if (nextQuotes <= now) {
            pass |= refreshed();
            nextQuotes = now + Duration.ofMinutes(1).toNanos();
        }
        if (nextListing <= now) {
            nextListing = now + TIMING.inventoryInterval().toNanos();
            boolean crashed = false;
            boolean changed = false;
            try {
                changed = main.list();
            } catch (Effects.Crash e) {
                main.start();
                crashed = true;
            }
            pass |= changed || atNextListing || crashed;
            atNextListing = false;
        }
        if (pass || object.latest().number() != seenVersion) {
            pass();
        }
        oracles.forEach(Runnable::run);
    }

    private boolean refreshed() {
        try {
            return main.offers.refresh();
        } catch (Effects.Crash e) {
            main.start();
            return true;
        }
    }

    /** One pass of the main process, with all that it asks for noted. */
    @Nullable PassResult pass() {
        watchHeat();
        passes++;
        due = null;
        boolean stale = main.staleness > 0;
        PassResult result = main.pass();
        // A cache that was behind catches up, and that is an event.
        seenVersion = stale ? -1 : object.latest().number();
        if (result == null) {
            // Another process takes over a while later.
            due = time.monotonicNanos() + Duration.ofSeconds(1).toNanos();
            return null;
        }
        Duration again = result.again();
        if (again != null) {
            due = time.monotonicNanos() + again.toNanos();
        }
        atNextListing |= result.atNextListing();
        if (result.listNow()) {
            nextListing =
                    Math.min(nextListing, time.monotonicNanos() + Duration.ofMillis(500).toNanos());
        }
        return result;
    }

    private void watchHeat() {
        long now = time.monotonicNanos() / 1_000_000_000L;
        passesInSecond = now == second ? passesInSecond + 1 : 1;
        second = now;
        if (passesInSecond > HOT) {
            throw new AssertionError("a hot loop: " + passesInSecond + " passes in a second");
        }
    }

    // ---- what tests ask and do ----

    /** The process ends between two passes, and another takes over. */
    void restart() {
        main.start();
        due = time.monotonicNanos();
    }

    void edit(Consumer<Fleets> change) {
        object.edit(fleet -> Fleets.edited(fleet, change));
    }

    void delete() {
        edit(f -> f.deleting = true);
    }

    Ledger ledger() {
        return object.record().ledger();
    }

    LaunchIntent onlyIntent() {
        List<LaunchIntent> intents = ledger().intents();
        if (intents.size() != 1) {
            throw new AssertionError("not one intent: " + intents);
        }
        return intents.getFirst();
    }

    /** What was told last to count. */
    FleetView view() {
        FleetView view = object.report().view();
        if (view == null) {
            throw new AssertionError("no view was told");
        }
        return view;
    }

    /** Lists and passes once, without time going by but for a little. */
    PassResult round() {
        return round(main);
    }

    PassResult round(Replica replica) {
        time.advance(Duration.ofMillis(10));
        replica.list();
        time.advance(Duration.ofMillis(10));
        PassResult result = replica == main ? pass() : replica.pass();
        oracles.forEach(Runnable::run);
        return result == null ? PassResult.restart(Duration.ZERO) : result;
    }

    /** The main process reads the object for the first time, and can decide from then on. */
    void begin() {
        begin(main);
    }

    void begin(Replica replica) {
        for (int i = 0; i < 3; i++) {
            time.advance(Duration.ofMillis(10));
            if (replica == main) {
                pass();
            } else {
                replica.pass();
            }
            if (object.latest().record() != null
                    && replica.keeper.evidence(object.fleet().id().uid()) != null
                    && i > 0) {
                return;
            }
        }
    }

    /** From now on, never more than {@code most} instances live. */
    void neverMoreThan(int most) {
        oracles.add(() -> {
            if (cloud.owned().size() > most) {
                throw new AssertionError(
                        "more than " + most + ": " + cloud.ownedIds() + " " + ledger());
            }
        });
    }
}
