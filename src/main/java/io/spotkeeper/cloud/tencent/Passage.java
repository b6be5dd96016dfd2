package io.spotkeeper.cloud.tencent;

import io.spotkeeper.cloud.SendDeadline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One call on its way through the SDK. The SDK hides from its caller whether anything left, and the
 * HTTP status; the interceptors of our own transport write it down here. It belongs to one thread:
 * the SDK calls OkHttp on the caller's.
 */
final class Passage {
    /** The call that the current thread is making. */
    static final ScopedValue<Passage> CURRENT = ScopedValue.newInstance();

    private final SendDeadline deadline;
    private boolean sent;
    private int status;
    private @Nullable Duration retryAfter;

    Passage(SendDeadline deadline) {
        this.deadline = deadline;
    }

    /** Whether it is too late to send. */
    boolean tooLate() {
        return deadline.passed();
    }

    /** The next step writes to the socket. */
    void sending() {
        sent = true;
    }

    /** Whether a byte of the request may have left. */
    boolean sent() {
        return sent;
    }

    /** Notes the head of the answer. */
    void answered(int newStatus, @Nullable Duration newRetryAfter) {
        status = newStatus;
        retryAfter = newRetryAfter;
    }

    /** HTTP status of the answer; 0 while there is none. */
    int status() {
        return status;
    }

    /** When the gateway wants to be asked again, if it said so. */
    @Nullable Duration retryAfter() {
        return retryAfter;
    }
}
