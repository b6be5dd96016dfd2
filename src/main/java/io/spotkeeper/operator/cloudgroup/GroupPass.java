package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.ActivityType;
import io.spotkeeper.api.v1alpha1.CloudGroupOrder;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.GroupType;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.cloud.SendDeadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One look at one group: what the cloud shows of it, and the one thing to be done about it. */
final class GroupPass {
    private final GroupScene scene;
    private final GroupCreation creation;
    private final GroupHold holds;

    GroupPass(GroupScene scene) {
        this.scene = scene;
        this.creation = new GroupCreation(scene);
        this.holds = new GroupHold(scene);
    }

    /** Looks, and does what is to be done now. */
    Next look() {
        Optional<Verdict> hold = scene.deleting() ? Optional.empty() : holds.reason();
        CloudGroupStatus group = scene.store().group();
        boolean untouched = !scene.store().finalizerPresent() && !scene.deleting();
        if (untouched && hold.isPresent()) {
            return rest(hold.get());
        }
        if (group == null) {
            return begin();
        }
        if (untouched) {
            scene.store().addFinalizer();
            return scene.soon();
        }
        if (group.id() != null && !CloudGroups.DELETED.equals(group.status())) {
            return known(group.id(), hold);
        }
        if (group.askedAt() != null) {
            return creation.settle(group.askedAt());
        }
        if (scene.deleting()) {
            return creation.leave(name(group));
        }
        return hold.or(() -> holds.spent(group)).map(this::rest).orElseGet(creation::create);
    }

    private static String name(CloudGroupStatus group) {
        return Objects.requireNonNull(group.name(), "the first write names it");
    }

    /**
     * The first write, or the first after the status was lost. A finalizer says that something may
     * have been asked for: then the group is looked for as if no answer had come.
     */
    private Next begin() {
        Instant doubt = scene.store().finalizerPresent() ? scene.now() : null;
        scene.tell(
                scene.store().status().toBuilder()
                        .group(
                                new CloudGroupStatus(
                                        null,
                                        ProviderOrder.name(scene.object()),
                                        null,
                                        null,
                                        doubt,
                                        null,
                                        null))
                        .build(),
                Verdict.notReady(ConditionReason.Launching, "The cloud's group is asked for"));
        return scene.soon();
    }

    /** Nothing is there, and nothing is asked for. */
    private Next rest(Verdict verdict) {
        FleetStatus status = GroupMirror.nothing(scene.store().status(), scene.wanted());
        return scene.tell(status, verdict) ? scene.atRest() : scene.soon();
    }

    // ---- a group that is known ----

    private Next known(String id, Optional<Verdict> hold) {
        long started = scene.nanos();
        return switch (scene.groups().show(id)) {
            case Answer.Missing<GroupFacts>(Fault fault) ->
                    fault.failure() instanceof CloudFailure.Gone
                            ? absent(id, started)
                            : scene.unseen(fault.failure());
            case Answer.Given<GroupFacts>(GroupFacts facts) -> {
                scene.memory().present();
                yield CloudGroups.DELETED.equals(facts.status())
                        ? gone(id)
                        : shown(id, facts, hold);
            }
        };
    }

    private Next shown(String id, GroupFacts facts, Optional<Verdict> hold) {
        return switch (scene.groups().members(id)) {
            case Answer.Missing<List<CloudGroups.Member>>(Fault fault) ->
                    scene.unseen(fault.failure());
            case Answer.Given<List<CloudGroups.Member>>(List<CloudGroups.Member> members) ->
                    shown(id, new GroupMirror(scene.wanted(), facts, members), hold);
        };
    }

    private Next shown(String id, GroupMirror mirror, Optional<Verdict> hold) {
        FleetStatus status = mirror.in(scene.store().status());
        CloudGroupStatus group = Objects.requireNonNull(status.group());
        if (mirror.facts().ending()) {
            return scene.tell(status, ending(mirror)) ? scene.underWay() : scene.soon();
        }
        GroupEnd end = new GroupEnd(scene, id, mirror);
        if (scene.deleting()) {
            return end.withObject(status);
        }
        GroupDrift drift = GroupDrift.between(mirror.wanted(), group.order(), mirror.facts());
        if (holds.expired() && drift.fixed().contains(GroupDrift.END)) {
            return end.expired(status);
        }
        if (hold.isPresent()) {
            return tell(status, mirror, hold.get());
        }
        if (group.endingSince() != null || !drift.fixed().isEmpty()) {
            return end.replaced(status, drift.fixed());
        }
        if (!drift.inPlace().isEmpty()) {
            return update(id, status, mirror, drift.inPlace());
        }
        return tell(ordered(status, mirror.wanted()), mirror, null);
    }

    private Verdict ending(GroupMirror mirror) {
        return Verdict.notReady(
                scene.deleting() ? ConditionReason.Deleting : ConditionReason.Launching,
                "The cloud is deleting its group: " + mirror.summary());
    }

    private Next tell(FleetStatus mirrored, GroupMirror mirror, @Nullable Verdict hold) {
        FleetStatus status = mirrored;
        if (mirror.wanted().once()) {
            status =
                    status.toBuilder()
                            .request(
                                    mirror.request(
                                            status.request(),
                                            scene.object().getMetadata().getGeneration(),
                                            scene.now()))
                            .build();
        }
        Verdict verdict = verdict(status, mirror, hold);
        if (hold == null) {
            scene.memory().accepted();
        }
        if (!scene.tell(status, verdict)) {
            return scene.soon();
        }
        return verdict.reason().progress() == ConditionReason.Progress.Reconciling
                ? scene.underWay()
                : scene.atRest();
    }

    private Verdict verdict(FleetStatus status, GroupMirror mirror, @Nullable Verdict hold) {
        if (hold != null) {
            boolean paused = hold.reason() == ConditionReason.Paused;
            return new Verdict(
                    hold.reason(),
                    paused && mirror.runs(),
                    hold.message() + "; " + mirror.summary());
        }
        Instant since = scene.spec().validSince();
        return since != null && scene.time().now().isBefore(since)
                ? Verdict.notReady(
                        ConditionReason.NotYetValid,
                        "The cloud begins to buy at " + since + "; " + mirror.summary())
                : mirror.verdict(status.request());
    }

    // What was found by its name alone is what is wanted, as far as the cloud tells.
    private static FleetStatus ordered(FleetStatus status, GroupOrder wanted) {
        CloudGroupStatus group = Objects.requireNonNull(status.group());
        return group.order() == null ? with(status, group, ProviderOrder.kept(wanted)) : status;
    }

    private static FleetStatus with(
            FleetStatus status, CloudGroupStatus group, CloudGroupOrder order) {
        return status.toBuilder()
                .group(
                        new CloudGroupStatus(
                                group.id(),
                                group.name(),
                                group.status(),
                                group.taskState(),
                                group.askedAt(),
                                group.endingSince(),
                                order))
                .build();
    }

    // ---- change ----

    private Next update(String id, FleetStatus status, GroupMirror mirror, List<String> fields) {
        Duration pause = scene.pause(RequestBudget.Action.LAUNCH);
        if (pause.isPositive()) {
            scene.store().write(status);
            return scene.meanwhile(pause);
        }
        SendDeadline deadline = scene.deadline();
        String what = String.join(", ", fields);
        if (!scene.tellAsking(
                status,
                new Verdict(
                        ConditionReason.Launching,
                        mirror.runs(),
                        "The cloud is asked to change " + what + ": " + mirror.summary()))) {
            return scene.soon();
        }
        return switch (scene.groups().update(id, mirror.wanted().terms(), deadline)) {
            case CallOutcome.Accepted _ -> updated(mirror.wanted(), what);
            case CallOutcome.Refused(CloudFailure failure) ->
                    scene.refused(GroupScene.Call.UPDATE, scene.store().status(), failure);
            case CallOutcome.Unknown(String cause) ->
                    scene.refused(
                            GroupScene.Call.UPDATE,
                            scene.store().status(),
                            new CloudFailure.Transient("NoAnswer", cause));
        };
    }

    private Next updated(GroupOrder wanted, String what) {
        GroupNews news =
                GroupNews.good(
                        ActivityType.Update,
                        "the spec, or somebody at the cloud, changed " + what,
                        "GroupUpdated",
                        "The cloud's group was changed in place: "
                                + what
                                + "; it is to hold "
                                + wanted.terms().target()
                                + " units, "
                                + wanted.terms().stable()
                                + " on demand");
        // A cloud that takes a change and shows it otherwise is not asked again and again.
        scene.memory().refused(scene.nanos(), scene.timing().inventoryInterval(), Duration.ZERO);
        boolean written =
                scene.store()
                        .record(status -> {
                            CloudGroupStatus group = status.group();
                            return group == null || group.id() == null
                                    ? null
                                    : news.in(
                                            with(status, group, ordered(group, wanted)),
                                            scene.now());
                        });
        if (written) {
            scene.news().accept(news);
        }
        return scene.soon();
    }

    /** What can be changed and is not shown, or not always, as it was asked for now. */
    private static CloudGroupOrder ordered(CloudGroupStatus group, GroupOrder wanted) {
        CloudGroupOrder now = ProviderOrder.kept(wanted);
        CloudGroupOrder made = group.order() == null ? now : group.order();
        return new CloudGroupOrder(
                made.type(),
                made.validSince(),
                made.validUntil(),
                made.allocationStrategy(),
                made.supplyOption(),
                made.region(),
                made.launchTemplate(),
                made.overrides(),
                now.spotPrice(),
                now.guaranteePlanId());
    }

    // ---- a group that is not there ----

    /** One answer that it is not there is no proof, unless it was we who had it deleted. */
    private Next absent(String id, long started) {
        if (scene.memory().deletedByUs(id)) {
            return gone(id);
        }
        String name = name(scene.group());
        switch (scene.groups().named(name)) {
            case Answer.Missing<List<CloudGroups.Row>>(Fault fault) -> {
                return scene.unseen(fault.failure());
            }
            case Answer.Given<List<CloudGroups.Row>>(List<CloudGroups.Row> rows) -> {
                if (rows.stream().anyMatch(row -> row.id().equals(id))) {
                    scene.memory().present();
                    return scene.underWay();
                }
            }
        }
        long since = scene.memory().absent(started);
        Duration wait = scene.timing().visibilityGrace().minusNanos(started - since);
        if (!wait.isPositive()) {
            return gone(id);
        }
        boolean told =
                scene.tell(
                        scene.store().status(),
                        Verdict.notReady(
                                ConditionReason.InventoryUntrusted,
                                "The cloud does not find its group "
                                        + name
                                        + " any more; it is looked for until that is sure"));
        return told ? scene.underWay() : scene.soon();
    }

    private Next gone(String id) {
        CloudGroupStatus group = scene.group();
        scene.memory().gone(id);
        scene.memory().accepted();
        FleetStatus status = GroupMirror.gone(scene.store().status(), scene.wanted());
        if (scene.deleting()) {
            scene.tell(
                    status,
                    Verdict.notReady(ConditionReason.Deleting, "The cloud's group is gone"));
            return scene.soon();
        }
        if (group.endingSince() != null) {
            scene.tell(
                    status,
                    Verdict.notReady(
                            ConditionReason.Launching,
                            "The cloud's group is gone; another is asked for"));
            return scene.soon();
        }
        boolean once = scene.spec().type() == GroupType.Request;
        scene.tell(
                status,
                Verdict.notReady(
                        ConditionReason.Launching, "The cloud's group was deleted at the cloud"),
                GroupNews.bad(
                        ActivityType.Interruption,
                        "somebody else had the cloud delete the group",
                        "GroupLost",
                        "The cloud's group "
                                + group.name()
                                + " ("
                                + id
                                + ") was deleted at the cloud; "
                                + (once
                                        ? "a request is made once, so none takes its place"
                                        : "another takes its place")));
        return scene.soon();
    }
}
