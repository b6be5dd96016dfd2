package io.spotkeeper.cloud;

import io.spotkeeper.cloud.CloudFailure.AccountBlocked;
import io.spotkeeper.cloud.CloudFailure.Busy;
import io.spotkeeper.cloud.CloudFailure.Gone;
import io.spotkeeper.cloud.CloudFailure.InvalidRequest;
import io.spotkeeper.cloud.CloudFailure.MixedBatch;
import io.spotkeeper.cloud.CloudFailure.NoCapacity;
import io.spotkeeper.cloud.CloudFailure.NotOffered;
import io.spotkeeper.cloud.CloudFailure.PartialDeliveryUnsupported;
import io.spotkeeper.cloud.CloudFailure.PriceTooLow;
import io.spotkeeper.cloud.CloudFailure.Protected;
import io.spotkeeper.cloud.CloudFailure.QuotaExceeded;
import io.spotkeeper.cloud.CloudFailure.Scope;
import io.spotkeeper.cloud.CloudFailure.Throttled;
import io.spotkeeper.cloud.CloudFailure.Transient;
import io.spotkeeper.cloud.CloudFailure.Unauthorized;

/** What a cloud's error code means for us; the class column of each provider's error table. */
public enum ErrorClass {
    /** This type has no stock in this zone. */
    CAPACITY_OFFERING,
    /** The zone has no stock. */
    CAPACITY_ZONE,
    /** This kind of disk has no stock in the zone. */
    CAPACITY_DISK,
    /** The subnet, or the pool of public addresses, has no address left. */
    CAPACITY_NETWORK,
    /** The bid is below the market price. */
    PRICE_TOO_LOW,
    /** The account's quota of spot vCPUs in the zone is used up. */
    QUOTA_SPOT_ZONE,
    /** Another quota of the account is used up. */
    QUOTA_ACCOUNT,
    /** The type, zone or region does not do this, or does not exist. */
    NOT_OFFERED,
    /** Balance, verification, allow-list, site. */
    ACCOUNT,
    /** Key, signature or permission. */
    AUTH,
    /** Too many requests. */
    THROTTLED,
    /** A fault of the server; most likely nothing was done. */
    TRANSIENT,
    /** A fault of the server; it may have been done. */
    TRANSIENT_AMBIGUOUS,
    /** MinCount is not supported here. */
    MINCOUNT_UNSUPPORTED,
    /** The request can never work as it is. */
    INVALID_SPEC,
    /** There is nothing left to terminate. */
    GONE,
    /** The instance is between two states. */
    BUSY,
    /** The batch mixes charge types. */
    SPLIT_BATCH,
    /** Termination protection. */
    PROTECTED,
    /** The instance cannot be given back through the API. */
    UNDELETABLE,
    /** A dry run would have succeeded. We never ask for one, so nothing can be concluded. */
    DRYRUN_OK;

    /** The failure that callers see. */
    public CloudFailure failure(String code, String message) {
        return switch (this) {
            case CAPACITY_OFFERING -> new NoCapacity(Scope.POOL, code, message);
            case CAPACITY_ZONE -> new NoCapacity(Scope.ZONE, code, message);
            case CAPACITY_DISK -> new NoCapacity(Scope.DISK, code, message);
            case CAPACITY_NETWORK -> new NoCapacity(Scope.SUBNET, code, message);
            case PRICE_TOO_LOW -> new PriceTooLow(code, message);
            case QUOTA_SPOT_ZONE -> new QuotaExceeded(Scope.ZONE, code, message);
            case QUOTA_ACCOUNT -> new QuotaExceeded(Scope.ACCOUNT, code, message);
            case NOT_OFFERED -> new NotOffered(code, message);
            case ACCOUNT -> new AccountBlocked(code, message);
            case AUTH -> new Unauthorized(code, message);
            case THROTTLED -> new Throttled(null, code, message);
            case TRANSIENT, TRANSIENT_AMBIGUOUS, DRYRUN_OK -> new Transient(code, message);
            case MINCOUNT_UNSUPPORTED -> new PartialDeliveryUnsupported(code, message);
            case INVALID_SPEC -> new InvalidRequest(code, message);
            case GONE -> new Gone(code, message);
            case BUSY -> new Busy(code, message);
            case SPLIT_BATCH -> new MixedBatch(code, message);
            case PROTECTED, UNDELETABLE -> new Protected(code, message);
        };
    }
}
