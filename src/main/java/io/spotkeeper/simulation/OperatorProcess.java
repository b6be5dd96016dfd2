package io.spotkeeper.simulation;

import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.keeper.FleetKeeper;
import io.spotkeeper.keeper.PassResult;
import io.spotkeeper.keeper.Timing;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One operator process: production's keeper and books, driven as the operator's shell drives them.
 * When it ends, its memory is lost; another run begins a while later with nothing.
 */
public final class OperatorProcess {
    /** In place of a fleet's UID: all of them. */
    static final String EVERYBODY = "*";

    private static final Duration SOON = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration QUOTING = Duration.ofSeconds(5);
    private static final Duration RESTART = Duration.ofSeconds(5);
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

    private final String name;
    private final World world;
    private final TimeSource clock;
    private final Duration skew;
    private final SplittableRandom random;
    private final Map<String, Task> tasks = new TreeMap<>();
    private Life life;
    private Account account;
    private Informer informer;
    private ListingRounds rounds;
    private FleetKeeper keeper;
    private int behindAtStart;
    private boolean retired;

    /**
     * A process that runs from now on.
     *
     * @param name how it is called in traces
     * @param skew how far its wall clock is ahead, at most 30 s either way
     */
    OperatorProcess(String name, World world, Duration skew, long seed) {
        this.name = name;
        this.world = world;
        this.skew = skew;
        this.clock = new ProcessClock(world.timeline(), skew);
        this.random = new SplittableRandom(seed);
        this.life = newLife();
        this.account = newAccount();
        this.informer = newInformer();
        this.rounds = newRounds();
        this.keeper = new FleetKeeper(world.timing(), clock, random);
        begin();
    }

    private Life newLife() {
        return new Life(this, world.timeline(), world.mischief(), world.trace());
    }

    private Account newAccount() {
        return new Account(new MarketConnection(world.cloud(), life, skew), clock, random);
    }

    private Informer newInformer() {
        return new Informer(world.timeline(), world.store(), life, random, this::wake);
    }

    private ListingRounds newRounds() {
        return new ListingRounds(
                world.timeline(), life, account, world.timing().inventoryInterval(), this::listed);
    }

    private void begin() {
        tasks.clear();
        informer.start(behindAtStart);
        behindAtStart = 0;
        informer.all().forEach(object -> wake(object.name()));
        quoteLater(life);
    }

    /** Its name. */
    public String name() {
        return name;
    }

    Timing timing() {
        return world.timing();
    }

    /** The latest complete listing it has of a region. */
    Optional<Inventory> listing(String region) {
        return account.cloud().inventories().latest(region);
    }

    // ---- its end ----

    /** It ends now, and starts again a while later. */
    public void crash() {
        world.trace().note(name, "ends");
        end();
        world.timeline().after(RESTART, this::restart);
    }

    private void end() {
        life.end();
        informer.stop();
    }

    /** It ends now, and for good: it has noticed that it does not lead any more. */
    public void retire() {
        world.trace().note(name, "retires");
        retired = true;
        end();
    }

    private void restart() {
        if (!life.over() || retired) {
            return;
        }
        world.trace().note(name, "starts");
        life = newLife();
        account = newAccount();
        informer = newInformer();
        rounds = newRounds();
        keeper = new FleetKeeper(world.timing(), clock, random);
        begin();
    }

    /** It ends now, and the next start shows it objects as they were some changes ago. */
    public void crashIntoThePast(int changes) {
        behindAtStart = changes;
        crash();
    }

    /** From now on, what it sees of the objects is this much behind. */
    public void lag(Duration lag) {
        informer.lag(lag);
    }

    /** It misses every change for this long. */
    public void miss(Duration duration) {
        informer.miss(duration);
    }

    /** The account's key is rotated. */
    public void rotateKey() {
        account.use(new MarketConnection(world.cloud(), life, skew));
    }

    // ---- what its parts tell ----

    void calls(Call call) {
        world.observer().called(this, call);
    }

    /** Half of what a call takes, there or back. */
    Duration latency(Call call) {
        long micros = call.toCloud() ? 60_000 : 5_000;
        return Duration.ofNanos(1_000 * (micros / 2 + random.nextLong(micros)));
    }

    void decides(FleetObject before, FleetObject after) {
        world.observer().decided(this, before, after);
    }

    void notes(String what) {
        world.trace().note(name, what);
    }

    void knows(FleetObject written) {
        informer.wrote(written);
    }

    // ---- the shell ----

    private void listed(String region, Set<String> changed) {
        for (FleetObject object : informer.all()) {
            Task task = task(object.name());
            boolean concerned = changed.contains(object.uid()) || changed.contains(EVERYBODY);
            if (task.awaiting || concerned) {
                task.awaiting = false;
                wake(object.name());
            }
        }
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
        Life mine = life;
        world.timeline()
                .strand(() -> {
                    if (mine.over()) {
                        return;
                    }
                    try {
                        look(object, task);
                    } catch (Life.Ended _) {
                        return; // with the process, what it was doing is over
                    }
                    task.running = false;
                    if (task.again) {
                        task.again = false;
                        wake(object);
                    }
                });
    }

    private void wakeAfter(String object, Task task, Duration delay) {
        long timer = ++task.timer;
        Life mine = life;
        world.timeline()
                .after(
                        delay,
                        () -> {
                            if (!mine.over() && task.timer == timer) {
                                wake(object);
                            }
                        });
    }

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
        ObjectLedger ledger = new ObjectLedger(this, life, world.store(), object);
        PassResult result = keeper.pass(object.fleet(), account.cloud(), ledger);
        result.news()
                .forEach(activity -> {
                    String text = activity.reason() + ": " + activity.message();
                    world.trace().note(name, text);
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
            world.trace().note(name, "lets go of " + object.name());
            world.store().removeFinalizer(object);
        }
        life.applied(Call.LET_GO, mishap);
    }

    private void quoteLater(Life mine) {
        world.timeline()
                .after(
                        QUOTING,
                        () -> {
                            if (mine.over()) {
                                return;
                            }
                            world.timeline()
                                    .strand(() -> {
                                        try {
                                            account.cloud().offers().refresh();
                                        } catch (Life.Ended _) {
                                            return;
                                        }
                                        quoteLater(mine);
                                    });
                        });
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
