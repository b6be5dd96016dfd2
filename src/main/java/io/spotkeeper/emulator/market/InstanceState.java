package io.spotkeeper.emulator.market;

/** Where an instance is in its life. An instance that is gone is simply no longer there. */
public enum InstanceState {
    /** Bought, not yet running. */
    PENDING,
    /** The launch did not succeed; shown for a while, costs nothing. */
    LAUNCH_FAILED,
    /** Up. */
    RUNNING,
    /** Switched off, still held and paid for. */
    STOPPED,
    /** On its way out. */
    TERMINATING,
    /** In the recycle bin. */
    SHUTDOWN;

    /** Whether the instance holds capacity: pending, running or stopped. */
    public boolean isLive() {
        return switch (this) {
            case PENDING, RUNNING, STOPPED -> true;
            case LAUNCH_FAILED, TERMINATING, SHUTDOWN -> false;
        };
    }
}
