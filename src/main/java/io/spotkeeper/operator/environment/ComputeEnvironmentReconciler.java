package io.spotkeeper.operator.environment;

import io.fabric8.kubernetes.api.model.Secret;
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
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
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
import io.spotkeeper.operator.account.AccountAccess;
import io.spotkeeper.operator.account.AccountState;
import io.spotkeeper.operator.status.StatusStore;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes each ComputeEnvironment a fleet and hands it to the keeper, one pass at a time. */
@ControllerConfiguration(
        name = "computeenvironment",
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class ComputeEnvironmentReconciler implements Reconciler<ComputeEnvironment> {
    /** Keeps an environment until nothing of it is left in the cloud. */
    public static final String FINALIZER = "spotkeeper.io/fleet";

    /** Annotation that gives up on what the cloud may still hold; its value is the object's UID. */
    public static final String ABANDON = "spotkeeper.io/abandon";

    private static final Logger log = LoggerFactory.getLogger(ComputeEnvironmentReconciler.class);
    private static final Duration SOON = Duration.ofMillis(200);

    /** The account wakes its fleets once it was looked at; this is the net under that. */
    private static final Duration ACCOUNT_READ = Duration.ofSeconds(1);

    private static final Duration WRITE_PAUSE = Duration.ofSeconds(5);
    private static final Duration ACCOUNT_PAUSE = Duration.ofSeconds(30);

    private static final int IDS_PER_EVENT = 20;
    private static final Duration OBSTACLE_PAUSE = Duration.ofSeconds(30);

    /** Nothing has to happen for longer than this without a look. */
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private final FleetKeeper keeper;
    private final AccountAccess accounts;
    private final FleetRoster roster;
    private final EventRecorder events;
    private final TimeSource time;
    private final StatusStore.Writes writes = new StatusStore.Writes();
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
        String uid = environment.getMetadata().getUid();
        if (context.isPrimaryResourceDeleted()
                || environment.isMarkedForDeletion() && !environment.hasFinalizer(FINALIZER)) {
            keeper.forget(uid);
            roster.remove(uid);
            writes.forget(uid);
            return UpdateControl.noUpdate();
        }
        if (environment.isMarkedForDeletion() && abandoned(environment)) {
            return abandon(environment, context);
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
                yield again(ACCOUNT_READ);
            }
            case AccountState.Unusable unusable -> without(store, unusable, context);
            case AccountState.Usable usable -> with(store, usable, context);
        };
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
                        + ABANDON
                        + "="
                        + environment.getMetadata().getUid());
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
            return again(Duration.ofMillis(10));
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
        Optional<UserData> userData = userData(environment, context);
        Fleet meant = EnvironmentFleet.of(environment, userData.orElse(null));
        Optional<Fleet.Obstacle> found =
                obstacle.or(() ->
                        EnvironmentFleet.obstacle(
                                environment.getSpec(), account.spec(), userData.orElse(null)));
        Fleet fleet = found.map(meant::hinderedBy).orElse(meant);
        store.describes(fleet, AccountState.currency(account.spec()));
        PassResult result = keeper.pass(fleet, account.account(), store);
        return after(store, account, result, found.isPresent() ? OBSTACLE_PAUSE : LONGEST, context);
    }

    private UpdateControl<ComputeEnvironment> after(
            StatusStore<ComputeEnvironment> store,
            AccountState.Usable account,
            PassResult result,
            Duration longest,
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
        accounts.want(account.key(), regions(environment), result.listNow());
        Duration again = result.again();
        if (again == null) {
            return again(longest);
        }
        Duration least = store.refused() ? WRITE_PAUSE : SOON;
        Duration floor = again.compareTo(least) < 0 ? least : again;
        return again(floor.compareTo(longest) > 0 ? longest : floor);
    }

    private static UpdateControl<ComputeEnvironment> refuse(
            StatusStore<ComputeEnvironment> store, ConditionReason reason, String message) {
        return again(
                store.refuse(reason, message)
                        ? ACCOUNT_PAUSE
                        : store.refused() ? WRITE_PAUSE : SOON);
    }

    private static UpdateControl<ComputeEnvironment> again(Duration delay) {
        return UpdateControl.<ComputeEnvironment>noUpdate().rescheduleAfter(delay);
    }

    // A short-lived copy would save a read per pass; passes are rare, and a changed Secret has
    // to be seen before the next launch.
    private static Optional<UserData> userData(
            ComputeEnvironment environment, Context<ComputeEnvironment> context) {
        SecretKeyReference reference = environment.getSpec().template().userDataSecretRef();
        if (reference == null) {
            return Optional.empty();
        }
        Secret secret =
                context.getClient()
                        .secrets()
                        .inNamespace(environment.getMetadata().getNamespace())
                        .withName(reference.name())
                        .get();
        if (secret == null || secret.getData() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(secret.getData().get(reference.key()))
                .map(encoded -> new UserData(Base64.getDecoder().decode(encoded)));
    }

    private static Reason reason(ConditionReason reason) {
        return Arrays.stream(Reason.values())
                .filter(known -> known.label().equals(reason.name()))
                .findFirst()
                .orElse(Reason.INVENTORY_UNTRUSTED);
    }

    // ---- roster ----

    private void enlist(ComputeEnvironment environment, AccountState account) {
        FleetStatus status = environment.getStatus();
        int instances = status == null || status.replicas() == null ? 0 : status.replicas();
        BigDecimal cost =
                status == null || status.cost() == null || status.cost().hourly() == null
                        ? BigDecimal.ZERO
                        : new BigDecimal(status.cost().hourly());
        roster.put(
                new FleetRoster.Entry(
                        environment.getMetadata().getUid(),
                        environment.getKind(),
                        ResourceID.fromResource(environment),
                        environment.getSpec().accountRef().name(),
                        regions(environment),
                        status == null ? Set.of() : Set.copyOf(status.regionsInUse()),
                        instances,
                        cost),
                switch (account) {
                    case AccountState.Usable usable -> usable.key();
                    case AccountState.Unusable unusable -> unusable.key();
                    case AccountState.Unknown _ -> null;
                });
    }

    private static Set<String> regions(ComputeEnvironment environment) {
        Set<String> regions = new TreeSet<>();
        regions.add(environment.getSpec().region());
        if (environment.getStatus() != null) {
            regions.addAll(environment.getStatus().regionsInUse());
        }
        return regions;
    }

    // ---- letting go ----

    private static boolean abandoned(ComputeEnvironment environment) {
        Map<String, String> annotations = environment.getMetadata().getAnnotations();
        return annotations != null
                && environment.getMetadata().getUid().equals(annotations.get(ABANDON));
    }

    private UpdateControl<ComputeEnvironment> abandon(
            ComputeEnvironment environment, Context<ComputeEnvironment> context) {
        List<String> ids = new ArrayList<>();
        FleetStatus status = environment.getStatus();
        if (status != null && status.ledger() != null) {
            ids.addAll(status.ledger().known());
            status.ledger().intents().forEach(i -> ids.addAll(i.instanceIds()));
            status.ledger().terminations().forEach(t -> ids.add(t.instanceId()));
            status.ledger().releases().forEach(r -> ids.add(r.instanceId()));
        }
        int open = status == null || status.ledger() == null ? 0 : status.ledger().intents().size();
        String tag = "spotkeeper-fleet=" + environment.getMetadata().getUid();
        log.atWarn()
                .addKeyValue("fleet", environment.getMetadata().getName())
                .addKeyValue("instances", ids)
                .addKeyValue("openLaunches", open)
                .log("given up without looking");
        events.warning(
                environment,
                "Abandoned",
                "Given up without looking: "
                        + ids.size()
                        + " instances and "
                        + open
                        + " open launches; look for them in the cloud by the tag "
                        + tag);
        for (int from = 0; from < ids.size(); from += IDS_PER_EVENT) {
            List<String> some = ids.subList(from, Math.min(from + IDS_PER_EVENT, ids.size()));
            events.warning(environment, "Abandoned", "Given up: " + String.join(", ", some));
        }
        return letGo(environment, context);
    }

    private UpdateControl<ComputeEnvironment> letGo(
            ComputeEnvironment environment, Context<ComputeEnvironment> context) {
        context.resourceOperations().removeFinalizer(FINALIZER);
        String uid = environment.getMetadata().getUid();
        keeper.forget(uid);
        roster.remove(uid);
        writes.forget(uid);
        return UpdateControl.noUpdate();
    }

    /** The annotation of an adopted UID, where an object carries one. */
    public static @Nullable String adoptedUid(ComputeEnvironment environment) {
        Map<String, String> annotations = environment.getMetadata().getAnnotations();
        return annotations == null ? null : annotations.get(EnvironmentFleet.ADOPT);
    }
}
