package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.api.v1alpha1.ActivityType;
import io.spotkeeper.api.v1alpha1.CloudGroupOrder;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.CloudGroups.Creation;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.GroupOrder;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.cloud.SendDeadline;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Makes the cloud's group exactly once, where no call has an idempotency key. What is asked is
 * written first; what was not answered is looked for by its name, and nothing else is asked for
 * until two complete listings agree that there is none, the second begun so long after the first
 * that nothing which was ever sent can still be on its way.
 */
final class GroupCreation {
    private static final Duration SEARCH = Duration.ofMinutes(1);

    private final GroupScene scene;

    GroupCreation(GroupScene scene) {
        this.scene = scene;
    }

    // ---- an answer that nobody has ----

    /** Looks for the group of an unanswered creation, also while its object is being deleted. */
    Next settle(Instant askedAt) {
        CloudGroupStatus group = scene.group();
        String name = Objects.requireNonNull(group.name(), "written with the question");
        long started = scene.nanos();
        switch (scene.groups().named(name)) {
            case Answer.Missing<List<CloudGroups.Row>>(Fault fault) -> {
                return scene.unseen(fault.failure());
            }
            case Answer.Given<List<CloudGroups.Row>>(List<CloudGroups.Row> rows) -> {
                Optional<CloudGroups.Row> found = living(rows);
                if (found.isPresent()) {
                    return adopt(found.get(), rows);
                }
                if (!rows.stream().allMatch(this::over)) {
                    // One that goes: until it is gone, nothing can be said of another.
                    scene.memory().notClean();
                    return scene.underWay();
                }
            }
        }
        long since = scene.memory().clean(askedAt, started);
        Duration wait = scene.settleWait().minusNanos(started - since);
        if (wait.isPositive()) {
            boolean told =
                    scene.tell(
                            scene.store().status(),
                            Verdict.notReady(
                                    scene.deleting()
                                            ? ConditionReason.Deleting
                                            : ConditionReason.Launching,
                                    "Whether the cloud made the group "
                                            + name
                                            + " was not answered; it is looked for by its name, and"
                                            + " no other is asked for meanwhile"));
            return told ? scene.after(wait.compareTo(SEARCH) > 0 ? SEARCH : wait) : scene.soon();
        }
        if (scene.deleting()) {
            return new Next.LetGo();
        }
        scene.tell(
                with(
                        scene.store().status(),
                        new CloudGroupStatus(null, name, null, null, null, null, null)),
                Verdict.notReady(ConditionReason.Launching, "The cloud's group is asked for"),
                GroupNews.good(
                        ActivityType.Settle,
                        "no answer to the creation of a group was ever received",
                        "GroupNotFound",
                        "Two listings agree that the cloud has no group " + name));
        return scene.soon();
    }

    /** Whether a deleted object may go: the cloud must have nothing of its name. */
    Next leave(String name) {
        return switch (scene.groups().named(name)) {
            case Answer.Missing<List<CloudGroups.Row>>(Fault fault) ->
                    scene.unseen(fault.failure());
            case Answer.Given<List<CloudGroups.Row>>(List<CloudGroups.Row> rows) ->
                    living(rows)
                            .map(row -> adopt(row, rows))
                            .orElseGet(() ->
                                    rows.stream().allMatch(this::over)
                                            ? new Next.LetGo()
                                            : scene.underWay());
        };
    }

    private boolean over(CloudGroups.Row row) {
        return CloudGroups.DELETED.equals(row.status()) || scene.memory().former(row.id());
    }

    private Optional<CloudGroups.Row> living(List<CloudGroups.Row> rows) {
        return rows.stream()
                .filter(row -> !CloudGroups.DELETING.equals(row.status()))
                .filter(row -> !CloudGroups.DELETED.equals(row.status()))
                .filter(row -> !scene.memory().former(row.id()))
                .min(Comparator.comparing(CloudGroups.Row::id));
    }

    private Next adopt(CloudGroups.Row row, List<CloudGroups.Row> all) {
        CloudGroupStatus group = scene.group();
        scene.memory().present();
        String others =
                all.size() > 1
                        ? "; the cloud has " + all.size() + " of this name, look at them"
                        : "";
        GroupNews news =
                new GroupNews(
                        ActivityType.Settle,
                        all.size() == 1,
                        "a group of this object's name was found at the cloud",
                        "GroupAdopted",
                        "The cloud's group " + row.id() + " is this object's" + others,
                        List.of());
        scene.tell(
                with(scene.store().status(), known(group, row.id(), group.order())).toBuilder()
                        .everLaunched(true)
                        .build(),
                Verdict.notReady(
                        scene.deleting() ? ConditionReason.Deleting : ConditionReason.Launching,
                        "The cloud's group was found by its name"),
                news);
        return scene.soon();
    }

    // ---- asking ----

    /**
     * Asks for the group. It is looked for first all the same: a status that was restored from
     * before a creation knows nothing of it.
     */
    Next create() {
        Duration pause = scene.pause(RequestBudget.Action.LAUNCH);
        if (pause.isPositive()) {
            return scene.after(pause);
        }
        GroupOrder order = scene.wanted();
        switch (scene.groups().named(order.terms().name())) {
            case Answer.Missing<List<CloudGroups.Row>>(Fault fault) -> {
                return scene.unseen(fault.failure());
            }
            case Answer.Given<List<CloudGroups.Row>>(List<CloudGroups.Row> rows) -> {
                Optional<CloudGroups.Row> found = living(rows);
                if (found.isPresent()) {
                    return adopt(found.get(), rows);
                }
            }
        }
        return ask(order);
    }

    private Next ask(GroupOrder order) {
        SendDeadline deadline = scene.deadline();
        CloudGroupOrder kept = ProviderOrder.kept(order);
        Instant askedAt = scene.now();
        CloudGroupStatus asked =
                new CloudGroupStatus(null, order.terms().name(), null, null, askedAt, null, kept);
        FleetStatus intent =
                with(scene.store().status(), asked).toBuilder().everLaunched(true).build();
        if (!scene.tellAsking(
                intent,
                Verdict.notReady(
                        ConditionReason.Launching,
                        "The cloud is asked for the group " + order.terms().name()))) {
            return scene.soon();
        }
        return switch (scene.groups().create(order, deadline)) {
            case Creation.Created(String id) -> created(id, asked, kept);
            case Creation.Refused(var failure) -> {
                // The intent is the only one: the answer is its own.
                scene.store().record(status -> isStill(asked, status) ? unasked(status) : null);
                yield isStill(unasked(asked), scene.store().status())
                        ? scene.refused(GroupScene.Call.CREATE, scene.store().status(), failure)
                        : scene.soon();
            }
            case Creation.Unknown _ -> scene.soon();
        };
    }

    private Next created(String id, CloudGroupStatus asked, CloudGroupOrder kept) {
        scene.memory().accepted();
        scene.memory().present();
        GroupNews news =
                GroupNews.good(
                        ActivityType.Launch,
                        "management Provider: the cloud buys",
                        "GroupCreated",
                        "The cloud made the group " + asked.name() + " (" + id + ")");
        boolean written =
                scene.store()
                        .record(status ->
                                isStill(asked, status)
                                        ? scene.told(
                                                news.in(
                                                        with(status, known(asked, id, kept)),
                                                        scene.now()),
                                                Verdict.notReady(
                                                        ConditionReason.Launching,
                                                        "The cloud made the group and is buying"),
                                                null)
                                        : null);
        if (written) {
            scene.news().accept(news);
        }
        return scene.soon();
    }

    private static boolean isStill(CloudGroupStatus group, FleetStatus status) {
        return group.equals(status.group());
    }

    private static CloudGroupStatus unasked(CloudGroupStatus group) {
        return new CloudGroupStatus(null, group.name(), null, null, null, null, null);
    }

    private static FleetStatus unasked(FleetStatus status) {
        CloudGroupStatus group = Objects.requireNonNull(status.group());
        return with(status, unasked(group));
    }

    private static CloudGroupStatus known(
            CloudGroupStatus group, String id, @Nullable CloudGroupOrder order) {
        return new CloudGroupStatus(id, group.name(), null, null, null, null, order);
    }

    private static FleetStatus with(FleetStatus status, CloudGroupStatus group) {
        return status.toBuilder().group(group).build();
    }
}
