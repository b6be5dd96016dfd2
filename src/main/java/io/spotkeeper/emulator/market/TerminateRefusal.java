package io.spotkeeper.emulator.market;

/** Why an instance cannot be terminated now. */
public enum TerminateRefusal {
    /** No instance of this owner has that id. */
    UNKNOWN,
    /** It is still being launched. */
    PENDING,
    /** Its launch failed: there is nothing to terminate. */
    LAUNCH_FAILED,
    /** It is already on its way out. */
    TERMINATING
}
