package io.spotkeeper.cloud;

/**
 * Why a call brought no result.
 *
 * @param origin how far it came
 * @param mayHaveBeenApplied whether a mutating call may have been applied all the same
 * @param failure what a caller that only reads sees
 */
public record Fault(Origin origin, boolean mayHaveBeenApplied, CloudFailure failure) {
    /** How far a call came. */
    public enum Origin {
        /** Not one byte of it left. */
        NOT_SENT,
        /** It left, and no readable answer came back. */
        LOST,
        /** The service answered with an error code. */
        ANSWERED
    }

    /** What it says about instances that a mutating call was about. */
    public CallOutcome callOutcome() {
        return mayHaveBeenApplied
                ? new CallOutcome.Unknown(cause())
                : new CallOutcome.Refused(failure);
    }

    /** What it says about a launch. */
    public LaunchOutcome launchOutcome() {
        return mayHaveBeenApplied
                ? new LaunchOutcome.Unknown(cause())
                : new LaunchOutcome.Refused(failure);
    }

    private String cause() {
        return failure.code() + ": " + failure.message();
    }
}
