package io.spotkeeper.cloud;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a launch. */
public sealed interface LaunchOutcome {
    /**
     * The cloud named instances. They may still fail to start.
     *
     * @param instanceIds every id of the answer, also more than asked for; never empty
     * @param operationId the cloud's create operation, where it has one
     */
    record Launched(List<String> instanceIds, @Nullable String operationId)
            implements LaunchOutcome {
        public Launched {
            instanceIds = List.copyOf(instanceIds);
        }
    }

    /** The cloud said no, or the request never left: nothing was bought by <em>this</em> send. */
    record Refused(CloudFailure failure) implements LaunchOutcome {}

    /**
     * It may have been applied: timeout, 5xx, connection lost, unreadable body, success without
     * ids, an answer that suggests an earlier arrival (token mismatch, token being processed).
     *
     * @param cause what was seen, for a person
     */
    record Unknown(String cause) implements LaunchOutcome {}
}
