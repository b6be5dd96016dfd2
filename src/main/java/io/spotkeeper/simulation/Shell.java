package io.spotkeeper.simulation;

import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.inventory.OrphanCollector;
import io.spotkeeper.keeper.FleetKeeper;
import io.spotkeeper.keeper.FleetReport;
import io.spotkeeper.keeper.LastTold;
import io.spotkeeper.keeper.PassResult;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the operator's reconciler does in one run of its process: it wakes fleets when something
 * changed for them or when their time has come, and hands them to production's keeper one pass at a
 * time.
 */
final class Shell {
    /** In place of a fleet's UID: all of them. */
    static final String EVERYBODY = "*";

    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration QUOTING = Duration.ofSeconds(5);
    private static final int HOT = 100;

    private static final class Task {
        private boolean running;
        private boolean again;
        private boolean awaiting;
        private long timer;
        private long second;
        private int passesInSecond;
        private @Nullable FleetObject last;
    }

    private final OperatorProcess process;
    private final World world;
    private final Life life;
    private final Account account;
    private final Informer informer;
    private final ListingRounds rounds;
    private final OrphanWatch orphans;
    private final FleetKeeper keeper;
    private final TimeSource clock;
    private final LastTold<FleetReport> told = new LastTold<>(ObjectLedger::same);
    private final Map<String, Task> tasks = new TreeMap<>();

    /** With an empty memory; nothing happens before it begins. */
    Shell(
            OperatorProcess process,
            World world,
            Life life,
            TimeSource clock,
            SplittableRandom random) {
        this.process = process;
        this.world = world;
        this.life = life;
        this.clock = clock;
        this.account = new Account(process.connection(life), clock, random);
        this.informer = new Informer(world.timeline(), world.store(), life, random, this::wake);
        this.rounds =
                new ListingRounds(
                        world.timeline(),
                        life,
                        account,
                        world.timing().inventoryInterval(),
                        this::listed);
        this.orphans = new OrphanWatch(world, life, account, clock);
        this.keeper = new FleetKeeper(world.timing(), clock, random);
    }

    /**
     * Begins to work.
     *
     * @param behind how many changes ago the objects were as they are seen first
     */
    void begin(int behind) {
        informer.start(behind);
        informer.all().forEach(object -> wake(object.name()));
        quoteLater();
    }

    void end() {
        informer.stop();
    }

    Informer informer() {
        return informer;
    }

    /** The account has another key. */
    void use(MarketConnection connection) {
        account.use(connection);
    }

    // ---- what the books of a pass ask and tell ----

    /**
     * The latest complete listing of each of an object's regions; those never listed are absent.
     */
    Map<String, Inventory> listings(FleetObject object) {
        Map<String, Inventory> latest = new TreeMap<>();
        for (String region : regions(object)) {
            account.cloud().inventories().latest(region).ifPresent(i -> latest.put(region, i));
        }
        return latest;
    }

    void decides(
            long begunNanos,
            Map<String, Inventory> listings,
            FleetObject before,
            FleetObject after) {
        world.observer().decided(new Decision(process, begunNanos, listings, before, after));
    }

    void notes(String what) {
        world.trace().note(process.name(), what);
    }

    void tells(String uid, FleetReport report) {
        told.tell(uid, report, clock.now());
    }

    boolean yields(String uid, FleetReport report) {
        return told.yields(uid, report, clock.now());
    }

    void knows(FleetObject written) {
        informer.wrote(written);
    }

    // ---- who is looked at when ----

    private void listed(String region, Set<String> changed) {
        for (FleetObject object : informer.all()) {
            Task task = task(object.name());
            boolean concerned = changed.contains(object.uid()) || changed.contains(EVERYBODY);
            if (task.awaiting || concerned) {
                task.awaiting = false;
                wake(object.name());
            }
        }
        strand(() -> orphans.look(region).forEach(this::notesOrphan));
    }

    private void notesOrphan(OrphanCollector.Finding finding) {
        String id = finding.orphan().id();
        notes(
                switch (finding) {
                    case OrphanCollector.Finding.Collected _ -> "collects the orphan " + id;
                    case OrphanCollector.Finding.Reported reported ->
                            "reports the orphan " + id + ": " + reported.why();
                });
    }

    private Task task(String object) {
        return tasks.computeIfAbsent(object, _ -> new Task());
    }

    private void wake(String object) {
        Task task = task(object);
        if (task.running) {
            task.again = true;
            return;
        }
        task.running = true;
        strand(() -> {
            look(object, task);
            task.running = false;
            if (task.again) {
                task.again = false;
                wake(object);
            }
        });
    }

    private void strand(Runnable work) {
        world.timeline()
                .strand(() -> {
                    try {
                        if (!life.over()) {
                            work.run();
                        }
                    } catch (Life.Ended _) {
                        // With the process, what it was doing is over.
                    }
                });
    }

    private void wakeAfter(String object, Task task, Duration delay) {
        long timer = ++task.timer;
        world.timeline()
                .after(
                        delay,
                        () -> {
                            if (!life.over() && task.timer == timer) {
                                wake(object);
                            }
                        });
    }

    private void quoteLater() {
        world.timeline()
                .after(
                        QUOTING,
                        () ->
                                strand(() -> {
                                    account.cloud().offers().refresh();
                                    quoteLater();
                                }));
    }

    // ---- one look ----

    private void look(String name, Task task) {
        watchHeat(task);
        FleetObject object = informer.get(name);
        FleetObject last = task.last;
        task.last = object;
        if (last != null && (object == null || !object.uid().equals(last.uid()))) {
            keeper.forget(last.uid());
        }
        if (object == null || object.fleet().deleting() && !object.finalizer()) {
            return;
        }
        if (object.record() != null && !object.finalizer() && !object.fleet().deleting()) {
            finalize(object);
            wakeAfter(name, task, Duration.ofMillis(10));
            return;
        }
        pass(object, task);
    }

    private void finalize(FleetObject object) {
        Mishap mishap = life.reach(Call.FINALIZE);
        if (mishap != Mishap.LOSE_REQUEST) {
            world.store().addFinalizer(object);
            FleetObject now = world.store().present(object);
            if (now != null) {
                informer.wrote(now);
            }
        }
        life.applied(Call.FINALIZE, mishap);
    }

    private void pass(FleetObject object, Task task) {
        ObjectLedger ledger =
                new ObjectLedger(this, life, world.store(), world.timeline().nanos(), object);
        PassResult result = keeper.pass(object.fleet(), account.cloud(), ledger);
        result.news()
                .forEach(activity -> {
                    String text = activity.reason() + ": " + activity.message();
                    notes(text);
                    world.observer().told(text);
                });
        if (result.letGo()) {
            letGo(ledger.object());
            // A finalizer that was not removed after all is tried again.
            wakeAfter(object.name(), task, SOON);
            return;
        }
        task.awaiting |= result.atNextListing();
        regions(ledger.object()).forEach(region -> rounds.want(region, result.listNow()));
        Duration again = result.again() == null ? LONGEST : result.again();
        Duration floor = again.compareTo(SOON) < 0 ? SOON : again;
        wakeAfter(object.name(), task, floor.compareTo(LONGEST) > 0 ? LONGEST : floor);
    }

    private static Set<String> regions(FleetObject object) {
        Set<String> regions = new TreeSet<>(object.fleet().regions());
        if (object.record() != null) {
            regions.addAll(object.record().regionsInUse());
        }
        return regions;
    }

    private void letGo(FleetObject object) {
        Mishap mishap = life.reach(Call.LET_GO);
        if (mishap != Mishap.LOSE_REQUEST) {
            notes("lets go of " + object.name());
            world.store().removeFinalizer(object);
        }
        life.applied(Call.LET_GO, mishap);
    }

    // A keeper that wakes itself without end would stop the clock of a real operator as well.
    private void watchHeat(Task task) {
        long second = world.timeline().nanos() / 1_000_000_000L;
        task.passesInSecond = second == task.second ? task.passesInSecond + 1 : 1;
        task.second = second;
        if (task.passesInSecond > HOT) {
            throw new Violation("I5", "a hot loop: " + task.passesInSecond + " passes in a second");
        }
    }
}
