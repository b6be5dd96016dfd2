package io.spotkeeper.emulator.market;

import java.time.Duration;

/**
 * How long things take. Changes apply to what happens afterwards.
 *
 * @param boot from launch to running or failed; at least 50 ms, so that a pending instance can be
 *     seen
 * @param tag from launch until the tags of the launch show
 * @param listing from launch until a listing shows the instance
 * @param describe from launch until the instance is found by its id
 * @param shutdown how long a terminated instance is still shown as terminating
 * @param recycle how long it then stays in the recycle bin; zero means not at all
 * @param failureKept how long a failed launch is still shown
 */
public record Lags(
        Duration boot,
        Duration tag,
        Duration listing,
        Duration describe,
        Duration shutdown,
        Duration recycle,
        Duration failureKept) {
    /** The shortest boot, so that a pending instance can be seen. */
    public static final Duration MIN_BOOT = Duration.ofMillis(50);

    public Lags {
        if (boot.compareTo(MIN_BOOT) < 0) {
            throw new IllegalArgumentException("boot must be at least 50 ms, not " + boot);
        }
        notNegative("tag", tag);
        notNegative("listing", listing);
        notNegative("describe", describe);
        notNegative("shutdown", shutdown);
        notNegative("recycle", recycle);
        notNegative("failureKept", failureKept);
    }

    private static void notNegative(String name, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
    }
}
