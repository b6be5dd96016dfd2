package io.spotkeeper.operator.fleet;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** How long until a fleet is looked at again, where nothing wakes it before. */
final class NextLook {
    /** The account wakes its fleets once it was looked at; this is the net under that. */
    static final Duration ACCOUNT_READ = Duration.ofSeconds(1);

    /** The write that added the finalizer is seen at once. */
    static final Duration FINALIZER_ADDED = Duration.ofMillis(10);

    /** The least: what asks for less would run hot. */
    private static final Duration SOON = Duration.ofMillis(200);

    /** An API server that refuses a write refuses the next one as well. */
    private static final Duration WRITE_REFUSED = Duration.ofSeconds(5);

    /** Nothing announces that a missing Secret is there, or that an account works again. */
    private static final Duration OBSTACLE = Duration.ofSeconds(30);

    /** Nothing has to happen for longer than this without a look. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private NextLook() {}

    /**
     * After a pass.
     *
     * @param wanted what the pass asked for; absent = only when something changes
     * @param hindered something outside the pools keeps it from launching
     * @param writeRefused its status could not be written, for more than a race
     */
    static Duration after(@Nullable Duration wanted, boolean hindered, boolean writeRefused) {
        Duration longest = hindered ? OBSTACLE : LONGEST;
        if (wanted == null) {
            return longest;
        }
        Duration least = writeRefused ? WRITE_REFUSED : SOON;
        Duration floor = wanted.compareTo(least) < 0 ? least : wanted;
        return floor.compareTo(longest) > 0 ? longest : floor;
    }

    /** After it was told that nothing can be done; {@code told} when that is written. */
    static Duration afterRefusal(boolean told, boolean writeRefused) {
        return told ? OBSTACLE : writeRefused ? WRITE_REFUSED : SOON;
    }
}
