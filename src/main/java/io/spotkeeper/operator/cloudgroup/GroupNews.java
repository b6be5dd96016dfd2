package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.ActivityState;
import io.spotkeeper.api.v1alpha1.ActivityStatus;
import io.spotkeeper.api.v1alpha1.ActivityType;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.operator.EventRecorder;
import io.spotkeeper.operator.status.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Something that happened to a group: an activity in its status, and, once that is written, an
 * Event.
 *
 * @param type what kind of thing
 * @param succeeded whether it went as it should
 * @param cause what led to it
 * @param reason machine-readable
 * @param message in a sentence
 * @param instances all the instances concerned
 */
record GroupNews(
        ActivityType type,
        boolean succeeded,
        String cause,
        String reason,
        String message,
        List<String> instances) {
    private static final int MAX_ACTIVITIES = 50;
    private static final int MAX_IDS = 5;
    private static final int MAX_MESSAGE = 512;

    GroupNews {
        instances = List.copyOf(instances);
    }

    static GroupNews good(ActivityType type, String cause, String reason, String message) {
        return new GroupNews(type, true, cause, reason, message, List.of());
    }

    static GroupNews bad(ActivityType type, String cause, String reason, String message) {
        return new GroupNews(type, false, cause, reason, message, List.of());
    }

    GroupNews about(List<String> ids) {
        return new GroupNews(type, succeeded, cause, reason, message, ids);
    }

    /** The status with this as its newest activity. */
    FleetStatus in(FleetStatus before, Instant now) {
        List<ActivityStatus> activities = new ArrayList<>();
        activities.add(
                new ActivityStatus(
                        type,
                        succeeded ? ActivityState.Succeeded : ActivityState.Failed,
                        Words.shortened(cause, MAX_MESSAGE),
                        reason,
                        Words.shortened(message, MAX_MESSAGE),
                        instances.stream().limit(MAX_IDS).toList(),
                        instances.isEmpty() ? null : (Integer) instances.size(),
                        now,
                        now));
        before.activities().stream().limit(MAX_ACTIVITIES - 1L).forEach(activities::add);
        return before.toBuilder().activities(activities).build();
    }

    /** Tells it as an Event; instances that are handed over are named, for nobody else will. */
    void tell(AutoLaunchGroup about, EventRecorder events) {
        if (type == ActivityType.Release && !instances.isEmpty()) {
            events.listing(about, reason, message + ":", instances);
        } else if (succeeded) {
            events.normal(about, reason, message);
        } else {
            events.warning(about, reason, message);
        }
    }
}
