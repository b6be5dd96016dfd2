package io.spotkeeper.operator.cloudgroup;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.keeper.AccountCloud;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.operator.EventRecorder;
import io.spotkeeper.operator.FleetRoster;
import io.spotkeeper.operator.account.AccountAccess;
import io.spotkeeper.operator.account.AccountState;
import io.spotkeeper.operator.fleet.Abandonment;
import io.spotkeeper.operator.fleet.FleetLooks;
import io.spotkeeper.operator.fleet.RosterEntry;
import io.spotkeeper.operator.status.Conditions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at one AutoLaunchGroup that the cloud itself keeps. */
public final class CloudGroupLooks {
    private static final Logger log = LoggerFactory.getLogger(CloudGroupLooks.class);
    private static final Duration ACCOUNT_READ = Duration.ofSeconds(1);
    private static final Duration OBSTACLE = Duration.ofSeconds(30);
    private static final Duration SOON = Duration.ofMillis(200);

    private final AccountAccess accounts;
    private final FleetRoster roster;
    private final EventRecorder events;
    private final Timing timing;
    private final TimeSource time;
    private final Map<String, GroupMemory> memories = new ConcurrentHashMap<>();

    /** Looks at groups of these accounts. */
    public CloudGroupLooks(
            AccountAccess accounts,
            FleetRoster roster,
            EventRecorder events,
            Timing timing,
            TimeSource time) {
        this.accounts = accounts;
        this.roster = roster;
        this.events = events;
        this.timing = timing;
        this.time = time;
    }

    /** Looks at a group, and does what is to be done about it now. */
    public UpdateControl<AutoLaunchGroup> look(
            AutoLaunchGroup group, Context<AutoLaunchGroup> context) {
        if (context.isPrimaryResourceDeleted()
                || group.isMarkedForDeletion() && !group.hasFinalizer(FleetLooks.FINALIZER)) {
            forget(group);
            return UpdateControl.noUpdate();
        }
        GroupStore store = new KubernetesGroupStore(group, context);
        if (group.isMarkedForDeletion() && Abandonment.wanted(group)) {
            abandon(group);
            return letGo(store);
        }
        AccountState account =
                accounts.state(
                        group.getMetadata().getNamespace(), group.getSpec().accountRef().name());
        enlist(group, account);
        return switch (account) {
            case AccountState.Unknown _ -> again(ACCOUNT_READ);
            case AccountState.Unusable unusable -> without(store, unusable);
            case AccountState.Usable usable ->
                    usable.account().provider().groups().isPresent()
                            ? pass(store, usable.account())
                            : notOffered(store, usable);
        };
    }

    // ---- without a cloud that has such groups ----

    private UpdateControl<AutoLaunchGroup> notOffered(
            GroupStore store, AccountState.Usable account) {
        return store.object().isMarkedForDeletion()
                ? letGo(store)
                : refuse(
                        store,
                        ConditionReason.NotOffered,
                        account.spec().provider()
                                + " keeps no groups of its own, which spec.management Provider asks"
                                + " for. The same group with management Operator works on every"
                                + " provider; management cannot be changed, so create another"
                                + " AutoLaunchGroup");
    }

    private UpdateControl<AutoLaunchGroup> without(
            GroupStore store, AccountState.Unusable account) {
        if (!store.object().isMarkedForDeletion()) {
            return refuse(store, account.reason(), account.message());
        }
        if (neverAsked(store.status())) {
            return letGo(store);
        }
        return account.lastGood() != null && account.lastGood().provider().groups().isPresent()
                ? pass(store, account.lastGood())
                : refuse(
                        store,
                        ConditionReason.CredentialsLost,
                        "The cloud's group may still exist and cannot be deleted: "
                                + account.message()
                                + ". Restore the credentials, or give the group up with the"
                                + " annotation "
                                + Abandonment.annotation(store.object()));
    }

    /** Whether the status, which is there, says that nothing was ever asked of the cloud. */
    private static boolean neverAsked(FleetStatus status) {
        return status.group() != null && !Boolean.TRUE.equals(status.everLaunched());
    }

    private UpdateControl<AutoLaunchGroup> refuse(
            GroupStore store, ConditionReason reason, String message) {
        boolean told =
                store.write(
                        Conditions.told(
                                store.status(),
                                store.object().getMetadata(),
                                false,
                                reason,
                                message,
                                null,
                                time.now()));
        return again(told ? OBSTACLE : SOON);
    }

    // ---- with one ----

    private UpdateControl<AutoLaunchGroup> pass(GroupStore store, AccountCloud cloud) {
        HasMetadata object = store.object();
        GroupMemory memory =
                memories.computeIfAbsent(object.getMetadata().getUid(), _ -> new GroupMemory());
        // What was refused is asked at once with another spec, or with other keys.
        memory.about(List.of(object.getMetadata().getGeneration(), cloud.provider()));
        GroupScene scene =
                new GroupScene(
                        store,
                        new GroupScene.Cloud(
                                cloud.provider().groups().orElseThrow(),
                                cloud.budget(),
                                cloud.allowance().limited()),
                        memory,
                        news -> news.tell(store.object(), events),
                        time,
                        timing.accepting(cloud.provider().signatureAge()));
        return switch (new GroupPass(scene).look()) {
            case Next.Again(Duration delay) -> again(delay);
            case Next.LetGo _ -> letGo(store);
        };
    }

    private static UpdateControl<AutoLaunchGroup> again(Duration delay) {
        return UpdateControl.<AutoLaunchGroup>noUpdate().rescheduleAfter(delay);
    }

    /** Its instances carry no tags of ours, so no listing of a region is wanted for it. */
    private void enlist(AutoLaunchGroup group, AccountState account) {
        roster.put(RosterEntry.of(group, Set.of(), Set.of()), account.access().orElse(null));
    }

    // ---- letting go ----

    private void abandon(AutoLaunchGroup object) {
        CloudGroupStatus group = object.getStatus() == null ? null : object.getStatus().group();
        String left = group == null ? ProviderOrder.name(object) : name(group);
        log.atWarn()
                .addKeyValue("fleet", object.getMetadata().getName())
                .addKeyValue("group", left)
                .log("given up without looking");
        events.warning(
                object,
                "Abandoned",
                "Given up without looking: the cloud's group "
                        + left
                        + " and its instances; look for it in the cloud's console");
    }

    private static @Nullable String name(CloudGroupStatus group) {
        return group.id() == null ? group.name() : group.name() + " (" + group.id() + ")";
    }

    private UpdateControl<AutoLaunchGroup> letGo(GroupStore store) {
        store.removeFinalizer();
        forget(store.object());
        return UpdateControl.noUpdate();
    }

    private void forget(AutoLaunchGroup group) {
        memories.remove(group.getMetadata().getUid());
        roster.remove(group.getMetadata().getUid());
    }
}
