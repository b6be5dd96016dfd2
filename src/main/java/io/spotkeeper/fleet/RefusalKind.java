package io.spotkeeper.fleet;

/**
 * Why a pool did not deliver: the closed vocabulary of the cloud's refusals, as the planner sees
 * them.
 */
public enum RefusalKind {
    /** No stock, or no address, disk or zone to put an instance. */
    NO_CAPACITY("NoCapacity"),
    /** The highest price offered is below the market price. */
    PRICE_TOO_LOW("PriceBelowMarket"),
    /** A quota of the account is used up. */
    QUOTA_EXCEEDED("QuotaExceeded"),
    /** The cloud does not sell this type, zone or market here. */
    NOT_OFFERED("NotOffered"),
    /** The account may not buy this: balance, verification, allow-list. */
    ACCOUNT_BLOCKED("AccountBlocked"),
    /** The credentials are wrong or lack a permission. */
    UNAUTHORIZED("CredentialsInvalid"),
    /** Too many requests. */
    THROTTLED("Throttled"),
    /** The request can never work as it is written. */
    INVALID_REQUEST("InvalidTemplate"),
    /** The cloud could not answer; surely nothing was bought. */
    TRANSIENT("Transient"),
    /** An instance of this pool was accepted and then failed to start. */
    LAUNCH_FAILED("LaunchFailed"),
    /** An instance of this pool stayed pending for too long. */
    STUCK_PENDING("StuckPending"),
    /** An instance of this pool ended within ten minutes of its launch. */
    DIED_YOUNG("DiedYoung");

    private final String label;

    RefusalKind(String label) {
        this.label = label;
    }

    /** The machine-readable reason shown for the pool. */
    public String label() {
        return label;
    }
}
