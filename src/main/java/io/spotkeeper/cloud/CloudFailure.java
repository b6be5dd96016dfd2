package io.spotkeeper.cloud;

import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A cloud's definite "no": nothing was bought or changed. The family is closed, so that every
 * caller says what it does about each. What <em>may</em> have been applied is no failure but an
 * outcome of its own ({@link LaunchOutcome.Unknown}).
 */
public sealed interface CloudFailure {
    /** The cloud's own code, or a word of ours where the cloud gave none. */
    String code();

    /** What happened, for a person; never a secret. */
    String message();

    /** What a lack of capacity or quota blocks. */
    enum Scope {
        /** This instance type in this zone. */
        POOL,
        /** The whole zone for this market. */
        ZONE,
        /** One subnet. */
        SUBNET,
        /** One kind of disk in the zone. */
        DISK,
        /** The account. */
        ACCOUNT
    }

    /** No stock; {@code scope} is POOL, ZONE, SUBNET or DISK. */
    record NoCapacity(Scope scope, String code, String message) implements CloudFailure {}

    /** The bid is below the market price. */
    record PriceTooLow(String code, String message) implements CloudFailure {}

    /** A quota is used up; {@code scope} is ZONE or ACCOUNT. */
    record QuotaExceeded(Scope scope, String code, String message) implements CloudFailure {}

    /** This type, zone or market is not sold here. */
    record NotOffered(String code, String message) implements CloudFailure {}

    /** The account may not buy this. */
    record AccountBlocked(String code, String message) implements CloudFailure {}

    /** The credentials are wrong or lack a permission. */
    record Unauthorized(String code, String message) implements CloudFailure {}

    /** Too many requests; {@code retryAfter} when the cloud named a time. */
    record Throttled(@Nullable Duration retryAfter, String code, String message)
            implements CloudFailure {}

    /** The request can never work as it is written. */
    record InvalidRequest(String code, String message) implements CloudFailure {}

    /** This region and market deliver all or nothing: ask again without allowing fewer. */
    record PartialDeliveryUnsupported(String code, String message) implements CloudFailure {}

    /** The batch mixes instances that the cloud wants apart. */
    record MixedBatch(String code, String message) implements CloudFailure {}

    /** The instance is between two states; ask again soon. */
    record Busy(String code, String message) implements CloudFailure {}

    /** There is nothing left to act on. */
    record Gone(String code, String message) implements CloudFailure {}

    /** The instance is protected or cannot be deleted this way. */
    record Protected(String code, String message) implements CloudFailure {}

    /** A fault of the cloud or the way to it; surely nothing was applied. */
    record Transient(String code, String message) implements CloudFailure {}

    /** The planner's view of this failure. */
    default Refusal refusal() {
        RefusalKind kind =
                switch (this) {
                    case NoCapacity _ -> RefusalKind.NO_CAPACITY;
                    case PriceTooLow _ -> RefusalKind.PRICE_TOO_LOW;
                    case QuotaExceeded _ -> RefusalKind.QUOTA_EXCEEDED;
                    case NotOffered _ -> RefusalKind.NOT_OFFERED;
                    case AccountBlocked _ -> RefusalKind.ACCOUNT_BLOCKED;
                    case Unauthorized _ -> RefusalKind.UNAUTHORIZED;
                    case Throttled _ -> RefusalKind.THROTTLED;
                    case InvalidRequest _, MixedBatch _, Protected _ -> RefusalKind.INVALID_REQUEST;
                    case PartialDeliveryUnsupported _, Busy _, Gone _, Transient _ ->
                            RefusalKind.TRANSIENT;
                };
        return new Refusal(kind, code(), message());
    }
}
