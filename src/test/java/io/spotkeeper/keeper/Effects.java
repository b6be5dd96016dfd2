package io.spotkeeper.keeper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Everything a process does to the world outside, counted. A test ends the process at the n-th
 * point ({@link #crashAt}), or freezes it at a named one while others go on ({@link #freeze}). Each
 * effect has a point before it and one after it.
 */
final class Effects {
    /** The process ended. */
    static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1;

        Crash(String point) {
            super(point, null, false, false);
        }
    }

    private final Map<String, Deque<Runnable>> frozen = new HashMap<>();
    private int count;
    private int crashAt = -1;

    /** Ends the process when it reaches its n-th point from now on; the first is 1. */
    void crashAt(int n) {
        crashAt = count + n;
    }

    /** While the process stands still at the next point of this name, {@code meanwhile} happens. */
    void freeze(String point, Runnable meanwhile) {
        frozen.computeIfAbsent(point, _ -> new ArrayDeque<>()).add(meanwhile);
    }

    /** Neither ends nor freezes the process any more. */
    void calm() {
        crashAt = -1;
        frozen.clear();
    }

    void reach(String point) {
        count++;
        if (count == crashAt) {
            throw new Crash(point);
        }
        Deque<Runnable> waiting = frozen.get(point);
        if (waiting != null && !waiting.isEmpty()) {
            waiting.poll().run();
        }
    }

    /** Points reached so far. */
    int count() {
        return count;
    }
}
