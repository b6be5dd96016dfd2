package io.spotkeeper.simulation;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * The crash-point sweep: a scenario is told once undisturbed, and then once for everything that can
 * go wrong with each of its calls.
 */
final class Sweep {
    /** After a change, so many of the reads that follow it are disturbed. */
    private static final int READS = 3;

    /**
     * One thing that goes wrong.
     *
     * @param index number of the call among all calls of the run, from 0
     * @param call what it does
     * @param mishap what befalls it
     */
    record Point(int index, Call call, Mishap mishap) {}

    private Sweep() {}

    /** Everything that can go wrong once. */
    static List<Point> points(Scenario scenario) {
        List<Call> calls = new ArrayList<>();
        boolean[] over = {false};
        Scenario.Ending ending =
                scenario.run(
                        1,
                        (_, call) -> {
                            if (!over[0]) {
                                calls.add(call);
                            }
                            return Mishap.NONE;
                        },
                        () -> over[0] = true);
        if (ending.violation() != null) {
            throw new AssertionError(
                    scenario.name()
                            + " undisturbed: "
                            + ending.violation()
                            + "\n"
                            + ending.trace());
        }
        List<Point> points = new ArrayList<>();
        Map<Call, Integer> since = new EnumMap<>(Call.class);
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            if (call == Call.WRITE || call.mutatesCloud()) {
                since.clear();
            } else if (since.merge(call, 1, Integer::sum) > READS) {
                continue;
            }
            for (Mishap mishap : Mishap.of(call)) {
                points.add(new Point(i, call, mishap));
            }
        }
        return points;
    }

    /** Tells the scenario with these things going wrong. */
    static Scenario.Ending disturbed(Scenario scenario, Point... points) {
        int[] index = {0};
        return scenario.run(
                1,
                (_, call) -> {
                    int now = index[0]++;
                    for (Point point : points) {
                        // After an earlier mishap, the call of this number may be another one.
                        if (point.index() == now && point.mishap().befalls(call)) {
                            return point.mishap();
                        }
                    }
                    return Mishap.NONE;
                },
                () -> {});
    }
}
