package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.ErrorClass;
import io.spotkeeper.cloud.ErrorCodes;
import java.util.Set;

/**
 * The class of every error code. The code as a whole decides; the HTTP status, which Huawei's own
 * documentation calls unreliable, only where the table does not know the code.
 */
final class ErrorTable {
    private static final String BY_STATUS = "HTTP";

    private final ErrorCodes known;

    private ErrorTable(ErrorCodes known) {
        this.known = known;
    }

    /** Reads the table that is part of this package. */
    static ErrorTable load() {
        return new ErrorTable(ErrorCodes.beside(ErrorTable.class, "errors.tsv"));
    }

    /** Our word for an answer without a code. */
    static String codeless(int status) {
        return BY_STATUS + status;
    }

    /** Codes that it knows. */
    Set<String> codes() {
        return known.all();
    }

    /** The class of a code that came with this status, known or not. */
    ErrorClass classOf(String code, int status) {
        ErrorClass listed = known.classOf(code);
        if (listed != null) {
            return listed;
        }
        return code.startsWith(BY_STATUS) ? ErrorClass.TRANSIENT_AMBIGUOUS : unheardOf(status);
    }

    /**
     * A code is the service's own word, so a status of 4xx with one is believed to mean "no": a new
     * code is most likely one more thing wrong with the request.
     */
    private static ErrorClass unheardOf(int status) {
        return switch (status) {
            case 401, 403 -> ErrorClass.AUTH;
            case 404 -> ErrorClass.GONE;
            case 409 -> ErrorClass.BUSY;
            case 429 -> ErrorClass.THROTTLED;
            default ->
                    status >= 400 && status < 500
                            ? ErrorClass.TRANSIENT
                            : ErrorClass.TRANSIENT_AMBIGUOUS;
        };
    }
}
