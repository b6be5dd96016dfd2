package io.spotkeeper.simulation;

import java.util.ArrayList;
import java.util.List;

/** What can go wrong with one call. */
public enum Mishap {
    /** All is well. */
    NONE,
    /** The process ends before the call leaves. */
    CRASH_BEFORE,
    /** The call takes effect, and the process ends before it learns of it. */
    CRASH_AFTER,
    /** The process is frozen for a long time before the call. */
    PAUSE_BEFORE,
    /** The call takes effect, and the process is frozen for a long time before it goes on. */
    PAUSE_AFTER,
    /** The process is frozen between its last check and the socket. */
    FREEZE,
    /** It has no effect, and nobody can tell. */
    LOSE_REQUEST,
    /** It takes effect, and nobody can tell. */
    LOSE_ANSWER,
    /** The connection breaks, and it takes effect a while later. */
    ARRIVE_LATE,
    /** Somebody else wrote first. */
    CONFLICT,
    /** The cloud has no stock for it, whatever it says elsewhere. */
    REFUSE,
    /** The cloud is asked too often. */
    THROTTLE,
    /** The cloud cannot answer now; surely nothing was done. */
    FAIL,
    /** The credentials are refused; surely nothing was done. */
    UNAUTHORIZED,
    /** Only some of what was asked for is delivered. */
    PARTIAL,
    /** What is delivered fails to start. */
    FAIL_TO_START,
    /** The instances are protected. */
    PROTECT,
    /** It is accepted, and nothing is done. */
    IGNORE,
    /** The answer is complete, and wrongly empty. */
    EMPTY,
    /** The answer is complete, and wrongly lacks half of its rows. */
    TRUNCATED,
    /** The answer is complete, and shows every row as it was a while ago, but for less than V. */
    STALE,
    /** The pages do not add up, and the cloud's answer is known to be none. */
    INCOMPLETE,
    /** A row is there twice. */
    DUPLICATED;

    /** Whether the cloud tells what is not so. */
    public boolean lies() {
        return this == EMPTY || this == TRUNCATED;
    }

    /** Whether this can happen to such a call. */
    public boolean befalls(Call call) {
        return switch (this) {
            case NONE, CRASH_BEFORE, PAUSE_BEFORE, PAUSE_AFTER -> true;
            case CRASH_AFTER -> changes(call) || call == Call.LIST;
            case LOSE_REQUEST, LOSE_ANSWER -> changes(call);
            case CONFLICT -> call == Call.WRITE;
            case FREEZE, ARRIVE_LATE, REFUSE, PARTIAL, FAIL_TO_START -> call == Call.LAUNCH;
            case PROTECT, IGNORE -> call == Call.TERMINATE;
            case THROTTLE -> call.mutatesCloud();
            case FAIL -> call.toCloud() || call == Call.OWNERS;
            case UNAUTHORIZED -> call.toCloud();
            case EMPTY -> call == Call.LIST || call == Call.DESCRIBE;
            case TRUNCATED, STALE, INCOMPLETE, DUPLICATED -> call == Call.LIST;
        };
    }

    private static boolean changes(Call call) {
        return call == Call.WRITE
                || call == Call.FINALIZE
                || call == Call.LET_GO
                || call.mutatesCloud();
    }

    /** All that can go wrong with such a call. */
    public static List<Mishap> of(Call call) {
        List<Mishap> all = new ArrayList<>();
        for (Mishap mishap : values()) {
            if (mishap != NONE && mishap.befalls(call)) {
                all.add(mishap);
            }
        }
        return all;
    }
}
