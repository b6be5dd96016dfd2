package io.spotkeeper.cloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.spotkeeper.cloud.ScriptedCloud.Reply;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can go wrong on the way to every cloud, and how often a request may leave. A cloud's own
 * test has a static method {@code answersThatProveNothing}.
 *
 * @param <P> the provider
 */
public abstract class TransportContract<P extends CloudProvider & AutoCloseable> {
    protected final ScriptedCloud cloud = new ScriptedCloud();
    protected P provider;

    /** A provider that waits for nothing long. */
    protected abstract P hasty();

    /** A provider with the usual timeouts. */
    protected abstract P provider(String endpoint);

    /** A request that any provider understands. */
    protected abstract LaunchRequest request();

    /** The answer to it when it is carried out. */
    protected abstract Reply launched();

    /** Where it is sent. */
    private String region() {
        return request().pool().region();
    }

    @BeforeEach
    void open() {
        provider = hasty();
    }

    @AfterEach
    void close() throws Exception {
        provider.close();
        cloud.close();
    }

    @ParameterizedTest
    @MethodSource("answersThatProveNothing")
    void leavesALaunchOpenAndSendsItOnce(Reply reply) {
        cloud.answer(reply);

        LaunchOutcome outcome = provider.launch(request(), () -> false);

        assertThat(outcome).isInstanceOf(LaunchOutcome.Unknown.class);
        assertThat(cloud.seen()).hasSize(1);
    }

    @ParameterizedTest
    @MethodSource("answersThatProveNothing")
    void makesNoStatementFromAListing(Reply reply) {
        cloud.answer(reply);

        Listing listing = provider.list(region());

        assertThat(listing).isInstanceOf(Listing.Failed.class);
        assertThat(((Listing.Failed) listing).failure())
                .isInstanceOfAny(CloudFailure.Transient.class, CloudFailure.Throttled.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 500, 503})
    void returnsTheConnectionOfAnErrorPage(int status) {
        cloud.answer(ScriptedCloud.status(status));

        IntStream.range(0, 20).forEach(_ -> provider.list(region()));

        assertThat(cloud.seen()).hasSize(20);
        assertThat(cloud.connections()).isOne();
    }

    @Test
    void knowsThatNothingLeftWhenNobodyListens() throws Exception {
        // Given
        int port;
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }

        // When
        LaunchOutcome outcome;
        try (P lonely = provider("http://127.0.0.1:" + port)) {
            outcome = lonely.launch(request(), () -> false);
        }

        // Then
        assertThat(outcome)
                .satisfies(TransportContract::notSent)
                .asString()
                .contains("ConnectException");
    }

    @Test
    void knowsThatNothingLeftWhenTheHandshakeFails() throws Exception {
        LaunchOutcome outcome;
        try (P secure = provider("https://" + cloud.authority())) {
            outcome = secure.launch(request(), () -> false);
        }

        assertThat(outcome).satisfies(TransportContract::notSent);
        assertThat(cloud.seen()).isEmpty();
    }

    @Test
    void asksTheDeadlineOnTheOpenConnectionAndWritesNothingWhenItHasPassed() {
        AtomicInteger asked = new AtomicInteger();

        LaunchOutcome outcome = provider.launch(request(), () -> asked.incrementAndGet() > 0);

        assertThat(outcome)
                .satisfies(TransportContract::notSent)
                .asString()
                .contains("the deadline for sending has passed");
        assertThat(asked).hasValue(1);
        await().until(() -> cloud.silentConnections() == 1);
        assertThat(cloud.seen()).isEmpty();
    }

    @Test
    void holdsEveryThreadToItsOwnDeadline() throws Exception {
        // Given
        cloud.answer(launched());
        Map<Integer, LaunchOutcome> outcomes = new ConcurrentHashMap<>();

        // When
        try (P patient = provider(cloud.endpoint())) {
            List<Thread> threads =
                    IntStream.range(0, 40)
                            .mapToObj(i ->
                                    Thread.ofVirtual()
                                            .start(() ->
                                                    outcomes.put(
                                                            i,
                                                            patient.launch(
                                                                    request(), () -> i % 2 == 0))))
                            .toList();
            for (Thread thread : threads) {
                thread.join();
            }
        }

        // Then
        assertThat(outcomes).hasSize(40);
        outcomes.forEach((i, outcome) ->
                assertThat(outcome)
                        .isInstanceOf(
                                i % 2 == 0
                                        ? LaunchOutcome.Refused.class
                                        : LaunchOutcome.Launched.class));
        assertThat(cloud.seen()).hasSize(20);
    }

    private static void notSent(LaunchOutcome outcome) {
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        LaunchOutcome.Refused.class,
                        refused -> {
                            assertThat(refused.failure())
                                    .isInstanceOf(CloudFailure.Transient.class);
                            assertThat(refused.failure().code()).isEqualTo("NotSent");
                        });
    }
}
