package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.MarketPlan;
import io.spotkeeper.keeper.Timing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run: a world, its processes, and what happens in it. */
public final class Simulation implements AutoCloseable {
    /**
     * What a run starts from; equal settings give equal histories.
     *
     * @param seed where all randomness comes from
     * @param start the wall-clock time at which it begins
     * @param timing the periods of the protocol
     * @param plan the market
     * @param currency currency of the market's prices
     * @param orphanAge how old an instance without an owner must be to be given back; absent where
     *     nobody collects any
     */
    public record Settings(
            long seed,
            Instant start,
            Timing timing,
            MarketPlan plan,
            String currency,
            @Nullable Duration orphanAge) {}

    private final Timeline timeline;
    private final World world;
    private final Settings settings;
    private final List<OperatorProcess> processes = new ArrayList<>();

    /** A world without fleets and processes yet. */
    public Simulation(Settings settings, Mischief mischief, Observer observer) {
        this.settings = settings;
        this.timeline = new Timeline(settings.start());
        Trace trace = new Trace(timeline);
        ObjectStore store = new ObjectStore();
        this.world =
                new World(
                        timeline,
                        store,
                        new MarketCloud(
                                timeline,
                                settings.plan(),
                                settings.currency(),
                                settings.seed(),
                                observer,
                                trace),
                        settings.timing(),
                        settings.orphanAge(),
                        mischief,
                        observer,
                        trace);
        store.watch(observer::changed);
    }

    /** Starts one more operator process, whose wall clock is off by this much. */
    public OperatorProcess addProcess(Duration skew) {
        int number = processes.size();
        OperatorProcess process =
                new OperatorProcess(
                        "p" + number,
                        world,
                        skew,
                        settings.seed() * 31 + 1_000_003L * (number + 1));
        processes.add(process);
        return process;
    }

    /** The processes, in the order in which they were added. */
    public List<OperatorProcess> processes() {
        return List.copyOf(processes);
    }

    /** Time, and what is still to happen. */
    public Timeline timeline() {
        return timeline;
    }

    /** The resources. */
    public ObjectStore store() {
        return world.store();
    }

    /** The cloud as it truly is. */
    public MarketCloud cloud() {
        return world.cloud();
    }

    /** What happened lately. */
    public Trace trace() {
        return world.trace();
    }

    /**
     * Lets this much time go by.
     *
     * @throws Violation when the observer saw a promise broken
     */
    public void run(Duration duration) {
        runUntil(duration, () -> false);
    }

    /** Lets time go by until the condition holds, for this long at most; tells whether it held. */
    public boolean runUntil(Duration duration, BooleanSupplier condition) {
        return timeline.onLightThread(() -> {
            long end = timeline.nanos() + duration.toNanos();
            while (!condition.getAsBoolean()) {
                if (!timeline.step(end)) {
                    return condition.getAsBoolean();
                }
                world.observer().stepped();
            }
            return true;
        });
    }

    /** Does something to the world at this time from now. */
    public void after(Duration delay, String what, Runnable act) {
        timeline.after(
                delay,
                () -> {
                    world.trace().note("world", what);
                    act.run();
                });
    }

    @Override
    public void close() {
        timeline.close();
    }
}
