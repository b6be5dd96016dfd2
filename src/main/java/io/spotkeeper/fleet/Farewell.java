package io.spotkeeper.fleet;

import java.time.Instant;

/**
 * The durable record that an instance is being given up: terminated, or released from our tags.
 *
 * @param instanceId the instance
 * @param region where it is
 * @param reason why, for the activity log
 * @param since when it was recorded
 */
public record Farewell(String instanceId, String region, Reason reason, Instant since) {
    /** Why an instance is given up. */
    public enum Reason {
        /** More is live than the owner asks for. */
        SCALE_IN("ScaleIn"),
        /** The window of its group is over. */
        EXPIRED("Expired"),
        /** It stayed pending for too long. */
        STUCK_PENDING("StuckPending"),
        /** It lies in the recycle bin and its disks may still be paid for. */
        RECYCLED("Recycled"),
        /** The fleet is being deleted. */
        FLEET_DELETED("FleetDeleted");

        private final String label;

        Reason(String label) {
            this.label = label;
        }

        /** The word used in the ledger and the activity log. */
        public String label() {
            return label;
        }
    }
}
