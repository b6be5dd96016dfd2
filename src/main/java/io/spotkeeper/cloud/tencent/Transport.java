package io.spotkeeper.cloud.tencent;

import io.spotkeeper.cloud.CallTimeouts;
import io.spotkeeper.cloud.Passage;
import java.io.IOException;
import java.net.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import okhttp3.ConnectionPool;
import okhttp3.Interceptor;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Response;
import okhttp3.ResponseBody;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP client below the SDK, one per provider. Left to itself the SDK waits for ever, sends a
 * purchase twice when a pooled connection dies or a gateway says 408 or {@code 503, Retry-After:
 * 0}, and leaks the connection of every answer that is not 200.
 */
final class Transport {
    private static final int OK = 200;
    private static final String RETRY_AFTER = "Retry-After";
    private static final long LONGEST_ERROR_PAGE = 64 * 1024;

    /** Many fleets launch at once after a wave of interruptions; the default keeps five. */
    private static final int IDLE_CONNECTIONS = 32;

    /**
     * Not for long: one that the gateway closes in the moment of sending puts a launch in doubt.
     */
    private static final Duration IDLE = Duration.ofSeconds(50);

    private Transport() {}

    /** A client that sends what it is given once, in time, or not at all. */
    static OkHttpClient create(CallTimeouts timeouts) {
        return new OkHttpClient.Builder()
                .connectTimeout(timeouts.connect())
                .readTimeout(timeouts.read())
                .writeTimeout(timeouts.write())
                .callTimeout(timeouts.call())
                .retryOnConnectionFailure(false)
                .followRedirects(false)
                .followSslRedirects(false)
                .proxy(Proxy.NO_PROXY)
                .connectionPool(
                        new ConnectionPool(IDLE_CONNECTIONS, IDLE.toSeconds(), TimeUnit.SECONDS))
                // HTTP/2 has reasons of its own to send again (refused streams, coalescing).
                .protocols(List.of(Protocol.HTTP_1_1))
                .addInterceptor(Transport::closeErrorPages)
                .addNetworkInterceptor(Transport::sendOnceInTime)
                .build();
    }

    /** The SDK throws on a status other than 200 without closing the body. */
    private static Response closeErrorPages(Interceptor.Chain chain) throws IOException {
        Response response = chain.proceed(chain.request());
        if (response.code() == OK) {
            return response;
        }
        try (response) {
            ResponseBody page = response.peekBody(LONGEST_ERROR_PAGE);
            return response.newBuilder().body(page).build();
        }
    }

    /**
     * The last step before the socket: the connection stands and the request is signed. Whatever
     * fails before this was surely not sent.
     */
    private static Response sendOnceInTime(Interceptor.Chain chain) throws IOException {
        Passage passage = Passage.CURRENT.get();
        if (passage.sent()) {
            throw new IOException("a request is not sent a second time");
        }
        if (passage.tooLate()) {
            throw new IOException("the deadline for sending has passed");
        }
        passage.sending();
        Response response = chain.proceed(chain.request());
        passage.answered(response.code(), retryAfter(response.header(RETRY_AFTER)));
        // OkHttp repeats a request by itself on "503, Retry-After: 0".
        return response.newBuilder().removeHeader(RETRY_AFTER).build();
    }

    private static @Nullable Duration retryAfter(@Nullable String header) {
        return header != null && header.matches("[0-9]{1,6}")
                ? Duration.ofSeconds(Long.parseLong(header))
                : null;
    }
}
