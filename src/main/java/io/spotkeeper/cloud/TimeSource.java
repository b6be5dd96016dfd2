package io.spotkeeper.cloud;

import java.time.Instant;

/** The two clocks of a process. */
public interface TimeSource {
    /** Wall clock; it may jump. */
    Instant now();

    /** Nanoseconds of a clock that only goes forward; of no meaning outside this process. */
    long monotonicNanos();

    /** The machine's clocks. */
    static TimeSource system() {
        return new TimeSource() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long monotonicNanos() {
                return System.nanoTime();
            }
        };
    }
}
