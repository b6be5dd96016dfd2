package io.spotkeeper.fleet;

/** The life of an instance, in the words both clouds share. */
public enum InstanceState {
    /** Accepted by the cloud, not running yet. */
    PENDING("Pending", true),
    /** Running. */
    RUNNING("Running", true),
    /** Stopped or being stopped: still paid for, so it counts as live, but it is not ready. */
    STOPPED("Stopped", true),
    /**
     * Alive in a state without a meaning of its own here (rescue, migration, a new word of the
     * cloud).
     */
    OTHER("Other", true),
    /** The cloud took the request and could not start it. */
    FAILED("Failed", false),
    /** Being taken down, by us, by its owner or by the cloud. */
    TERMINATING("Terminating", false),
    /**
     * Down, but still in the recycle bin: its disks may be paid for until it is terminated once
     * more.
     */
    RECYCLED("Recycled", false);

    private final String label;
    private final boolean live;

    InstanceState(String label, boolean live) {
        this.label = label;
        this.live = live;
    }

    /** The word used in the status. */
    public String label() {
        return label;
    }

    /** Whether it counts: a state that is not live is believed at once and never comes back. */
    public boolean live() {
        return live;
    }
}
