package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.CloudAccountStatus;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.operator.FleetRoster;
import io.spotkeeper.operator.Guarded;
import io.spotkeeper.operator.OperatorSettings;
import io.spotkeeper.operator.account.AccountStatusFactory.Told;
import io.spotkeeper.operator.status.LockedWrite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads an account's credentials again and again, pins whose they are, and tells what the account's
 * fleets use. Fleets are woken when what can be done with the account changes.
 */
@ControllerConfiguration(
        name = "cloudaccount",
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class CloudAccountReconciler implements Reconciler<CloudAccount> {
    /** Keeps an account, and so its credentials, while fleets need it. */
    public static final String FINALIZER = "spotkeeper.io/account";

    /** Annotation that gives up on what the cloud may still hold; its value is the object's UID. */
    public static final String ABANDON = "spotkeeper.io/abandon";

    private static final Logger log = LoggerFactory.getLogger(CloudAccountReconciler.class);
    private static final Duration SOON = Duration.ofMillis(200);

    private final Accounts accounts;
    private final AccountAccess access;
    private final FleetRoster roster;
    private final OperatorSettings settings;
    private final TimeSource time;
    private final AccountDeparture departure;

    /** Looks after accounts. */
    public CloudAccountReconciler(
            Accounts accounts,
            AccountAccess access,
            FleetRoster roster,
            OperatorSettings settings,
            TimeSource time) {
        this.accounts = accounts;
        this.access = access;
        this.roster = roster;
        this.settings = settings;
        this.time = time;
        this.departure = new AccountDeparture(settings.timing().visibilityGrace(), time);
    }

    @Override
    public UpdateControl<CloudAccount> reconcile(
            CloudAccount account, Context<CloudAccount> context) throws Exception {
        return Guarded.run(() -> look(account, context));
    }

    private UpdateControl<CloudAccount> look(CloudAccount account, Context<CloudAccount> context) {
        String namespace = account.getMetadata().getNamespace();
        String name = account.getMetadata().getName();
        if (context.isPrimaryResourceDeleted()) {
            accounts.forget(namespace, name);
            roster.wakeAccount(namespace, name);
            return UpdateControl.noUpdate();
        }
        boolean deleting = account.isMarkedForDeletion();
        if (deleting && !account.hasFinalizer(FINALIZER)) {
            return UpdateControl.noUpdate();
        }
        if (!deleting && !account.hasFinalizer(FINALIZER)) {
            context.resourceOperations().addFinalizer(FINALIZER);
            return UpdateControl.<CloudAccount>noUpdate().rescheduleAfter(SOON);
        }
        AccountState before = accounts.state(namespace, name);
        AccountState state = accounts.look(account);
        // Also without fleets: only listings show what lost its owner.
        state.access().ifPresent(key -> access.want(key, regions(account), false));
        Told told = deleting ? farewell(account, state, context) : Told.of(state);
        if (told == null) {
            context.resourceOperations().removeFinalizer(FINALIZER);
            accounts.forget(namespace, name);
            departure.forget(account);
            return UpdateControl.noUpdate();
        }
        tell(account, told, context);
        if (changed(before, state)) {
            roster.wakeAccount(namespace, name);
        }
        return UpdateControl.<CloudAccount>noUpdate().rescheduleAfter(settings.accountInterval());
    }

    private static boolean changed(AccountState before, AccountState after) {
        if (before instanceof AccountState.Usable a && after instanceof AccountState.Usable b) {
            return a.account().provider() != b.account().provider() || !a.spec().equals(b.spec());
        }
        return !before.equals(after);
    }

    // ---- deletion ----

    /** What a deleted account waits for; null when it may go. */
    private @Nullable Told farewell(
            CloudAccount account, AccountState state, Context<CloudAccount> context) {
        List<ComputeEnvironment> fleets = fleets(account, context);
        long users = fleets.stream().filter(fleet -> uses(fleet, account)).count();
        if (users > 0) {
            departure.forget(account);
            return new Told(
                    false,
                    ConditionReason.Deleting,
                    "Waiting for " + users + " fleets that use this account to go");
        }
        List<String> regions = regions(account);
        if (regions.isEmpty() || abandoned(account)) {
            return null;
        }
        if (state.cloud().isEmpty()) {
            return new Told(
                    false,
                    ConditionReason.CredentialsLost,
                    "Whether anything of this account's fleets is left cannot be seen: "
                            + Told.of(state).message()
                            + ". Restore the credentials, or give up what may be left with the"
                            + " annotation "
                            + ABANDON
                            + "="
                            + account.getMetadata().getUid());
        }
        Set<String> live =
                fleets.stream().map(f -> f.getMetadata().getUid()).collect(Collectors.toSet());
        return departure
                .obstacle(account, state.cloud().get(), regions, live)
                .map(obstacle -> new Told(false, ConditionReason.Deleting, obstacle))
                .orElse(null);
    }

    private static boolean abandoned(CloudAccount account) {
        Map<String, String> annotations = account.getMetadata().getAnnotations();
        return annotations != null
                && account.getMetadata().getUid().equals(annotations.get(ABANDON));
    }

    private static List<String> regions(CloudAccount account) {
        return account.getStatus() == null ? List.of() : account.getStatus().regionsInUse();
    }

    private static List<ComputeEnvironment> fleets(
            CloudAccount account, Context<CloudAccount> context) {
        return context.getClient()
                .resources(ComputeEnvironment.class)
                .inNamespace(account.getMetadata().getNamespace())
                .list()
                .getItems();
    }

    private static boolean uses(ComputeEnvironment fleet, CloudAccount account) {
        return fleet.getSpec().accountRef().name().equals(account.getMetadata().getName());
    }

    // ---- status ----

    private void tell(CloudAccount account, Told told, Context<CloudAccount> context) {
        CloudAccountStatus after =
                AccountStatusFactory.status(
                        account,
                        told,
                        roster.ofAccount(
                                account.getMetadata().getNamespace(),
                                account.getMetadata().getName()),
                        accounts.owner(account),
                        time.now());
        if (!after.equals(account.getStatus())) {
            write(account, after, context);
        }
    }

    private void write(
            CloudAccount account, CloudAccountStatus status, Context<CloudAccount> context) {
        CloudAccount copy = context.getClient().getKubernetesSerialization().clone(account);
        copy.setStatus(status);
        try {
            LockedWrite.status(context, copy);
        } catch (KubernetesClientException e) {
            log.atInfo()
                    .addKeyValue("account", account.getMetadata().getName())
                    .addKeyValue("status", e.getCode())
                    .log("account status not written, trying again at the next look");
        }
    }
}
