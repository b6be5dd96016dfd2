package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.spotkeeper.api.v1alpha1.AccountIdentity;
import io.spotkeeper.api.v1alpha1.AccountUsage;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.CloudAccountStatus;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.operator.FleetRoster;
import io.spotkeeper.operator.Guarded;
import io.spotkeeper.operator.OperatorSettings;
import io.spotkeeper.operator.status.Conditions;
import io.spotkeeper.operator.status.LockedWrite;
import io.spotkeeper.operator.status.Words;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
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

    private static final Logger log = LoggerFactory.getLogger(CloudAccountReconciler.class);
    private static final Duration SOON = Duration.ofMillis(200);

    private final Accounts accounts;
    private final AccountAccess access;
    private final FleetRoster roster;
    private final OperatorSettings settings;
    private final TimeSource time;

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
        if (deleting && users(account, context).isEmpty()) {
            context.resourceOperations().removeFinalizer(FINALIZER);
            accounts.forget(namespace, name);
            return UpdateControl.noUpdate();
        }
        tell(account, state, context);
        if (state instanceof AccountState.Usable usable && account.getStatus() != null) {
            // Also without fleets: only listings show what lost its owner.
            access.want(usable.key(), account.getStatus().regionsInUse(), false);
        }
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

    // Every fleet has proven by listings that nothing of it is left before it went; a live list of
    // the
    // fleets is therefore enough here.
    private static List<ComputeEnvironment> users(
            CloudAccount account, Context<CloudAccount> context) {
        return context
                .getClient()
                .resources(ComputeEnvironment.class)
                .inNamespace(account.getMetadata().getNamespace())
                .list()
                .getItems()
                .stream()
                .filter(e ->
                        e.getSpec().accountRef().name().equals(account.getMetadata().getName()))
                .toList();
    }

    // ---- status ----

    private void tell(CloudAccount account, AccountState state, Context<CloudAccount> context) {
        CloudAccountStatus before =
                account.getStatus() == null
                        ? new CloudAccountStatus(null, List.of(), null, List.of(), null)
                        : account.getStatus();
        long generation = account.getMetadata().getGeneration();
        boolean usable = state instanceof AccountState.Usable;
        ConditionReason reason =
                account.isMarkedForDeletion()
                        ? ConditionReason.Deleting
                        : state instanceof AccountState.Unusable unusable
                                ? unusable.reason()
                                : ConditionReason.AtTarget;
        String message =
                account.isMarkedForDeletion()
                        ? "Waiting for the fleets that use this account to go"
                        : state instanceof AccountState.Unusable unusable
                                ? unusable.message()
                                : "The credentials work";
        List<FleetRoster.Entry> fleets =
                roster.ofAccount(
                        account.getMetadata().getNamespace(), account.getMetadata().getName());
        SortedSet<String> regions = new TreeSet<>(before.regionsInUse());
        fleets.forEach(f -> regions.addAll(f.regions()));
        CloudAccountStatus after =
                new CloudAccountStatus(
                        generation,
                        Conditions.of(
                                before.conditions(),
                                usable && !account.isMarkedForDeletion(),
                                reason,
                                message,
                                generation,
                                time.now()),
                        usage(before.usage(), fleets, account.getSpec()),
                        List.copyOf(regions),
                        identity(account, before.identity()));
        if (account.getStatus() == null || !after.equals(before)) {
            write(account, after, context);
        }
    }

    private static AccountUsage usage(
            @Nullable AccountUsage before, List<FleetRoster.Entry> fleets, CloudAccountSpec spec) {
        int instances = fleets.stream().mapToInt(FleetRoster.Entry::instances).sum();
        BigDecimal cost =
                fleets.stream()
                        .map(FleetRoster.Entry::hourlyCost)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
        if (before != null
                && Integer.valueOf(instances).equals(before.instances())
                && before.hourlyCost() != null
                && near(new BigDecimal(before.hourlyCost()), cost)) {
            return before;
        }
        return new AccountUsage(instances, Words.money(cost), AccountState.currency(spec));
    }

    // Prices move all the time: a cost that moved by less than a twentieth is not worth a write.
    private static boolean near(BigDecimal a, BigDecimal b) {
        return a.subtract(b).abs().compareTo(a.multiply(new BigDecimal("0.05"))) <= 0;
    }

    private @Nullable AccountIdentity identity(
            CloudAccount account, @Nullable AccountIdentity pinned) {
        if (pinned != null && pinned.owner() != null) {
            return pinned;
        }
        return accounts.owner(account)
                .map(owner ->
                        new AccountIdentity(
                                account.getSpec().provider(),
                                account.getSpec().site(),
                                account.getSpec().endpoint(),
                                owner))
                .orElse(pinned);
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
