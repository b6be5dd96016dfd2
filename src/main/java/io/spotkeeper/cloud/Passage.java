package io.spotkeeper.cloud;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the SDK. The SDK hides from its caller whether anything left, and the
 * HTTP status; what hooks we have into its HTTP client write it down here. It belongs to one
 * thread: both SDKs call OkHttp on the caller's.
 */
public final class Passage {
    /** The call that the current thread is making. */
    public static final ScopedValue<Passage> CURRENT = ScopedValue.newInstance();

    private final SendDeadline deadline;
    private boolean sent;
    private int status;
    private @Nullable Duration retryAfter;
    private @Nullable String body;

    /** One call that may leave until {@code deadline} has passed. */
    public Passage(SendDeadline deadline) {
        this.deadline = deadline;
    }

    /** Whether it is too late to send. */
    public boolean tooLate() {
        return deadline.passed();
    }

    /** The next step writes to the socket. */
    public void sending() {
        sent = true;
    }

    /** Whether a byte of the request may have left. */
    public boolean sent() {
        return sent;
    }

    /** Notes the head of the answer. */
    public void answered(int newStatus, @Nullable Duration newRetryAfter) {
        status = newStatus;
        retryAfter = newRetryAfter;
    }

    /** HTTP status of the answer; 0 while there is none. */
    public int status() {
        return status;
    }

    /** When the gateway wants to be asked again, if it said so. */
    public @Nullable Duration retryAfter() {
        return retryAfter;
    }

    /** Keeps the text of the answer. */
    public void read(@Nullable String text) {
        body = text;
    }

    /** Text of the answer, where there was one and the transport could read it. */
    public @Nullable String body() {
        return body;
    }
}
