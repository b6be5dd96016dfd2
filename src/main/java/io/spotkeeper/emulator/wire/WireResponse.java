package io.spotkeeper.emulator.wire;

import com.sun.net.httpserver.HttpExchange;
import io.spotkeeper.emulator.world.FaultKind;
import java.io.IOException;
import java.io.InterruptedIOException;
import org.jspecify.annotations.Nullable;

/**
 * What goes back over the connection.
 *
 * @param status HTTP status; 0 if the connection is closed without an answer
 * @param contentType value of the header; null for an answer without one
 * @param body may be empty
 * @param retryAfter value of the header Retry-After; null for none
 */
public record WireResponse(
        int status, @Nullable String contentType, byte[] body, @Nullable String retryAfter) {
    /** No answer at all. */
    public static final WireResponse NONE = new WireResponse(0, null, new byte[0], null);

    /** A text of some type. */
    public static WireResponse text(int status, String contentType, String body) {
        return new WireResponse(status, contentType, Digests.bytes(body), null);
    }

    /** What something between client and cloud says when it fails. */
    public static WireResponse gateway(int status, @Nullable Integer retryAfter) {
        return new WireResponse(
                status,
                "text/plain",
                Digests.bytes("injected gateway trouble"),
                retryAfter == null ? null : retryAfter.toString());
    }

    /** The page of a proxy that believes all is well. */
    public static WireResponse html() {
        return text(200, "text/html", "<html><body>Bad gateway</body></html>");
    }

    /** The same answer without a Content-Type. */
    public WireResponse withoutContentType() {
        return new WireResponse(status, null, body, retryAfter);
    }

    /** What is waited for before a call is carried out. */
    public static Runnable pause(FaultKind.@Nullable Delay delay) {
        if (delay == null) {
            return () -> {};
        }
        return () -> {
            try {
                Thread.sleep(delay.by());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    /**
     * Answers an exchange, or closes its connection.
     *
     * @throws IOException if the client went away or the emulator is being stopped
     */
    public void send(HttpExchange exchange) throws IOException {
        try (exchange) {
            if (status == 0) {
                return; // closing an exchange that was not answered closes the connection
            }
            if (Thread.interrupted()) {
                throw new InterruptedIOException("the emulator is shutting down");
            }
            if (contentType != null) {
                exchange.getResponseHeaders().set("Content-Type", contentType);
            }
            if (retryAfter != null) {
                exchange.getResponseHeaders().set("Retry-After", retryAfter);
            }
            exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
            if (body.length > 0) {
                exchange.getResponseBody().write(body);
            }
        }
    }
}
