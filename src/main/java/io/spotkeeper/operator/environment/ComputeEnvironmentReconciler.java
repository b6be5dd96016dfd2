package io.spotkeeper.operator.environment;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.UserData;
import io.spotkeeper.keeper.FleetKeeper;
import io.spotkeeper.keeper.PassResult;
import io.spotkeeper.operator.EventRecorder;
import io.spotkeeper.operator.FleetRoster;
import io.spotkeeper.operator.Guarded;
import io.spotkeeper.operator.SecondLook;
import io.spotkeeper.operator.account.AccountAccess;
import io.spotkeeper.operator.account.AccountState;
import io.spotkeeper.operator.status.StatusStore;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Makes each ComputeEnvironment a fleet and hands it to the keeper, one pass at a time. */
@ControllerConfiguration(
        name = "computeenvironment",
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class ComputeEnvironmentReconciler implements Reconciler<ComputeEnvironment> {
    /** Keeps an environment until nothing of it is left in the cloud. */
    public static final String FINALIZER = "spotkeeper.io/fleet";

    private final FleetKeeper keeper;
    private final AccountAccess accounts;
    private final FleetRoster roster;
    private final EventRecorder events;
    private final TimeSource time;
    private final StatusStore.Writes writes = new StatusStore.Writes();

    /** UIDs of those that were told so: a pass is no reason for another Event. */
    private final Set<String> refusedAdoptions = ConcurrentHashMap.newKeySet();

    private final SimpleInboundEventSource<ComputeEnvironment> wakeUps =
            new SimpleInboundEventSource<>("wake-ups");

    /** Looks after compute environments. */
    public ComputeEnvironmentReconciler(
            FleetKeeper keeper,
            AccountAccess accounts,
            FleetRoster roster,
            EventRecorder events,
            TimeSource time) {
        this.keeper = keeper;
        this.accounts = accounts;
        this.roster = roster;
        this.events = events;
        this.time = time;
    }

    /** Wakes one environment; to be called from outside reconciliations only. */
    public void wake(ResourceID id) {
        wakeUps.propagateEvent(id);
    }

    @Override
    public List<EventSource<?, ComputeEnvironment>> prepareEventSources(
            EventSourceContext<ComputeEnvironment> context) {
        return List.of(wakeUps);
    }

    @Override
    public UpdateControl<ComputeEnvironment> reconcile(
            ComputeEnvironment environment, Context<ComputeEnvironment> context) throws Exception {
        return Guarded.run(() -> look(environment, context));
    }

    private UpdateControl<ComputeEnvironment> look(
            ComputeEnvironment environment, Context<ComputeEnvironment> context) {
        if (context.isPrimaryResourceDeleted()
                || environment.isMarkedForDeletion() && !environment.hasFinalizer(FINALIZER)) {
            forget(environment);
            // Only what is gone: an object that somebody else's finalizer holds would be woken for
            // ever.
            if (context.isPrimaryResourceDeleted()) {
                SecondLook.at(
                        ResourceID.fromResource(environment),
                        ComputeEnvironment.class,
                        context.getClient(),
                        wakeUps);
            }
            return UpdateControl.noUpdate();
        }
        if (environment.isMarkedForDeletion() && Abandonment.wanted(environment)) {
            Abandonment.tell(environment, events);
            return letGo(environment, context);
        }
        StatusStore<ComputeEnvironment> store =
                new StatusStore<>(
                        context, ComputeEnvironment.class, environment, FINALIZER, writes, time);
        AccountState account =
                accounts.state(
                        environment.getMetadata().getNamespace(),
                        environment.getSpec().accountRef().name());
        return switch (account) {
            case AccountState.Unknown _ -> {
                enlist(store.object(), account);
                yield again(NextLook.ACCOUNT_READ);
            }
            case AccountState.Unusable unusable -> without(store, unusable, context);
            case AccountState.Usable usable ->
                    EnvironmentFleet.unserved(environment.getSpec(), usable.spec())
                            .map(message -> without(store, unserving(usable, message), context))
                            .orElseGet(() -> with(store, usable, context));
        };
    }

    /** An account that works, but not for this environment: what exists is looked after with it. */
    private static AccountState.Unusable unserving(AccountState.Usable account, String message) {
        return new AccountState.Unusable(
                ConditionReason.InvalidTemplate,
                message,
                account.account(),
                account.key(),
                account.spec());
    }

    // ---- without a working account ----

    private UpdateControl<ComputeEnvironment> without(
            StatusStore<ComputeEnvironment> store,
            AccountState.Unusable account,
            Context<ComputeEnvironment> context) {
        ComputeEnvironment environment = store.object();
        enlist(environment, account);
        FleetRecord record = store.current();
        boolean launched = record != null && store.finalizerPresent();
        if (!environment.isMarkedForDeletion() && !(launched && account.lastGood() != null)) {
            return refuse(store, account.reason(), account.message());
        }
        if (environment.isMarkedForDeletion()
                && record != null
                && !record.everLaunched()
                && record.ledger().suspectSince() == null) {
            return letGo(environment, context);
        }
        if (account.lastGood() != null && account.key() != null && account.spec() != null) {
            return pass(
                    store,
                    new AccountState.Usable(account.lastGood(), account.key(), account.spec()),
                    Optional.of(new Fleet.Obstacle(reason(account.reason()), account.message())),
                    context);
        }
        return refuse(
                store,
                ConditionReason.CredentialsLost,
                "Instances may still exist and cannot be listed or terminated: "
                        + account.message()
                        + ". Restore the credentials, or give the instances up with the annotation "
                        + Abandonment.annotation(environment));
    }

    // ---- with one ----

    private UpdateControl<ComputeEnvironment> with(
            StatusStore<ComputeEnvironment> store,
            AccountState.Usable account,
            Context<ComputeEnvironment> context) {
        if (store.current() != null
                && !store.finalizerPresent()
                && !store.object().isMarkedForDeletion()) {
            context.resourceOperations().addFinalizer(FINALIZER);
            return again(NextLook.FINALIZER_ADDED);
        }
        return pass(store, account, Optional.empty(), context);
    }

    /**
     * What keeps it from launching keeps nothing else: what exists is looked after all the same.
     */
    private UpdateControl<ComputeEnvironment> pass(
            StatusStore<ComputeEnvironment> store,
            AccountState.Usable account,
            Optional<Fleet.Obstacle> obstacle,
            Context<ComputeEnvironment> context) {
        ComputeEnvironment environment = store.object();
        enlist(environment, account);
        Optional<UserData> userData = UserDataSecret.read(environment, context.getClient());
        Adoption adoption = adoption(environment, context);
        Fleet meant = EnvironmentFleet.of(environment, userData.orElse(null), adoption);
        Optional<Fleet.Obstacle> found =
                obstacle.or(adoption::refused)
                        .or(() ->
                                EnvironmentFleet.obstacle(
                                        environment, account.spec(), userData.orElse(null)));
        Fleet fleet = found.map(meant::hinderedBy).orElse(meant);
        store.describes(fleet, AccountState.currency(account.spec()));
        PassResult result = keeper.pass(fleet, account.account(), store);
        return after(store, account, result, found.isPresent(), context);
    }

    private Adoption adoption(ComputeEnvironment environment, Context<ComputeEnvironment> context) {
        String uid = environment.getMetadata().getUid();
        Adoption adoption = Adoption.of(environment, () -> context.getPrimaryCache().list());
        if (adoption.refused().isEmpty()) {
            refusedAdoptions.remove(uid);
        } else if (refusedAdoptions.add(uid)) {
            events.warning(environment, Adoption.REFUSED, adoption.refused().get().message());
        }
        return adoption;
    }

    private UpdateControl<ComputeEnvironment> after(
            StatusStore<ComputeEnvironment> store,
            AccountState.Usable account,
            PassResult result,
            boolean hindered,
            Context<ComputeEnvironment> context) {
        ComputeEnvironment environment = store.object();
        enlist(environment, account);
        result.news()
                .forEach(activity -> {
                    if (activity.succeeded()) {
                        events.normal(environment, activity.reason(), activity.message());
                    } else {
                        events.warning(environment, activity.reason(), activity.message());
                    }
                });
        if (result.letGo()) {
            return letGo(environment, context);
        }
        if (result.atNextListing()) {
            roster.await(environment.getMetadata().getUid());
        }
        accounts.want(account.key(), RosterEntry.regions(environment), result.listNow());
        return again(NextLook.after(result.again(), hindered, store.refused()));
    }

    private static UpdateControl<ComputeEnvironment> refuse(
            StatusStore<ComputeEnvironment> store, ConditionReason reason, String message) {
        return again(NextLook.afterRefusal(store.refuse(reason, message), store.refused()));
    }

    private static UpdateControl<ComputeEnvironment> again(Duration delay) {
        return UpdateControl.<ComputeEnvironment>noUpdate().rescheduleAfter(delay);
    }

    private static Reason reason(ConditionReason reason) {
        return Arrays.stream(Reason.values())
                .filter(known -> known.label().equals(reason.name()))
                .findFirst()
                .orElse(Reason.INVENTORY_UNTRUSTED);
    }

    private void enlist(ComputeEnvironment environment, AccountState account) {
        roster.put(RosterEntry.of(environment), account.access().orElse(null));
    }

    // ---- letting go ----

    private UpdateControl<ComputeEnvironment> letGo(
            ComputeEnvironment environment, Context<ComputeEnvironment> context) {
        context.resourceOperations().removeFinalizer(FINALIZER);
        forget(environment);
        return UpdateControl.noUpdate();
    }

    private void forget(ComputeEnvironment environment) {
        String uid = environment.getMetadata().getUid();
        keeper.forget(uid);
        roster.remove(uid);
        writes.forget(uid);
        refusedAdoptions.remove(uid);
    }
}
