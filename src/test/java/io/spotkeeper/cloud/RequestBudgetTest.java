package io.spotkeeper.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spotkeeper.cloud.RequestBudget.Action;
import io.spotkeeper.cloud.RequestBudget.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Our share of the cloud's request rates. */
class RequestBudgetTest {
    private final HandTime time = new HandTime();
    private final RequestBudget budget = new RequestBudget(time);

    private int taken(Action action, Priority priority) {
        int taken = 0;
        while (budget.take("r1", action, priority).isZero()) {
            taken++;
        }
        return taken;
    }

    @Test
    void startsFull() {
        assertThat(taken(Action.LAUNCH, Priority.REPLACE)).isEqualTo(8);
    }

    @Test
    void keepsTheLastTokensForWhatMattersMore() {
        assertThat(taken(Action.LAUNCH, Priority.HOUSEKEEPING)).isEqualTo(4);
        assertThat(taken(Action.LAUNCH, Priority.GROW)).isEqualTo(2);
        assertThat(taken(Action.LAUNCH, Priority.FILL)).isEqualTo(1);
        assertThat(taken(Action.LAUNCH, Priority.REPLACE)).isEqualTo(1);
    }

    @Test
    void tellsExactlyHowLongToWait() {
        taken(Action.LAUNCH, Priority.REPLACE);
        Duration wait = budget.take("r1", Action.LAUNCH, Priority.REPLACE);
        assertThat(wait).isBetween(Duration.ofMillis(124), Duration.ofMillis(126));

        time.advance(wait.minusMillis(1));
        assertThat(budget.take("r1", Action.LAUNCH, Priority.REPLACE)).isPositive();
        time.advance(Duration.ofMillis(2));
        assertThat(budget.take("r1", Action.LAUNCH, Priority.REPLACE)).isZero();
    }

    @Test
    void refillsNoFurtherThanFull() {
        taken(Action.LAUNCH, Priority.REPLACE);
        time.advance(Duration.ofHours(1));

        assertThat(taken(Action.LAUNCH, Priority.REPLACE)).isEqualTo(8);
    }

    @Test
    void neverLetsMoreThroughThanTheRate() {
        int taken = 0;
        for (int ms = 0; ms < 60_000; ms += 7) {
            time.advance(Duration.ofMillis(7));
            taken += budget.take("r1", Action.READ, Priority.REPLACE).isZero() ? 1 : 0;
        }

        assertThat(taken).isBetween(60 * 30 - 5, 60 * 30 + 31);
    }

    @Test
    void countsRegionsAndActionsApart() {
        taken(Action.LAUNCH, Priority.REPLACE);

        assertThat(budget.take("r2", Action.LAUNCH, Priority.REPLACE)).isZero();
        assertThat(budget.take("r1", Action.GIVE_UP, Priority.REPLACE)).isZero();
        assertThat(budget.take("r1", Action.READ, Priority.HOUSEKEEPING)).isZero();
    }

    @Test
    void tellsWhatFoundNoTokenOncePerRequest() {
        // Given
        List<Action> deferred = new ArrayList<>();
        RequestBudget watched = new RequestBudget(time, deferred::add);

        // When
        for (int i = 0; i < 10; i++) {
            watched.take("r1", Action.GIVE_UP, Priority.REPLACE);
        }

        // Then
        assertThat(deferred).containsExactly(Action.GIVE_UP, Action.GIVE_UP);
    }

    @Test
    void whatHasNoDeadlineWaitsForItsTokenAndIsCountedMeanwhile() throws Exception {
        // Given
        AtomicLong nanos = new AtomicLong();
        TimeSource shared =
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
        List<Action> deferred = new CopyOnWriteArrayList<>();
        RequestBudget watched = new RequestBudget(shared, deferred::add);
        while (watched.take("r1", Action.READ, Priority.REPLACE).isZero()) {
            // Until it is empty.
        }
        deferred.clear();

        // When
        CompletableFuture<Duration> waited =
                CompletableFuture.supplyAsync(
                        () -> watched.await("r1", Action.READ, Priority.REPLACE));
        await().until(() -> watched.waiting() == 1);
        nanos.addAndGet(Duration.ofSeconds(1).toNanos());

        // Then
        assertThat(waited.get(30, TimeUnit.SECONDS)).isEqualTo(Duration.ofSeconds(1));
        assertThat(watched.waiting()).isZero();
        assertThat(deferred).containsExactly(Action.READ);
    }
}
