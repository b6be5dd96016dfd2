package io.spotkeeper.simulation;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * Counts what a run breaks without ending it: what a strategy costs is known only when its run goes
 * on. Runs are told one at a time.
 */
public final class Tally {
    /** Instance-milliseconds that no books account for. */
    public static final String LEAKED = "leaked";

    /** Instance-milliseconds beyond the target. */
    public static final String OVERSHOOT = "overshoot";

    /** The run never came to rest at its target, or could not go on. */
    public static final String UNFINISHED = "unfinished";

    private static final Set<String> BROKEN = new ConcurrentSkipListSet<>();

    private Tally() {}

    /** An oracle complains. */
    public static void note(String oracle) {
        BROKEN.add(oracle);
    }

    /** What a run broke, by oracle, and what it cost. */
    public static Map<String, Long> run(String name) {
        BROKEN.clear();
        Map<String, Long> counts = new TreeMap<>();
        Scenario.Ending ending = Trials.ending(name);
        Violation last = ending.violation();
        if (last != null) {
            BROKEN.add(last.oracle());
            counts.put(UNFINISHED, 1L);
        }
        BROKEN.forEach(oracle -> counts.put(oracle, 1L));
        counts.put(LEAKED, ending.damage().leaked().toMillis());
        counts.put(OVERSHOOT, ending.damage().overshoot().toMillis());
        return counts;
    }
}
