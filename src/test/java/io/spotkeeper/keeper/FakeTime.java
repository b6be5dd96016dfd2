package io.spotkeeper.keeper;

import io.spotkeeper.cloud.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** Both clocks of a machine, moved by hand. */
final class FakeTime implements TimeSource {
    static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private long nanos = 1_000_000_000_000L;
    private Instant wall = START;

    @Override
    public Instant now() {
        return wall;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    /** Both clocks go on. */
    void advance(Duration duration) {
        nanos += duration.toNanos();
        wall = wall.plus(duration);
    }

    /** The wall clock is set: the monotonic one does not notice. */
    void jumpWall(Duration duration) {
        wall = wall.plus(duration);
    }

    /** The clocks of another machine: its wall clock is off, its monotonic one began elsewhere. */
    Machine skewed(Duration off) {
        return new Machine(off);
    }

    /** Another machine's clocks. */
    final class Machine implements TimeSource {
        private final Duration off;
        private long slept;

        private Machine(Duration off) {
            this.off = off;
        }

        /** For so long, until now, it slept: its monotonic clock stood still. */
        void slept(Duration duration) {
            slept += duration.toNanos();
        }

        @Override
        public Instant now() {
            return wall.plus(off);
        }

        @Override
        public long monotonicNanos() {
            return nanos + 7_777_777_777_777L - slept;
        }
    }
}
