package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Lags;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.oracle.Damage;
import io.spotkeeper.simulation.oracle.Oracles;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A story that a run tells, whatever goes wrong meanwhile: after it and after the last fault, all
 * must come to rest, and stay so.
 *
 * @param name what it is called in reports
 * @param fleet the object at the start
 * @param processes operator processes, at least one
 * @param lags how long the cloud takes
 * @param length how long the story lasts
 * @param story what happens, with times counted from the start
 */
record Scenario(
        String name,
        Fleet fleet,
        int processes,
        Lags lags,
        Duration length,
        Consumer<Stage> story) {
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final Duration CALM_WITHIN = Duration.ofHours(3);
    private static final Duration QUIET = Duration.ofMinutes(7);

    /**
     * Mutating calls in the last hour of a fleet that stays short: cool-downs are 15 minutes on
     * average by then, and each try is some writes of each of two processes.
     */
    private static final long CALLS_OF_A_PATIENT_HOUR = 200;

    /** More than W, as it has to be; a run would be long with the operator's hour. */
    static final Duration ORPHAN_AGE = Duration.ofMinutes(20);

    /** How long after the decision a launch may take effect: resend window, D, S and N. */
    static final Duration MEMORY =
            Timing.DEFAULT
                    .resendWindow()
                    .plus(Timing.DEFAULT.sendDeadline())
                    .plus(Timing.DEFAULT.signatureAge())
                    .plus(Timing.DEFAULT.processingLimit());

    /** A run under way, and who watches it. */
    record Stage(Simulation run, Oracles oracles) {
        void at(Duration time, String what, Runnable act) {
            run.after(time, what, act);
        }

        ObjectStore store() {
            return run.store();
        }

        OperatorProcess process(int number) {
            return run.processes().get(number);
        }
    }

    /**
     * How a run ended.
     *
     * @param violation what was broken; absent when nothing was
     * @param damage what it cost
     * @param virtual how long it was
     * @param trace what happened; empty when nothing was broken
     */
    record Ending(@Nullable Violation violation, Damage damage, Duration virtual, String trace) {}

    Scenario with(int otherProcesses, Lags otherLags) {
        return new Scenario(name, fleet, otherProcesses, otherLags, length, story);
    }

    /** The same with another story. */
    Scenario telling(Consumer<Stage> otherStory) {
        return new Scenario(name, fleet, processes, lags, length, otherStory);
    }

    /** Tells the story once. */
    Ending run(long seed, Mischief mischief, Runnable faultsStop) {
        Oracles oracles = new Oracles(MEMORY, ORPHAN_AGE);
        Simulation.Settings settings =
                new Simulation.Settings(
                        seed, START, Timing.DEFAULT, Markets.still(lags), "CNY", ORPHAN_AGE);
        try (Simulation run = new Simulation(settings, mischief, oracles)) {
            oracles.watch(run);
            try {
                run.store().create(fleet);
                for (int i = 0; i < processes; i++) {
                    run.addProcess(skew(seed, i));
                }
                story.accept(new Stage(run, oracles));
                run.run(length);
                faultsStop.run();
                comeToRest(run, oracles);
                return new Ending(null, oracles.damage(), virtual(run), "");
            } catch (Violation e) {
                return new Ending(e, oracles.damage(), virtual(run), run.trace().toString());
            }
        }
    }

    // Clocks that nearly agree make other histories than clocks that do not.
    private static Duration skew(long seed, int process) {
        return Duration.ofSeconds((seed % 2 == 0 ? 2L : 20L) * process - 10);
    }

    private static Duration virtual(Simulation run) {
        return Duration.ofNanos(run.timeline().nanos());
    }

    /**
     * Until it is stable and nothing is done any more: what looks calm for a moment may be a pause.
     * Only a fleet that stays short may go on for ever, if it does so patiently.
     */
    static void comeToRest(Simulation run, Oracles oracles) {
        long deadline = run.timeline().nanos() + CALM_WITHIN.toNanos();
        long lastHour = deadline - Duration.ofHours(1).toNanos();
        long before = 0;
        while (run.timeline().nanos() < deadline) {
            run.run(Duration.ofSeconds(30));
            before = run.timeline().nanos() <= lastHour ? oracles.mutations() : before;
            boolean quiet = oracles.lastMutation() <= run.timeline().nanos() - QUIET.toNanos();
            if (quiet && oracles.calm() == null) {
                return;
            }
        }
        String complaint = oracles.calm();
        boolean patient = oracles.mutations() - before <= CALLS_OF_A_PATIENT_HOUR;
        if (complaint == null && oracles.wanting() && patient) {
            return;
        }
        throw new Violation(
                "I5", complaint == null ? "it never stops writing" : "never at rest: " + complaint);
    }
}
