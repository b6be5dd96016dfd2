package io.spotkeeper.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** What happened lately, in words. */
public final class Trace {
    private static final int KEPT = 4_000;

    private record Entry(long nanos, String who, String what) {}

    private final Timeline timeline;
    private final Deque<Entry> entries = new ArrayDeque<>();

    Trace(Timeline timeline) {
        this.timeline = timeline;
    }

    /** Notes that somebody did something now. */
    public void note(String who, String what) {
        if (entries.size() == KEPT) {
            entries.removeFirst();
        }
        entries.add(new Entry(timeline.nanos(), who, what));
    }

    /** The notes, oldest first, one a line: time since the start, who, what. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Entry entry : entries) {
            Duration time = Duration.ofNanos(entry.nanos);
            text.append(
                    "%3d:%02d:%02d.%03d  %-9s %s%n"
                            .formatted(
                                    time.toHours(),
                                    time.toMinutesPart(),
                                    time.toSecondsPart(),
                                    time.toMillisPart(),
                                    entry.who,
                                    entry.what));
        }
        return text.toString();
    }
}
