package io.spotkeeper.cloud;

import java.time.Duration;
import java.time.Instant;

/** A clock moved by hand. */
public final class HandTime implements TimeSource {
    private Instant now = Instant.parse("2026-03-01T00:00:00Z");
    private long nanos = 5;

    @Override
    public Instant now() {
        return now;
    }

    @Override
    public long monotonicNanos() {
        return nanos;
    }

    /** Goes on. */
    public void advance(Duration duration) {
        now = now.plus(duration);
        nanos += duration.toNanos();
    }
}
