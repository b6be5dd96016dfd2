package io.spotkeeper.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PassesTest {
    private static final Duration LIMIT = Duration.ofMinutes(15);

    private final AtomicLong nanos = new AtomicLong();
    private final TimeSource time =
            new TimeSource() {
                @Override
                public Instant now() {
                    return Instant.EPOCH;
                }

                @Override
                public long monotonicNanos() {
                    return nanos.get();
                }
            };
    private final Passes passes = new Passes(1, LIMIT, time);
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch end = new CountDownLatch(1);

    @AfterEach
    void stop() {
        end.countDown();
        passes.shutdown();
    }

    private void hang() {
        begun.countDown();
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aPassThatRunsOverTheLimitIsStuckUntilItEnds() throws InterruptedException {
        // Given
        passes.execute(this::hang);
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();

        // When
        nanos.addAndGet(LIMIT.toNanos());
        boolean atTheLimit = passes.stuck();
        nanos.incrementAndGet();
        boolean overIt = passes.stuck();
        end.countDown();
        passes.shutdown();
        assertThat(passes.awaitTermination(1, TimeUnit.MINUTES)).isTrue();

        // Then
        assertThat(atTheLimit).isFalse();
        assertThat(overIt).isTrue();
        assertThat(passes.stuck()).isFalse();
    }

    @Test
    void whatWaitsForItsTurnIsNotStuck() throws InterruptedException {
        // Given
        passes.execute(this::hang);
        assertThat(begun.await(1, TimeUnit.MINUTES)).isTrue();
        CountDownLatch second = new CountDownLatch(1);
        passes.execute(second::countDown);
        nanos.addAndGet(LIMIT.toNanos());

        // When
        end.countDown();
        assertThat(second.await(1, TimeUnit.MINUTES)).isTrue();

        // Then
        assertThat(passes.stuck()).isFalse();
    }
}
