package io.spotkeeper.simulation;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The virtual clock and the queue of everything that is still to happen. Exactly one thing happens
 * at a time, in the order of time and then of scheduling, so that a run repeats itself.
 *
 * <p>Production code blocks in its calls. Work that may block therefore runs as a strand: a thread
 * of its own that holds a baton while it runs and hands it back whenever virtual time has to pass.
 * Two processes can so be interleaved at every call in any order, which nested calls could not do.
 */
public final class Timeline implements AutoCloseable {
    private record Event(long at, long order, Runnable work) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    /** Ends the strands that still wait when a run is over. */
    private static final class Closed extends RuntimeException {
        private static final long serialVersionUID = 1;

        Closed() {
            super("the run is over", null, false, false);
        }
    }

    private final class Strand {
        private final Semaphore turn = new Semaphore(0);
        private @Nullable Throwable failure;

        private void start(Runnable work) {
            Thread.ofVirtual()
                    .start(() -> {
                        turn.acquireUninterruptibly();
                        try {
                            work.run();
                        } catch (Closed _) {
                            // The run is over: nobody waits for this any more.
                        } catch (Throwable e) {
                            failure = e;
                        }
                        waiting.remove(this);
                        baton.release();
                    });
        }

        /** Lets it run until it waits or ends. */
        private void advance() {
            waiting.remove(this);
            Strand before = running;
            running = this;
            turn.release();
            baton.acquireUninterruptibly();
            running = before;
            rethrow();
        }

        private void rethrow() {
            switch (failure) {
                case null -> {}
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                default -> throw new IllegalStateException(failure);
            }
        }

        private void pause() {
            waiting.add(this);
            baton.release();
            turn.acquireUninterruptibly();
            if (closed) {
                throw new Closed();
            }
        }
    }

    private final PriorityQueue<Event> queue = new PriorityQueue<>();
    private final Set<Strand> waiting = new HashSet<>();
    private final Semaphore baton = new Semaphore(0);
    private final Instant start;
    private @Nullable Strand running;
    private boolean closed;
    private long now;
    private long end;
    private long order;

    /**
     * A clock that stands at its start.
     *
     * @param start the wall-clock time of its first moment
     */
    public Timeline(Instant start) {
        this.start = start;
    }

    /** Nanoseconds since the start. */
    public long nanos() {
        return now;
    }

    /** The true wall-clock time. */
    public Instant instant() {
        return start.plusNanos(now);
    }

    /** Lets something happen after this time; zero is after everything already due now. */
    public void after(Duration delay, Runnable work) {
        at(now + delay.toNanos(), work);
    }

    /** Lets something happen at this time, or now where that is past. */
    public void at(long nanos, Runnable work) {
        queue.add(new Event(Math.max(nanos, now), order++, work));
    }

    /** Lets something happen now that may {@link #await}. */
    public void strand(Runnable work) {
        at(
                now,
                () -> {
                    Strand strand = new Strand();
                    strand.start(work);
                    strand.advance();
                });
    }

    /**
     * Lets virtual time pass for the strand that calls.
     *
     * @throws IllegalStateException outside a strand
     */
    public void await(Duration duration) {
        Strand me = running;
        if (me == null) {
            throw new IllegalStateException("only a strand can wait");
        }
        long until = now + duration.toNanos();
        Event next = queue.peek();
        if (until <= end && (next == null || next.at > until)) {
            now = until; // nothing happens meanwhile: no need to hand the baton over
            return;
        }
        at(until, me::advance);
        me.pause();
    }

    /**
     * Does the next thing that is due until then.
     *
     * @return false when nothing is due any more; the clock then stands at that time
     */
    public boolean step(long until) {
        end = until;
        Event next = queue.peek();
        if (next == null || next.at > until) {
            now = Math.max(now, until);
            return false;
        }
        queue.remove();
        now = next.at;
        next.work.run();
        return true;
    }

    /**
     * Does something on a virtual thread and waits for it: between two of them, the baton changes
     * hands at a tenth of the price.
     */
    boolean onLightThread(BooleanSupplier work) {
        if (Thread.currentThread().isVirtual()) {
            return work.getAsBoolean();
        }
        FutureTask<Boolean> task = new FutureTask<>(work::getAsBoolean);
        Thread.ofVirtual().start(task);
        try {
            return task.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case null -> throw new IllegalStateException(e);
                case RuntimeException cause -> throw cause;
                case Error cause -> throw cause;
                default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException("interrupted in the middle of a run", e);
        }
    }

    /** Ends every strand that still waits. */
    @Override
    public void close() {
        closed = true;
        for (Strand strand : Set.copyOf(waiting)) {
            waiting.remove(strand);
            strand.turn.release();
            baton.acquireUninterruptibly();
        }
        queue.clear();
    }
}
