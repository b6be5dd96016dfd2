package io.spotkeeper.fleet;

import java.time.Instant;
import java.util.List;

/**
 * One entry of the activity log: something that happened to a fleet, told once.
 *
 * @param type what
 * @param succeeded whether it went as it should
 * @param cause what made it happen, for a person
 * @param reason machine-readable
 * @param message what happened, for a person
 * @param instanceIds the instances concerned; at most five of them in the log of a record
 * @param instanceCount how many are concerned
 * @param startedAt when it began
 * @param endedAt when it was over
 */
public record Activity(
        Type type,
        boolean succeeded,
        String cause,
        String reason,
        String message,
        List<String> instanceIds,
        int instanceCount,
        Instant startedAt,
        Instant endedAt) {
    /** Ids listed in an entry of the log at most. */
    public static final int MAX_IDS = 5;

    public Activity {
        instanceIds = List.copyOf(instanceIds);
    }

    /** The same as an entry of the log, which has room for five ids. */
    Activity entry() {
        return instanceIds.size() <= MAX_IDS
                ? this
                : new Activity(
                        type,
                        succeeded,
                        cause,
                        reason,
                        message,
                        instanceIds.subList(0, MAX_IDS),
                        instanceCount,
                        startedAt,
                        endedAt);
    }

    /** What an activity is about. */
    public enum Type {
        /** Instances were bought, or the cloud refused to sell them. */
        LAUNCH("Launch"),
        /** Instances were terminated on our request. */
        TERMINATE("Terminate"),
        /** Instances were released from our tags and run on. */
        RELEASE("Release"),
        /** Instances ended, or left the fleet, without our asking. */
        INTERRUPTION("Interruption"),
        /** The books were put in order. */
        SETTLE("Settle");

        private final String label;

        Type(String label) {
            this.label = label;
        }

        /** The word used in the status. */
        public String label() {
            return label;
        }
    }
}
