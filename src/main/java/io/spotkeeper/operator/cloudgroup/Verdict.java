package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.CloudFailure;

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
        return switch (failure.refusal().kind()) {
            case NO_CAPACITY -> ConditionReason.NoCapacity;
            case PRICE_TOO_LOW -> ConditionReason.PriceBelowMarket;
            case QUOTA_EXCEEDED -> ConditionReason.QuotaExceeded;
            case NOT_OFFERED -> ConditionReason.NotOffered;
            case ACCOUNT_BLOCKED -> ConditionReason.AccountBlocked;
            case UNAUTHORIZED -> ConditionReason.CredentialsInvalid;
            case THROTTLED -> ConditionReason.Throttled;
            case INVALID_REQUEST -> ConditionReason.InvalidTemplate;
            case TRANSIENT, LAUNCH_FAILED, STUCK_PENDING, DIED_YOUNG -> ConditionReason.Launching;
        };
    }
}
