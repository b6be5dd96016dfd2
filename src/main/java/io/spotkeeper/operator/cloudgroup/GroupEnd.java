package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.ActivityType;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.DeletionPolicy;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.LeavingBehavior;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.cloud.SendDeadline;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * Has the cloud delete a group. It is announced first, in the status and as an Event; what was
 * announced is carried out.
 */
final class GroupEnd {
    private final GroupScene scene;
    private final String id;
    private final GroupMirror mirror;

    GroupEnd(GroupScene scene, String id, GroupMirror mirror) {
        this.scene = scene;
        this.id = id;
        this.mirror = mirror;
    }

    /** The object is being deleted: its instances end, or are handed over. */
    Next withObject(FleetStatus status) {
        boolean terminate = scene.spec().deletionPolicy() == DeletionPolicy.Terminate;
        Verdict verdict = Verdict.notReady(ConditionReason.Deleting, mirror.summary());
        List<String> instances = instances();
        GroupNews news =
                terminate
                        ? GroupNews.good(
                                        ActivityType.Terminate,
                                        "the object is deleted",
                                        "GroupDeleted",
                                        "The cloud deletes its group "
                                                + mirror.wanted().terms().name()
                                                + " with its "
                                                + instances.size()
                                                + " instances")
                                .about(instances)
                        : GroupNews.good(
                                        ActivityType.Release,
                                        "the object is deleted, with deletionPolicy Retain",
                                        "Released",
                                        "The cloud deletes its group "
                                                + mirror.wanted().terms().name()
                                                + "; its "
                                                + instances.size()
                                                + " instances run on")
                                .about(instances);
        return end(status, verdict, news, terminate);
    }

    /**
     * The spec differs in what the cloud cannot change: the group goes with its instances, for
     * another one cannot take them over.
     */
    Next replaced(FleetStatus status, List<String> fixed) {
        String what = fixed.isEmpty() ? "what it was made with" : String.join(", ", fixed);
        String message =
                "The cloud cannot change "
                        + what
                        + " of a group: "
                        + mirror.wanted().terms().name()
                        + " ("
                        + id
                        + ") is deleted with its "
                        + mirror.members().size()
                        + " instances, and another is asked for";
        return end(
                status,
                Verdict.notReady(ConditionReason.Launching, message),
                new GroupNews(
                        ActivityType.Terminate,
                        false,
                        "the spec changed " + what,
                        "GroupReplaced",
                        message,
                        instances()),
                true);
    }

    /**
     * The spec's window is over, and the cloud's is not: it cannot be changed, so the group ends as
     * it would have at its end.
     */
    Next expired(FleetStatus status) {
        boolean terminate = scene.spec().expirationBehavior() == LeavingBehavior.Terminate;
        String message =
                "The window is over, which the cloud cannot be told of a group: "
                        + mirror.wanted().terms().name()
                        + " is deleted, and its "
                        + mirror.members().size()
                        + (terminate ? " instances end" : " instances run on");
        return end(
                status,
                Verdict.notReady(ConditionReason.Expired, message),
                GroupNews.good(
                                terminate ? ActivityType.Terminate : ActivityType.Release,
                                "spec.validUntil was set to a time that is past",
                                terminate ? "GroupEnded" : "Released",
                                message)
                        .about(instances()),
                terminate);
    }

    private List<String> instances() {
        return mirror.members().stream().map(CloudGroups.Member::id).toList();
    }

    private Next end(FleetStatus status, Verdict verdict, GroupNews news, boolean terminate) {
        Duration pause = scene.pause(RequestBudget.Action.GIVE_UP);
        if (pause.isPositive()) {
            scene.store().write(status);
            return scene.meanwhile(pause);
        }
        SendDeadline deadline = scene.deadline();
        if (!announce(status, verdict, news)) {
            return scene.soon();
        }
        return switch (scene.groups().delete(id, terminate, deadline)) {
            case CallOutcome.Accepted _ -> taken();
            case CallOutcome.Refused(CloudFailure.Gone _) -> taken();
            case CallOutcome.Refused(CloudFailure failure) ->
                    scene.refused(GroupScene.Call.DELETE, scene.store().status(), failure);
            // Deleting it twice is deleting it once.
            case CallOutcome.Unknown(String cause) ->
                    scene.refused(
                            GroupScene.Call.DELETE,
                            scene.store().status(),
                            new CloudFailure.Transient("NoAnswer", cause));
        };
    }

    private Next taken() {
        scene.memory().accepted();
        scene.memory().deleting(id);
        return scene.soon();
    }

    private boolean announce(FleetStatus status, Verdict verdict, GroupNews news) {
        CloudGroupStatus group = Objects.requireNonNull(status.group());
        boolean announced =
                scene.store().status().activities().stream()
                        .anyMatch(activity ->
                                news.reason().equals(activity.reason())
                                        && group.endingSince() != null
                                        && !group.endingSince()
                                                .isAfter(
                                                        Objects.requireNonNull(
                                                                activity.startedAt())));
        if (announced) {
            return scene.tellAsking(status, verdict);
        }
        FleetStatus ending =
                status.toBuilder()
                        .group(
                                new CloudGroupStatus(
                                        group.id(),
                                        group.name(),
                                        group.status(),
                                        group.taskState(),
                                        null,
                                        group.endingSince() == null
                                                ? scene.now()
                                                : group.endingSince(),
                                        group.order()))
                        .build();
        return scene.tell(ending, verdict, news);
    }
}
