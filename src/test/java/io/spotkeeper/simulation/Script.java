package io.spotkeeper.simulation;

import io.spotkeeper.simulation.Scenario.Stage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A run that can be told again, with everything that goes wrong in it written down.
 *
 * @param seed where the rest of its randomness comes from
 * @param scenario what is told
 * @param troubles what goes wrong
 */
record Script(long seed, Scenario scenario, List<Trouble> troubles) {
    /** More runs are not spent on making a failing one smaller. */
    private static final int PATIENCE = 400;

    Script {
        troubles = List.copyOf(troubles);
    }

    /** Tells it: exactly these things go wrong, where they still can. */
    Scenario.Ending play() {
        Replay replay = new Replay();
        Scenario told =
                scenario.telling(stage -> {
                    replay.lies.watch(stage.run().timeline());
                    scenario.story().accept(stage);
                    happen(stage);
                });
        return told.run(seed, replay, () -> replay.over = true);
    }

    /** Has its incidents happen. */
    void happen(Stage stage) {
        for (Trouble trouble : troubles) {
            if (trouble instanceof Trouble.Incident(var at, var kind, var number)) {
                stage.at(at, kind + " " + number, () -> kind.happen(stage, number));
            }
        }
    }

    /**
     * The smallest run that still breaks what this one broke: halves of its troubles are left out
     * as long as it does, then ever smaller parts, down to single ones.
     *
     * @param oracle which promise this run broke
     */
    Script smallest(String oracle) {
        Predicate<List<Trouble>> breaks =
                some -> {
                    Violation violation = new Script(seed, scenario, some).play().violation();
                    return violation != null && violation.oracle().equals(oracle);
                };
        return new Script(seed, scenario, Reduction.smallest(troubles, breaks, PATIENCE));
    }

    @Override
    public String toString() {
        return "seed %d, %s with %d processes and %s; what goes wrong:%n%s%n"
                .formatted(
                        seed,
                        scenario.name(),
                        scenario.processes(),
                        scenario.lags(),
                        troubles.stream()
                                .map(trouble -> "  " + trouble)
                                .collect(Collectors.joining("\n")));
    }

    private final class Replay implements Mischief {
        private final Map<Integer, Trouble.Blow> blows = new HashMap<>();
        private final Lies lies = new Lies();
        private final Delays delays = new Delays();
        private int calls;
        private boolean over;

        Replay() {
            for (Trouble trouble : troubles) {
                if (trouble instanceof Trouble.Blow blow) {
                    blows.put(blow.index(), blow);
                }
            }
        }

        @Override
        public Mishap befall(String process, Call call) {
            Trouble.Blow blow = blows.get(calls++);
            // After other mishaps, the call of this number may be another one, or come later.
            if (over
                    || blow == null
                    || !blow.mishap().befalls(call)
                    || !lies.allow(blow.mishap())) {
                return Mishap.NONE;
            }
            delays.expect(blow);
            return blow.mishap();
        }

        @Override
        public Duration delay(Mishap mishap) {
            return delays.of(mishap);
        }
    }

    /** How long what befell calls lasts: asked for a while after it was decided. */
    static final class Delays {
        private final Deque<Trouble.Blow> expected = new ArrayDeque<>();

        void expect(Trouble.Blow blow) {
            if (!blow.delay().isZero()) {
                expected.add(blow);
            }
        }

        Duration of(Mishap mishap) {
            Iterator<Trouble.Blow> all = expected.iterator();
            while (all.hasNext()) {
                Trouble.Blow blow = all.next();
                if (blow.mishap() == mishap) {
                    all.remove();
                    return blow.delay();
                }
            }
            return Duration.ZERO;
        }
    }

    /** Keeps wrong answers apart. */
    static final class Lies {
        private @Nullable Timeline timeline;
        private long toldAt = Long.MIN_VALUE / 2;

        void watch(Timeline now) {
            timeline = now;
        }

        /**
         * Whether this may befall a call now: two lies in a row could not be told from the truth.
         */
        boolean allow(Mishap mishap) {
            if (timeline == null || !mishap.lies()) {
                return true;
            }
            if (timeline.nanos() - toldAt < Storm.BETWEEN_LIES) {
                return false;
            }
            toldAt = timeline.nanos();
            return true;
        }
    }
}
