package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.RefusalKind;

/**
 * What the conditions of a group say.
 *
 * @param reason why
 * @param ready whether what is wanted runs
 * @param message the same for a person, with the next step
 */
record Verdict(ConditionReason reason, boolean ready, String message) {
    static Verdict notReady(ConditionReason reason, String message) {
        return new Verdict(reason, false, message);
    }

    /** What a refusal of the cloud's means for a group. */
    static ConditionReason reason(CloudFailure failure) {
        RefusalKind kind = failure.refusal().kind();
        return switch (kind) {
            // It is asked again; what is short of capacity says so itself.
            case TRANSIENT, LAUNCH_FAILED, STUCK_PENDING, DIED_YOUNG -> ConditionReason.Launching;
            case NO_CAPACITY,
                    PRICE_TOO_LOW,
                    QUOTA_EXCEEDED,
                    NOT_OFFERED,
                    ACCOUNT_BLOCKED,
                    UNAUTHORIZED,
                    THROTTLED,
                    INVALID_REQUEST ->
                    ConditionReason.valueOf(Reason.of(kind).label());
        };
    }
}
