package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.CloudAccountStatus;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.keeper.AccountAllowance;
import io.spotkeeper.operator.FleetRoster;
import io.spotkeeper.operator.Guarded;
import io.spotkeeper.operator.OperatorSettings;
import io.spotkeeper.operator.SecondLook;
import io.spotkeeper.operator.account.AccountStatusFactory.Told;
import io.spotkeeper.operator.status.LockedWrite;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
    private final FleetOwners owners;
    private final OperatorSettings settings;
    private final TimeSource time;
    private final AccountDeparture departure;
    private final SimpleInboundEventSource<CloudAccount> wakeUps =
            new SimpleInboundEventSource<>("wake-ups");
    private final SecondLook<CloudAccount> secondLook = new SecondLook<>(CloudAccount.class);

    /** Looks after accounts. */
    public CloudAccountReconciler(
            Accounts accounts,
            AccountAccess access,
            FleetRoster roster,
            FleetOwners owners,
            OperatorSettings settings,
            TimeSource time) {
        this.accounts = accounts;
        this.access = access;
        this.roster = roster;
        this.owners = owners;
        this.settings = settings;
        this.time = time;
        this.departure = new AccountDeparture(settings.timing().visibilityGrace(), time);
    }

    @Override
    public List<EventSource<?, CloudAccount>> prepareEventSources(
            EventSourceContext<CloudAccount> context) {
        return List.of(wakeUps, secondLook);
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
            secondLook.after(account, context);
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
        AccountAllowance allowance = accounts.allowance(account);
        if (allowance.expectsToBeTold()) {
            allowance.expect(owners.holders(account));
        }
        // Also without fleets: only listings show what lost its owner.
        state.access().ifPresent(key -> access.want(key, regions(account), false));
        Optional<Told> obstacle =
                deleting
                        ? departure.obstacle(account, state, owners.in(namespace))
                        : Optional.empty();
        if (deleting && obstacle.isEmpty()) {
            context.resourceOperations().removeFinalizer(FINALIZER);
            accounts.forget(namespace, name);
            departure.forget(account);
            return UpdateControl.noUpdate();
        }
        boolean told = tell(account, obstacle.orElseGet(() -> Told.of(state)), context);
        if (changed(before, accounts.state(namespace, name))) {
            roster.wakeAccount(namespace, name);
        }
        return UpdateControl.<CloudAccount>noUpdate()
                .rescheduleAfter(told ? settings.accountInterval() : SOON);
    }

    private static boolean changed(AccountState before, AccountState after) {
        if (before instanceof AccountState.Usable a && after instanceof AccountState.Usable b) {
            return a.account().provider() != b.account().provider() || !a.spec().equals(b.spec());
        }
        return !before.equals(after);
    }

    static List<String> regions(CloudAccount account) {
        return account.getStatus() == null ? List.of() : account.getStatus().regionsInUse();
    }

    // ---- status ----

    /**
     * Tells what became of a look. Only what is written makes an account usable to its fleets: the
     * owner of the credentials is pinned with it.
     *
     * @return false when it has to be looked at again soon: somebody else wrote meanwhile
     */
    private boolean tell(CloudAccount account, Told told, Context<CloudAccount> context) {
        CloudAccountStatus after =
                AccountStatusFactory.status(
                        account,
                        told,
                        roster.ofAccount(
                                account.getMetadata().getNamespace(),
                                account.getMetadata().getName()),
                        accounts.owner(account),
                        time.now());
        if (after.equals(account.getStatus())) {
            accounts.written(account);
            return true;
        }
        try {
            accounts.written(LockedWrite.status(context, account, after));
            return true;
        } catch (KubernetesClientException e) {
            log.atInfo()
                    .addKeyValue("account", account.getMetadata().getName())
                    .addKeyValue("status", e.getCode())
                    .log("account status not written, trying again: {}", e.getMessage());
            return e.getCode() != HttpURLConnection.HTTP_CONFLICT;
        }
    }
}
