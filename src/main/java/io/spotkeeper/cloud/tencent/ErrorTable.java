package io.spotkeeper.cloud.tencent;

import io.spotkeeper.cloud.ErrorClass;
import io.spotkeeper.cloud.ErrorCodes;
import java.util.Set;

/**
 * The class of every error code. The code as a whole decides and nothing else: two codes of the
 * prefix {@code InvalidParameterValue} mean "no stock", {@code LimitExceeded.SpotQuota} too, and
 * {@code RequestLimitExceeded} is throttling where {@code LimitExceeded} is a quota. Only a code
 * that the table does not know is judged by its first segment.
 */
final class ErrorTable {
    /** Refused before the order, by their documented text, though a later try may succeed. */
    private static final Set<String> BEFORE_THE_ORDER =
            Set.of("FailedOperation.InquiryPriceFailed", "InvalidParameterValue.InvalidImageState");

    private final ErrorCodes known;

    private ErrorTable(ErrorCodes known) {
        this.known = known;
    }

    /** Reads the table that is part of this package. */
    static ErrorTable load() {
        return new ErrorTable(ErrorCodes.beside(ErrorTable.class, "errors.tsv"));
    }

    /** Codes that it knows. */
    Set<String> codes() {
        return known.all();
    }

    /** The class of a code, known or not. */
    ErrorClass classOf(String code) {
        ErrorClass listed = known.classOf(code);
        return listed != null ? listed : byFirstSegment(code);
    }

    /**
     * Whether a mutating call that got this code may have been applied all the same. Faults of the
     * server count as such, and so does every word about the token except that ours is too long: it
     * suggests that an earlier request with it arrived. CVM lists no such code; VPC has {@code
     * IdempotentParameterMismatch} and {@code IdempotentProcessing}, CBS {@code
     * InvalidClientToken}.
     */
    boolean mayHaveBeenApplied(String code) {
        if (known.classOf(code) == ErrorClass.INVALID_SPEC) {
            return false;
        }
        if (code.contains("Idempoten") || code.contains("ClientToken")) {
            return true;
        }
        return switch (classOf(code)) {
            case TRANSIENT_AMBIGUOUS -> true;
            case TRANSIENT -> !BEFORE_THE_ORDER.contains(code);
            case CAPACITY_OFFERING,
                    CAPACITY_ZONE,
                    CAPACITY_DISK,
                    CAPACITY_NETWORK,
                    PRICE_TOO_LOW,
                    QUOTA_SPOT_ZONE,
                    QUOTA_ACCOUNT,
                    NOT_OFFERED,
                    ACCOUNT,
                    AUTH,
                    THROTTLED,
                    MINCOUNT_UNSUPPORTED,
                    INVALID_SPEC,
                    GONE,
                    BUSY,
                    SPLIT_BATCH,
                    PROTECTED,
                    UNDELETABLE,
                    DRYRUN_OK ->
                    false;
        };
    }

    private static ErrorClass byFirstSegment(String code) {
        int dot = code.indexOf('.');
        String segment = dot < 0 ? code : code.substring(0, dot);
        return switch (segment) {
            case "AuthFailure", "UnauthorizedOperation" -> ErrorClass.AUTH;
            case "RequestLimitExceeded" -> ErrorClass.THROTTLED;
            case "InternalError",
                    "InternalServerError",
                    "ServiceUnavailable",
                    "FailedOperation",
                    "ResourceInUse" ->
                    ErrorClass.TRANSIENT;
            case "ResourceInsufficient", "ResourcesSoldOut" -> ErrorClass.CAPACITY_OFFERING;
            case "ResourceUnavailable" -> dot < 0 ? ErrorClass.TRANSIENT : ErrorClass.NOT_OFFERED;
            case "LimitExceeded", "OverQuota" -> ErrorClass.QUOTA_ACCOUNT;
            case "InvalidAccount", "OperationDenied" -> ErrorClass.ACCOUNT;
            case "ResourceNotFound" -> ErrorClass.INVALID_SPEC;
            default -> byPattern(segment);
        };
    }

    private static ErrorClass byPattern(String segment) {
        if (segment.endsWith("QuotaLimitExceeded")) {
            return ErrorClass.QUOTA_ACCOUNT;
        }
        if (segment.startsWith("AccountQualification")) {
            return ErrorClass.ACCOUNT;
        }
        return segment.matches("(Invalid|Missing|Unknown|Unsupported|NoSuch|Vpc).*")
                ? ErrorClass.INVALID_SPEC
                : ErrorClass.TRANSIENT;
    }
}
