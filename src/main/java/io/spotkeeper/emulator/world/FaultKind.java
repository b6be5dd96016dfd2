package io.spotkeeper.emulator.world;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What can go wrong with a call. */
public sealed interface FaultKind {
    /** The call is carried out and answered this much later. */
    record Delay(Duration by) implements FaultKind {}

    /** The connection is closed; the call has no effect. */
    record DropBefore() implements FaultKind {}

    /** The call is carried out, then the connection is closed without an answer. */
    record DropAfter() implements FaultKind {}

    /** An HTTP status other than 200, perhaps with Retry-After; the call has no effect. */
    record Status(int status, @Nullable Integer retryAfter) implements FaultKind {}

    /** The call is carried out, then answered with an HTTP status other than 200. */
    record StatusAfter(int status, @Nullable Integer retryAfter) implements FaultKind {}

    /** An HTML page with status 200. */
    record Html(boolean effect) implements FaultKind {}

    /** Status 200 with an empty body. */
    record EmptyBody(boolean effect) implements FaultKind {}

    /** Status 200 with JSON that lacks the vendor's envelope. */
    record NoResponse(boolean effect) implements FaultKind {}

    /** The vendor's rate limit refusal; the call has no effect. */
    record Throttle() implements FaultKind {}

    /**
     * Any error of the vendor's; the call has no effect.
     *
     * @param code the vendor's error code
     * @param message what it says
     * @param status HTTP status; null for the one that the vendor gives. Huawei Cloud only
     * @param shape how the body is built; null for what the vendor does. Huawei Cloud only
     */
    record Error(String code, String message, @Nullable Integer status, @Nullable ErrorShape shape)
            implements FaultKind {}

    /** An error whose code is null; the call has no effect. */
    record NullCode() implements FaultKind {}

    /** An answer without a Content-Type. */
    record NoContentType(boolean effect) implements FaultKind {}

    /** A listing that wrongly shows nothing at all. */
    record WrongEmpty() implements FaultKind {}

    /** A listing that shows fewer rows than its total says. */
    record Truncated() implements FaultKind {}

    /** Whether the call is carried out all the same. */
    default boolean hasEffect() {
        return switch (this) {
            case DropAfter _, StatusAfter _, WrongEmpty _, Truncated _, Delay _ -> true;
            case Html(boolean effect) -> effect;
            case EmptyBody(boolean effect) -> effect;
            case NoResponse(boolean effect) -> effect;
            case NoContentType(boolean effect) -> effect;
            case DropBefore _, Status _, Throttle _, Error _, NullCode _ -> false;
        };
    }
}
