package io.spotkeeper.keeper;

import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.TimeSource;
import java.time.Duration;
import java.time.Instant;

/**
 * The send deadline D. It runs from before the write that allowed the send was issued, by whichever
 * of the two clocks went further: the monotonic one may stand still while a machine sleeps, the
 * wall clock may be set back.
 */
public final class SendLimit implements SendDeadline {
    private final TimeSource time;
    private final long startedNanos;
    private final Instant startedAt;
    private final Duration limit;

    private SendLimit(TimeSource time, Duration limit) {
        this.time = time;
        this.limit = limit;
        this.startedNanos = time.monotonicNanos();
        this.startedAt = time.now();
    }

    /** A deadline that begins now. */
    public static SendLimit startingNow(TimeSource time, Timing timing) {
        return new SendLimit(time, timing.sendDeadline());
    }

    @Override
    public boolean passed() {
        Duration monotonic = Duration.ofNanos(time.monotonicNanos() - startedNanos);
        Duration wall = Duration.between(startedAt, time.now());
        Duration elapsed = monotonic.compareTo(wall) > 0 ? monotonic : wall;
        return elapsed.compareTo(limit) > 0;
    }
}
