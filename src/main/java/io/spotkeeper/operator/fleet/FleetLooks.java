package io.spotkeeper.operator.fleet;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.FleetSpec;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.FleetKeeper;
import io.spotkeeper.keeper.PassResult;
import io.spotkeeper.operator.EventRecorder;
import io.spotkeeper.operator.FleetRoster;
import io.spotkeeper.operator.account.AccountAccess;
import io.spotkeeper.operator.account.AccountState;
import io.spotkeeper.operator.status.StatusStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * One look at one object of any kind: it becomes a fleet and is handed to the keeper. The kinds
 * share one keeper, one roster and one memory.
 */
public final class FleetLooks {
    /** Keeps a fleet until nothing of it is left in the cloud. */
    public static final String FINALIZER = "spotkeeper.io/fleet";

    /** Reason of Events about what is legal and perhaps not meant. */
    private static final String REMARK = "SpecRemark";

    private final FleetKeeper keeper;
    private final AccountAccess accounts;
    private final FleetRoster roster;
    private final EventRecorder events;
    private final Adoptions adoptions;
    private final TimeSource time;
    private final StatusStore.Writes writes = new StatusStore.Writes();

    /** By UID: the generation that was remarked upon. A pass is no reason for another Event. */
    private final Map<String, Long> remarked = new ConcurrentHashMap<>();

    /** Looks at fleets of these accounts. */
    public FleetLooks(
            FleetKeeper keeper,
            AccountAccess accounts,
            FleetRoster roster,
            EventRecorder events,
            Adoptions adoptions,
            TimeSource time) {
        this.keeper = keeper;
        this.accounts = accounts;
        this.roster = roster;
        this.events = events;
        this.adoptions = adoptions;
        this.time = time;
    }

    /** Looks at an object, and does what is to be done about it now. */
    public <R extends CustomResource<? extends FleetSpec, FleetStatus>> UpdateControl<R> look(
            FleetKind<R> kind, R object, Context<R> context) {
        if (context.isPrimaryResourceDeleted()
                || object.isMarkedForDeletion() && !object.hasFinalizer(FINALIZER)) {
            forget(object);
            return UpdateControl.noUpdate();
        }
        if (object.isMarkedForDeletion() && Abandonment.wanted(object)) {
            Abandonment.tell(object, events);
            return letGo(object, context);
        }
        Look<R> look = new Look<>(kind, store(kind, object, context), context);
        AccountState account =
                accounts.state(
                        object.getMetadata().getNamespace(), object.getSpec().accountRef().name());
        return switch (account) {
            case AccountState.Unknown _ -> {
                enlist(look, account);
                yield again(NextLook.ACCOUNT_READ);
            }
            case AccountState.Unusable unusable -> without(look, unusable);
            case AccountState.Usable usable ->
                    unserved(kind.regions(object), usable)
                            .map(message -> without(look, unserving(usable, message)))
                            .orElseGet(() -> with(look, usable));
        };
    }

    /** Why the account cannot serve one of these regions at all, not even list it. */
    private static Optional<String> unserved(Set<String> regions, AccountState.Usable account) {
        return switch (account.spec().provider()) {
            case TencentCloud -> Optional.empty();
            case HuaweiCloud ->
                    regions.stream()
                            .sorted()
                            .map(region -> HuaweiRules.project(region, account.spec()))
                            .flatMap(Optional::stream)
                            .findFirst();
        };
    }

    /** An account that works, but not for this object: what exists is looked after with it. */
    private static AccountState.Unusable unserving(AccountState.Usable account, String message) {
        return new AccountState.Unusable(
                ConditionReason.InvalidTemplate,
                message,
                account.account(),
                account.key(),
                account.spec());
    }

    private record Look<R extends CustomResource<? extends FleetSpec, FleetStatus>>(
            FleetKind<R> kind, StatusStore<R> store, Context<R> context) {
        /** As last read or written. */
        R object() {
            return store.object();
        }
    }

    private <R extends CustomResource<? extends FleetSpec, FleetStatus>> StatusStore<R> store(
            FleetKind<R> kind, R object, Context<R> context) {
        return new StatusStore<>(context, kind.type(), object, FINALIZER, writes, time);
    }

    // ---- without a working account ----

    private <R extends CustomResource<? extends FleetSpec, FleetStatus>> UpdateControl<R> without(
            Look<R> look, AccountState.Unusable account) {
        R object = look.object();
        enlist(look, account);
        FleetRecord record = look.store().current();
        boolean launched = record != null && look.store().finalizerPresent();
        if (!object.isMarkedForDeletion() && !(launched && account.lastGood() != null)) {
            return refuse(look, account.reason(), account.message());
        }
        if (object.isMarkedForDeletion()
                && record != null
                && !record.everLaunched()
                && record.ledger().suspectSince() == null) {
            return letGo(object, look.context());
        }
        if (account.lastGood() != null && account.key() != null && account.spec() != null) {
            return pass(
                    look,
                    new AccountState.Usable(account.lastGood(), account.key(), account.spec()),
                    Optional.of(new Fleet.Obstacle(reason(account.reason()), account.message())));
        }
        return refuse(
                look,
                ConditionReason.CredentialsLost,
                "Instances may still exist and cannot be listed or terminated: "
                        + account.message()
                        + ". Restore the credentials, or give the instances up with the annotation "
                        + Abandonment.annotation(object));
    }

    // ---- with one ----

    private <R extends CustomResource<? extends FleetSpec, FleetStatus>> UpdateControl<R> with(
            Look<R> look, AccountState.Usable account) {
        if (look.store().current() != null
                && !look.store().finalizerPresent()
                && !look.object().isMarkedForDeletion()) {
            look.context().resourceOperations().addFinalizer(FINALIZER);
            return again(NextLook.FINALIZER_ADDED);
        }
        return pass(look, account, Optional.empty());
    }

    /**
     * What keeps it from launching keeps nothing else: what exists is looked after all the same.
     */
    private <R extends CustomResource<? extends FleetSpec, FleetStatus>> UpdateControl<R> pass(
            Look<R> look, AccountState.Usable account, Optional<Fleet.Obstacle> obstacle) {
        R object = look.object();
        enlist(look, account);
        remark(look.kind(), object);
        UserDataSecrets userData =
                UserDataSecrets.read(
                        look.kind().userData(object),
                        object.getMetadata().getNamespace(),
                        look.context().getClient());
        Adoption adoption = adoptions.of(object);
        Fleet meant = look.kind().fleet(object, account, userData, adoption);
        Fleet fleet = obstacle.or(adoption::refused).map(meant::hinderedBy).orElse(meant);
        look.store().describes(fleet, AccountState.currency(account.spec()));
        PassResult result = keeper.pass(fleet, account.account(), look.store());
        return after(look, account, result, fleet.obstacle() != null);
    }

    private <R extends CustomResource<? extends FleetSpec, FleetStatus>> void remark(
            FleetKind<R> kind, R object) {
        Long generation = object.getMetadata().getGeneration();
        if (!generation.equals(remarked.put(object.getMetadata().getUid(), generation))) {
            kind.remarks(object).forEach(text -> events.warning(object, REMARK, text));
        }
    }

    private <R extends CustomResource<? extends FleetSpec, FleetStatus>> UpdateControl<R> after(
            Look<R> look, AccountState.Usable account, PassResult result, boolean hindered) {
        R object = look.object();
        enlist(look, account);
        result.news().forEach(activity -> tell(object, activity));
        wakeServed(account.account().allowance().served());
        if (result.letGo()) {
            return letGo(object, look.context());
        }
        if (result.atNextListing()) {
            roster.await(object.getMetadata().getUid());
        }
        accounts.want(account.key(), RosterEntry.regions(look.kind(), object), result.listNow());
        return again(NextLook.after(result.again(), hindered, look.store().refused()));
    }

    /** As an Event; instances that are handed over are named, for nobody else will. */
    private void tell(HasMetadata object, Activity activity) {
        if (activity.type() == Activity.Type.RELEASE) {
            events.listing(
                    object, activity.reason(), activity.message() + ":", activity.instanceIds());
        } else if (activity.succeeded()) {
            events.normal(object, activity.reason(), activity.message());
        } else {
            events.warning(object, activity.reason(), activity.message());
        }
    }

    // Fleets may be woken only from outside their reconciliations.
    private void wakeServed(Set<String> uids) {
        if (!uids.isEmpty()) {
            Thread.ofVirtual().start(() -> roster.wake(uids));
        }
    }

    private static <R extends CustomResource<? extends FleetSpec, FleetStatus>>
            UpdateControl<R> refuse(Look<R> look, ConditionReason reason, String message) {
        return again(
                NextLook.afterRefusal(
                        look.store().refuse(reason, message), look.store().refused()));
    }

    private static <R extends CustomResource<? extends FleetSpec, FleetStatus>>
            UpdateControl<R> again(Duration delay) {
        return UpdateControl.<R>noUpdate().rescheduleAfter(delay);
    }

    private static Reason reason(ConditionReason reason) {
        return Arrays.stream(Reason.values())
                .filter(known -> known.label().equals(reason.name()))
                .findFirst()
                .orElse(Reason.INVENTORY_UNTRUSTED);
    }

    private <R extends CustomResource<? extends FleetSpec, FleetStatus>> void enlist(
            Look<R> look, AccountState account) {
        roster.put(RosterEntry.of(look.kind(), look.object()), account.access().orElse(null));
    }

    // ---- letting go ----

    private <R extends CustomResource<? extends FleetSpec, FleetStatus>> UpdateControl<R> letGo(
            R object, Context<R> context) {
        context.resourceOperations().removeFinalizer(FINALIZER);
        forget(object);
        return UpdateControl.noUpdate();
    }

    private void forget(CustomResource<? extends FleetSpec, FleetStatus> object) {
        String uid = object.getMetadata().getUid();
        keeper.forget(uid);
        roster.remove(uid);
        writes.forget(uid);
        remarked.remove(uid);
        adoptions.forget(uid);
        wakeServed(
                accounts.forget(
                        object.getMetadata().getNamespace(),
                        object.getSpec().accountRef().name(),
                        uid));
    }
}
