package io.spotkeeper.operator;

import io.spotkeeper.cloud.TimeSource;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs passes, so many at a time, and watches how long each takes. Every call has a timeout, so
 * that a pass which is still running after the limit is stuck, by a bug of ours or of a library:
 * its fleet would never be looked at again. To start the process anew mends that, and is safe at
 * any moment.
 */
final class Passes extends ThreadPoolExecutor {
    private static final Logger log = LoggerFactory.getLogger(Passes.class);

    private final Duration limit;
    private final TimeSource time;
    private final Map<Thread, Long> begun = new ConcurrentHashMap<>();
    private final Set<Thread> told = ConcurrentHashMap.newKeySet();

    /**
     * Runs nothing yet.
     *
     * @param concurrency passes at the same time
     * @param limit how long a pass may take
     */
    Passes(int concurrency, Duration limit, TimeSource time) {
        super(
                concurrency,
                concurrency,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofVirtual().name("pass-", 0).factory());
        this.limit = limit;
        this.time = time;
    }

    @Override
    protected void beforeExecute(Thread thread, Runnable pass) {
        begun.put(thread, time.monotonicNanos());
    }

    @Override
    protected void afterExecute(Runnable pass, @Nullable Throwable thrown) {
        begun.remove(Thread.currentThread());
        told.remove(Thread.currentThread());
    }

    /** Whether a pass has been running for longer than the limit; tells where, once. */
    boolean stuck() {
        long now = time.monotonicNanos();
        boolean stuck = false;
        for (Map.Entry<Thread, Long> pass : begun.entrySet()) {
            if (now - pass.getValue() > limit.toNanos()) {
                stuck = true;
                if (told.add(pass.getKey())) {
                    tell(pass.getKey());
                }
            }
        }
        return stuck;
    }

    private void tell(Thread thread) {
        StringBuilder stack = new StringBuilder();
        for (StackTraceElement frame : thread.getStackTrace()) {
            stack.append("\n    at ").append(frame);
        }
        log.atError()
                .addKeyValue("pass", thread.getName())
                .addKeyValue("limit", limit)
                .log("a pass is stuck, asking to be started anew; it stands{}", stack);
    }
}
