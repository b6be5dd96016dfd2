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
        List<Point> points = following(scenario, new Point[0]);
        if (points.isEmpty()) {
            throw new AssertionError(
                    scenario.name() + " undisturbed: " + disturbed(scenario).violation());
        }
        return points;
    }

    /**
     * Everything that can go wrong once more, after these have: with the calls as they then are.
     * None when these alone break something.
     */
    static List<Point> following(Scenario scenario, Point... before) {
        List<Call> calls = new ArrayList<>();
        boolean[] over = {false};
        Mischief mischief = only(before);
        Scenario.Ending ending =
                scenario.run(
                        1,
                        (process, call) -> {
                            if (!over[0]) {
                                calls.add(call);
                            }
                            return mischief.befall(process, call);
                        },
                        () -> over[0] = true);
        if (ending.violation() != null) {
            return List.of();
        }
        int from = before.length == 0 ? 0 : before[before.length - 1].index() + 1;
        List<Point> points = new ArrayList<>();
        Map<Call, Integer> since = new EnumMap<>(Call.class);
        for (int i = from; i < calls.size(); i++) {
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
        return scenario.run(1, only(points), () -> {});
    }

    private static Mischief only(Point... points) {
        int[] index = {0};
        return (_, call) -> {
            int now = index[0]++;
            for (Point point : points) {
                // After an earlier mishap, the call of this number may be another one.
                if (point.index() == now && point.mishap().befalls(call)) {
                    return point.mishap();
                }
            }
            return Mishap.NONE;
        };
    }
}
