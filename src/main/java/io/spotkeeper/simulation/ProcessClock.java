package io.spotkeeper.simulation;

import io.spotkeeper.cloud.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** The clocks of one machine: its wall clock is off by something, its monotonic clock is not. */
final class ProcessClock implements TimeSource {
    private final Timeline timeline;
    private final Duration skew;

    ProcessClock(Timeline timeline, Duration skew) {
        this.timeline = timeline;
        this.skew = skew;
    }

    @Override
    public Instant now() {
        return timeline.instant().plus(skew);
    }

    @Override
    public long monotonicNanos() {
        return timeline.nanos();
    }
}
