package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.core.HttpListener;
import com.huaweicloud.sdk.core.http.HttpConfig;
import io.spotkeeper.cloud.CallTimeouts;
import io.spotkeeper.cloud.Passage;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import okhttp3.Call;
import okhttp3.ConnectionPool;
import okhttp3.EventListener;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * What the SDK lets us say about the HTTP client below it: its configuration, and a listener. Left
 * to itself it waits for two minutes between two packets and for ever in all, sends a purchase
 * twice when a pooled connection dies or a gateway says 408 or {@code 503, Retry-After: 0}, and
 * leaks the connection of an answer that is not text. There is no switch for any of these, so the
 * listener vetoes: okhttp runs it on the caller's thread, just before it writes the head of a
 * request, and an exception that is no IOException ends the call without another try.
 */
final class Transport extends EventListener implements AutoCloseable {
    private static final String RETRY_AFTER = "Retry-After";

    /** Many fleets list and quote at once; the default keeps five. */
    private static final int IDLE_CONNECTIONS = 32;

    private static final Duration IDLE = Duration.ofSeconds(50);

    private final CallTimeouts timeouts;
    private final ConnectionPool pool =
            new ConnectionPool(IDLE_CONNECTIONS, IDLE.toSeconds(), TimeUnit.SECONDS);
    private final Map<Passage, Flight> flights = new ConcurrentHashMap<>();
    private final ScheduledThreadPoolExecutor clock =
            new ScheduledThreadPoolExecutor(
                    1, Thread.ofPlatform().name("huawei-call-timeouts").daemon(true).factory());

    private record Flight(Call call, Future<?> timeout) {}

    /** The listener's veto: the head of the request is not written. */
    private static final class Withheld extends RuntimeException {
        Withheld(String why) {
            super(why);
        }
    }

    Transport(CallTimeouts timeouts) {
        this.timeouts = timeouts;
        clock.setRemoveOnCancelPolicy(true);
        // Its thread ends by itself: calls under way when a provider is closed keep their time
        // limit.
        clock.setKeepAliveTime(timeouts.call().toMillis(), TimeUnit.MILLISECONDS);
        clock.allowCoreThreadTimeOut(true);
    }

    /** For calls that change nothing. */
    HttpConfig reading() {
        return config().withConnectionPool(pool);
    }

    /**
     * For calls that change something: on a connection of its own, because one that the gateway
     * closes in the moment of sending would put a launch in doubt.
     */
    HttpConfig changing() {
        return config().withConnectionPool(new ConnectionPool(0, 1, TimeUnit.SECONDS));
    }

    private HttpConfig config() {
        return HttpConfig.getDefaultHttpConfig()
                .withConnectionTimeout((int) Math.max(1, timeouts.connect().toSeconds()))
                .withReadTimeout((int) Math.max(1, timeouts.read().toSeconds()))
                .withEventListener(this)
                .addHttpListener(HttpListener.forResponseListener(Transport::keepText))
                // Else the SDK writes a file with an id into the user's home, to put it here.
                .withUserAgent("spotkeeper");
    }

    private static void keepText(HttpListener.ResponseListener response) {
        Passage.CURRENT.get().read(response.body().orElse(null));
    }

    @Override
    public void callStart(Call call) {
        Future<?> timeout =
                clock.schedule(call::cancel, timeouts.call().toMillis(), TimeUnit.MILLISECONDS);
        flights.put(Passage.CURRENT.get(), new Flight(call, timeout));
    }

    /**
     * The last step before the socket: the connection stands and the request is signed. Whatever
     * fails before this was surely not sent.
     */
    @Override
    public void requestHeadersStart(Call call) {
        Passage passage = Passage.CURRENT.get();
        if (passage.sent()) {
            throw new Withheld("a request is not sent a second time");
        }
        if (passage.tooLate()) {
            throw new Withheld("the deadline for sending has passed");
        }
        passage.sending();
    }

    @Override
    public void responseHeadersEnd(Call call, Response response) {
        Passage.CURRENT.get().answered(response.code(), retryAfter(response.header(RETRY_AFTER)));
    }

    private static @Nullable Duration retryAfter(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Long.parseLong(header))
                : null;
    }

    /** The SDK is done with a call: what it left open is closed, what it read is kept alive. */
    void over(Passage passage) {
        Flight flight = flights.remove(passage);
        if (flight != null) {
            flight.timeout().cancel(false);
            flight.call().cancel();
        }
    }

    /** Drops idle connections; a call under way ends as it would. */
    @Override
    public void close() {
        pool.evictAll();
    }
}
