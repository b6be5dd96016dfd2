package io.spotkeeper.simulation;

import java.time.Duration;

/** One run of a process, from its start to its end: after that, none of its work goes on. */
final class Life {
    /** Unwinds the work of a process that has ended. */
    static final class Ended extends RuntimeException {
        private static final long serialVersionUID = 1;

        Ended() {
            super("the process ended", null, false, false);
        }
    }

    private final OperatorProcess process;
    private final Timeline timeline;
    private final Mischief mischief;
    private final Trace trace;
    private boolean over;

    Life(OperatorProcess process, Timeline timeline, Mischief mischief, Trace trace) {
        this.process = process;
        this.timeline = timeline;
        this.mischief = mischief;
        this.trace = trace;
    }

    boolean over() {
        return over;
    }

    void end() {
        over = true;
    }

    /** Lets time pass; the process may have ended meanwhile. */
    void await(Duration duration) {
        timeline.await(duration);
        if (over) {
            throw new Ended();
        }
    }

    /** A call is about to be made: what befalls it. */
    Mishap reach(Call call) {
        process.calls(call);
        Mishap mishap = mischief.befall(process.name(), call);
        if (mishap != Mishap.NONE) {
            trace.note(process.name(), call + " meets " + mishap);
        }
        switch (mishap) {
            case CRASH_BEFORE -> crash();
            case PAUSE_BEFORE -> await(mischief.delay(mishap));
            default -> {}
        }
        await(process.latency(call));
        return mishap;
    }

    /** For how long this befalls. */
    Duration delay(Mishap mishap) {
        return mischief.delay(mishap);
    }

    /** The call has had its effect. */
    void applied(Call call, Mishap mishap) {
        switch (mishap) {
            case CRASH_AFTER -> crash();
            case PAUSE_AFTER -> await(mischief.delay(mishap));
            default -> {}
        }
        await(process.latency(call));
    }

    private void crash() {
        process.crash();
        throw new Ended();
    }
}
