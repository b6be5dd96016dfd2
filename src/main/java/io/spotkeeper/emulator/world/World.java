package io.spotkeeper.emulator.world;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.LaunchOrder;
import io.spotkeeper.emulator.market.LaunchResult;
import io.spotkeeper.emulator.market.SpotMarket;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one cloud behind all wires. Its clock is the wall clock plus what it was moved ahead; the
 * market catches up whenever somebody looks. Safe for use by many threads.
 */
public final class World {
    private final ReentrantLock lock = new ReentrantLock();
    private final Scenario scenario;
    private final long seed;
    private final InstantSource wallClock;
    private final FaultPlan faults = new FaultPlan();
    private final RequestJournal journal = new RequestJournal();
    private final Leftovers leftovers = new Leftovers();
    private final List<Runnable> resetListeners = new ArrayList<>();
    private final List<Routine> routines = new ArrayList<>();
    private final Map<String, Account> accounts = new LinkedHashMap<>();
    private final Set<String> images = new LinkedHashSet<>();
    private Duration ahead = Duration.ZERO;
    private FleetCensus census = new FleetCensus();
    private SpotMarket market;

    /**
     * Builds a world.
     *
     * @param scenario what it consists of
     * @param seed what its randomness starts from
     * @param wallClock drives its clock; signatures are checked against it as well
     */
    public World(Scenario scenario, long seed, InstantSource wallClock) {
        this.scenario = scenario;
        this.seed = seed;
        this.wallClock = wallClock;
        this.market = openMarket();
        fill();
    }

    private SpotMarket openMarket() {
        Instant start = wallClock.instant().plus(ahead);
        SpotMarket opened =
                new SpotMarket(scenario.marketPlan(), new SplittableRandom(seed), start);
        String currency = Site.CHINA.currency();
        scenario.forEachPool((pool, terms) -> {
            if (terms.held()) {
                opened.pinPrice(pool, currency, terms.cny());
            }
        });
        return opened;
    }

    private void fill() {
        accounts.clear();
        scenario.accounts().forEach(account -> accounts.put(account.secretId(), account));
        images.clear();
        images.addAll(scenario.images());
    }

    /** Builds everything anew as at the start, and tells the listeners. */
    public void reset() {
        lock.lock();
        try {
            ahead = Duration.ZERO;
            market = openMarket();
            census = new FleetCensus();
            fill();
            faults.clear();
            journal.clear();
            leftovers.clear();
            routines.forEach(routine -> routine.next = market.now().plus(routine.period));
            resetListeners.forEach(Runnable::run);
        } finally {
            lock.unlock();
        }
    }

    /** Registers something that must forget its state when the world is reset. */
    public void onReset(Runnable listener) {
        lock.lock();
        try {
            resetListeners.add(listener);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Has something done on the world's clock again and again, as if somebody had looked each time.
     *
     * @param period from one time to the next, above zero
     * @param routine is given the market at that time; must not block
     */
    public void every(Duration period, Consumer<SpotMarket> routine) {
        lock.lock();
        try {
            routines.add(new Routine(period, routine, market.now().plus(period)));
        } finally {
            lock.unlock();
        }
    }

    private static final class Routine {
        private final Duration period;
        private final Consumer<SpotMarket> action;
        private Instant next;

        private Routine(Duration period, Consumer<SpotMarket> action, Instant next) {
            this.period = period;
            this.action = action;
            this.next = next;
        }
    }

    /** Brings the market to the present, and has what is due on the way done in its order. */
    private void catchUp() {
        if (lock.getHoldCount() > 1) {
            return; // somebody who already looks at the market as it is
        }
        Instant present = now();
        while (true) {
            Routine due = routines.stream().min(Comparator.comparing(r -> r.next)).orElse(null);
            if (due == null || due.next.isAfter(present)) {
                break;
            }
            market.advanceTo(due.next);
            due.next = due.next.plus(due.period);
            due.action.accept(market);
        }
        market.advanceTo(present);
    }

    /** What the world was built from. */
    public Scenario scenario() {
        return scenario;
    }

    /** The faults to inject. */
    public FaultPlan faults() {
        return faults;
    }

    /** What servers left behind. */
    public Leftovers leftovers() {
        return leftovers;
    }

    /** The requests received. */
    public RequestJournal journal() {
        return journal;
    }

    /** The real time, which signatures are checked against. */
    public Instant wallTime() {
        return wallClock.instant();
    }

    /** The world's time. */
    public Instant now() {
        lock.lock();
        try {
            return wallClock.instant().plus(ahead);
        } finally {
            lock.unlock();
        }
    }

    /** Moves the world's clock ahead by a duration that is not negative. */
    public void advance(Duration by) {
        lock.lock();
        try {
            ahead = ahead.plus(by);
            catchUp();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Gives exclusive use of the market, brought up to the present.
     *
     * @param use must not block
     */
    public <T extends @Nullable Object> T with(Function<SpotMarket, T> use) {
        lock.lock();
        try {
            catchUp();
            return use.apply(market);
        } finally {
            lock.unlock();
        }
    }

    /** Buys, and counts what was bought. */
    public LaunchResult launch(LaunchOrder order) {
        return with(open -> {
            LaunchResult result = open.launch(order);
            if (result instanceof LaunchResult.Launched(List<Instance> launched)) {
                census.launched(launched, open.all());
            }
            return result;
        });
    }

    /** Attaches a tag; returns whether the owner has such an instance. */
    public boolean attachTag(String owner, String id, String key, String value) {
        return with(open -> {
            boolean found = open.attachTag(owner, id, key, value);
            census.refreshPeaks(open.all());
            return found;
        });
    }

    /** Counts by fleet. */
    public Map<String, FleetCensus.Count> fleets() {
        return with(open -> census.fleets(open.all()));
    }

    /** How many instances were ever created for each launch intent. */
    public Map<String, Integer> intents() {
        return with(open -> census.intents());
    }

    /** The account of a secret id; null if there is none. */
    public @Nullable Account account(String secretId) {
        lock.lock();
        try {
            return accounts.get(secretId);
        } finally {
            lock.unlock();
        }
    }

    /** All accounts. */
    public List<Account> accounts() {
        lock.lock();
        try {
            return List.copyOf(accounts.values());
        } finally {
            lock.unlock();
        }
    }

    /** Adds an account or replaces the one with the same secret id. */
    public void putAccount(Account account) {
        lock.lock();
        try {
            accounts.put(account.secretId(), account);
        } finally {
            lock.unlock();
        }
    }

    /** Whether an image exists. */
    public boolean hasImage(String id) {
        lock.lock();
        try {
            return images.contains(id);
        } finally {
            lock.unlock();
        }
    }

    /** Lets an image exist or not. */
    public void setImage(String id, boolean present) {
        lock.lock();
        try {
            if (present) {
                images.add(id);
            } else {
                images.remove(id);
            }
        } finally {
            lock.unlock();
        }
    }
}
