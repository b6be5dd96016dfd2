package io.spotkeeper.fleet;

/**
 * The state a fleet is in, as the core sees it; the operator shows it as the reason of its
 * conditions. Whether a person must act is part of the reason.
 */
public enum Reason {
    AT_TARGET("AtTarget", false),
    LAUNCHING("Launching", false),
    SCALING_IN("ScalingIn", false),
    NO_CAPACITY("NoCapacity", false),
    PRICE_BELOW_MARKET("PriceBelowMarket", false),
    QUOTA_EXCEEDED("QuotaExceeded", false),
    BUDGET_REACHED("BudgetReached", false),
    ACCOUNT_LIMIT_REACHED("AccountLimitReached", false),
    LAUNCH_RATE_REACHED("LaunchRateReached", false),
    NOT_OFFERED("NotOffered", true),
    ACCOUNT_NOT_FOUND("AccountNotFound", true),
    CREDENTIALS_MISSING("CredentialsMissing", true),
    CREDENTIALS_INVALID("CredentialsInvalid", true),
    CREDENTIALS_LOST("CredentialsLost", true),
    ACCOUNT_BLOCKED("AccountBlocked", true),
    INVALID_TEMPLATE("InvalidTemplate", true),
    INVENTORY_UNTRUSTED("InventoryUntrusted", false),
    THROTTLED("Throttled", false),
    PAUSED("Paused", false),
    DRY_RUN("DryRun", false),
    NOT_YET_VALID("NotYetValid", false),
    EXPIRED("Expired", false),
    REQUEST_COMPLETED("RequestCompleted", false),
    REQUEST_FAILED("RequestFailed", true),
    DELETING("Deleting", false);

    private final String label;
    private final boolean needsPerson;

    Reason(String label, boolean needsPerson) {
        this.label = label;
        this.needsPerson = needsPerson;
    }

    /** The word used in conditions. */
    public String label() {
        return label;
    }

    /** Whether waiting does not mend it. */
    public boolean needsPerson() {
        return needsPerson;
    }

    /** What a fleet is in when every pool it may use answers with this refusal. */
    public static Reason of(RefusalKind kind) {
        return switch (kind) {
            case NO_CAPACITY, LAUNCH_FAILED, STUCK_PENDING, DIED_YOUNG, TRANSIENT -> NO_CAPACITY;
            case PRICE_TOO_LOW -> PRICE_BELOW_MARKET;
            case QUOTA_EXCEEDED -> QUOTA_EXCEEDED;
            case NOT_OFFERED -> NOT_OFFERED;
            case ACCOUNT_BLOCKED -> ACCOUNT_BLOCKED;
            case UNAUTHORIZED -> CREDENTIALS_INVALID;
            case THROTTLED -> THROTTLED;
            case INVALID_REQUEST -> INVALID_TEMPLATE;
        };
    }
}
