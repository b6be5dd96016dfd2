package io.spotkeeper.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several things that go wrong in one run, in this order: each befalls the next call of its kind
 * that is made once the one before it has happened. All befall the process that the first one
 * befell, or, where it says so, any.
 */
final class Ordeal implements Mischief {
    /**
     * One thing that goes wrong.
     *
     * @param call what it befalls
     * @param mishap what befalls it
     * @param length for how long
     */
    record Step(Call call, Mishap mishap, Duration length) {}

    /**
     * For a while, calls of this kind go wrong.
     *
     * @param from since when
     * @param to until when
     */
    record Spell(Call call, Mishap mishap, Duration from, Duration to) {}

    /** No history here needs as many; a keeper that ignores refusals soon has made more. */
    private static final int MOST_LAUNCHES = 60;

    private final Deque<Step> steps;
    private final List<Spell> spells;
    private @Nullable String victim;
    private @Nullable Timeline timeline;
    private Duration length = Duration.ZERO;
    private int launches;

    Ordeal(List<Step> steps, List<Spell> spells) {
        this.steps = new ArrayDeque<>(steps);
        this.spells = spells;
    }

    /** Spells need to know the time. */
    void on(Timeline run) {
        timeline = run;
    }

    static Step step(Call call, Mishap mishap) {
        return new Step(call, mishap, Duration.ZERO);
    }

    static Spell spell(Call call, Mishap mishap, Duration from, Duration length) {
        return new Spell(call, mishap, from, from.plus(length));
    }

    @Override
    public Mishap befall(String process, Call call) {
        launches += call == Call.LAUNCH ? 1 : 0;
        if (launches > MOST_LAUNCHES) {
            throw new Violation("I7", "a storm of " + launches + " launches");
        }
        for (Spell spell : spells) {
            if (spell.call() == call && lasts(spell)) {
                return spell.mishap();
            }
        }
        Step step = steps.peek();
        if (step == null || step.call() != call || victim != null && !victim.equals(process)) {
            return Mishap.NONE;
        }
        victim = process;
        steps.remove();
        length = step.length();
        return step.mishap();
    }

    private boolean lasts(Spell spell) {
        long now = timeline == null ? 0 : timeline.nanos();
        return now >= spell.from().toNanos() && now < spell.to().toNanos();
    }

    @Override
    public Duration delay(Mishap mishap) {
        return length.isZero() ? Mischief.NONE.delay(mishap) : length;
    }
}
