package io.spotkeeper.simulation;

import java.time.Duration;

/** Decides what goes wrong with each call of each process. */
@FunctionalInterface
public interface Mischief {
    /** Nothing ever goes wrong. */
    Mischief NONE = (_, _) -> Mishap.NONE;

    /**
     * What befalls a call.
     *
     * @param process name of the process
     * @param call what it does
     */
    Mishap befall(String process, Call call);

    /** For how long a process is frozen, or a call is late. */
    default Duration delay(Mishap mishap) {
        return switch (mishap) {
            case PAUSE_BEFORE, PAUSE_AFTER -> Duration.ofMinutes(12);
            case FREEZE -> Duration.ofMinutes(4);
            case ARRIVE_LATE -> Duration.ofSeconds(50);
            default -> Duration.ZERO;
        };
    }
}
