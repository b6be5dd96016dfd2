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
 * @param instanceIds at most five of the instances concerned
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
    /** Ids listed in an entry at most. */
    public static final int MAX_IDS = 5;

    public Activity {
        instanceIds =
                List.copyOf(
                        instanceIds.size() > MAX_IDS
                                ? instanceIds.subList(0, MAX_IDS)
                                : instanceIds);
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
