package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.cloud.CallOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What this process has seen of one group, by its own clock. Nothing that must survive it: a
 * process that begins anew only waits again. Used by one look at a time.
 */
final class GroupMemory {
    private static final int MOST_DOUBLINGS = 6;
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private @Nullable Instant question;
    private @Nullable Long firstClean;
    private @Nullable Long firstAbsent;
    private @Nullable String deleted;
    private final Set<String> former = new HashSet<>();

    private @Nullable Object subject;
    private int refusals;
    private long notBefore;
    private @Nullable String refused;

    private @Nullable String checkedOrder;
    private @Nullable CallOutcome checked;

    // ---- a creation whose answer is not known ----

    /**
     * Notes a complete listing without the group.
     *
     * @param askedAt which question it answers
     * @return since when, in nanoseconds, listings agree
     */
    long clean(Instant askedAt, long startedNanos) {
        if (firstClean == null || !askedAt.equals(question)) {
            question = askedAt;
            firstClean = startedNanos;
        }
        return firstClean;
    }

    /** A listing shows something of the group's name: those without it prove nothing. */
    void notClean() {
        firstClean = null;
    }

    // ---- a group that is not there any more ----

    /**
     * Notes that the group is not known by id, nor listed.
     *
     * @return since when, in nanoseconds
     */
    long absent(long startedNanos) {
        if (firstAbsent == null) {
            firstAbsent = startedNanos;
        }
        return firstAbsent;
    }

    /** It is there. */
    void present() {
        firstAbsent = null;
    }

    /** The cloud took our word to delete this one: its absence needs no other witness. */
    void deleting(String id) {
        deleted = id;
    }

    boolean deletedByUs(String id) {
        return id.equals(deleted);
    }

    /** It is gone for good, also where a listing that lags shows it for a while. */
    void gone(String id) {
        former.add(id);
        firstAbsent = null;
    }

    boolean former(String id) {
        return former.contains(id);
    }

    // ---- refusals: asked again ever more rarely ----

    /** What is asked now; another spec, or another key, begins anew. */
    void about(Object asked) {
        if (!Objects.equals(asked, subject)) {
            subject = asked;
            accepted();
        }
    }

    /** How long to wait before the cloud is asked again; zero when it may be. */
    Duration pause(long nowNanos) {
        return refusals == 0 || notBefore <= nowNanos
                ? Duration.ZERO
                : Duration.ofNanos(notBefore - nowNanos);
    }

    /**
     * The cloud said no.
     *
     * @param interval pause after the first time; it doubles, to ten minutes
     * @param atLeast what the cloud itself asked for
     * @return the pause
     */
    Duration refused(long nowNanos, Duration interval, Duration atLeast) {
        Duration pause = interval.multipliedBy(1L << Math.min(refusals, MOST_DOUBLINGS));
        Duration capped = pause.compareTo(LONGEST) > 0 ? LONGEST : pause;
        Duration wait = capped.compareTo(atLeast) > 0 ? capped : atLeast;
        refusals++;
        notBefore = nowNanos + wait.toNanos();
        return wait;
    }

    /** Whether the last answer was a refusal. */
    boolean standing() {
        return refused != null;
    }

    void accepted() {
        refusals = 0;
        refused = null;
    }

    /** Whether this refusal is another one than the last: the same is told once. */
    boolean news(String refusal) {
        boolean other = !refusal.equals(refused);
        refused = refusal;
        return other;
    }

    // ---- dry run ----

    /** What the cloud said of an order that it was only to look at. */
    @Nullable CallOutcome checked(String order) {
        return order.equals(checkedOrder) ? checked : null;
    }

    void checked(String order, CallOutcome outcome) {
        checkedOrder = order;
        checked = outcome;
    }
}
