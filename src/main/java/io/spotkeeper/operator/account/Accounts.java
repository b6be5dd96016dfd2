package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.spotkeeper.api.v1alpha1.AccountIdentity;
import io.spotkeeper.api.v1alpha1.AccountLimits;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.keeper.AccountAllowance;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The account objects and what can be done with them. The last good credentials stay in memory, so
 * that what exists can be given up when a Secret is deleted too early; better ones take their
 * place.
 */
public final class Accounts {
    private record Name(String namespace, String name) {}

    /**
     * What is known of an account.
     *
     * @param object as last looked at
     * @param state what can be done with it once its owner is pinned
     * @param fingerprint of the credentials, while they work
     * @param owner whose credentials they are, while they work
     * @param pin the owner that its status names, or named before it was wiped
     * @param lastGood the cloud with the last credentials that worked
     */
    private record Loaded(
            CloudAccount object,
            AccountState state,
            @Nullable String fingerprint,
            @Nullable String owner,
            @Nullable String pin,
            Clouds.@Nullable Opened lastGood) {
        /**
         * What fleets may know of it. Before the pin is written nothing may be launched: were the
         * Secret replaced meanwhile, nobody would know that the instances are another owner's.
         */
        AccountState usable() {
            return state instanceof AccountState.Usable && !Objects.equals(owner, pin)
                    ? new AccountState.Unknown()
                    : state;
        }

        boolean isAbout(CloudAccount account) {
            return object.getMetadata().getUid().equals(account.getMetadata().getUid());
        }

        Loaded pinnedTo(String newPin) {
            return new Loaded(object, state, fingerprint, owner, newPin, lastGood);
        }
    }

    private final Function<CloudAccount, Credentials.Reading> credentials;
    private final BiPredicate<String, String> present;
    private final Clouds clouds;
    private final Duration interval;
    private final Map<Name, Loaded> loaded = new ConcurrentHashMap<>();
    private final Map<Name, AccountAllowance> allowances = new ConcurrentHashMap<>();

    /**
     * No account is known yet.
     *
     * @param interval how often accounts are looked at, to be told where one does not work
     */
    public Accounts(
            KubernetesClient client, Clouds clouds, EndpointPolicy endpoints, Duration interval) {
        this(
                new Credentials(client, clouds, endpoints)::read,
                (namespace, name) ->
                        client.resources(CloudAccount.class)
                                        .inNamespace(namespace)
                                        .withName(name)
                                        .get()
                                != null,
                clouds,
                interval);
    }

    Accounts(
            Function<CloudAccount, Credentials.Reading> credentials,
            BiPredicate<String, String> present,
            Clouds clouds,
            Duration interval) {
        this.credentials = credentials;
        this.present = present;
        this.clouds = clouds;
        this.interval = interval;
    }

    /** What can be done with an account; a first look asks whether it exists at all. */
    public AccountState state(String namespace, String name) {
        Loaded known = loaded.get(new Name(namespace, name));
        if (known != null) {
            return known.usable();
        }
        return present.test(namespace, name)
                ? new AccountState.Unknown()
                : new AccountState.Unusable(
                        ConditionReason.AccountNotFound,
                        "There is no CloudAccount "
                                + name
                                + " in namespace "
                                + namespace
                                + "; create it and the fleet goes on by itself",
                        null,
                        null,
                        null);
    }

    /** The owner of the credentials in use: what the account's status has to pin. */
    public Optional<String> owner(CloudAccount account) {
        Loaded known = loaded.get(name(account));
        return known == null ? Optional.empty() : Optional.ofNullable(known.owner());
    }

    /** The status of this account is written as it is here: fleets may use what it is pinned to. */
    public void written(CloudAccount account) {
        String pin = pinned(account);
        if (pin != null) {
            loaded.computeIfPresent(
                    name(account),
                    (_, known) -> known.isAbout(account) ? known.pinnedTo(pin) : known);
        }
    }

    /** The objects that use an access key. */
    public List<CloudAccount> using(AccountKey key) {
        return loaded.values().stream()
                .filter(known -> known.lastGood() != null && known.lastGood().key().equals(key))
                .map(Loaded::object)
                .toList();
    }

    /** Forgets an account that is gone. */
    public void forget(String namespace, String name) {
        allowances.remove(new Name(namespace, name));
        Loaded gone = loaded.remove(new Name(namespace, name));
        if (gone != null && gone.lastGood() != null) {
            clouds.close(gone.lastGood());
        }
    }

    /**
     * Looks at an account again: its spec, its Secret, whose credentials they are.
     *
     * @return what can be done with it now; fleets get to see it once {@link #written} was told
     *     that the owner is pinned
     */
    public AccountState look(CloudAccount account) {
        limit(account);
        Loaded last = loaded.get(name(account));
        boolean same = last != null && last.isAbout(account);
        Loaded now = load(account, same ? last : null);
        loaded.put(name(account), now);
        if (last != null && last.lastGood() != null && last.lastGood() != now.lastGood()) {
            clouds.close(last.lastGood());
        }
        return now.state();
    }

    /** What the fleets of an account are committed to together. */
    AccountAllowance allowance(CloudAccount account) {
        return allowances.computeIfAbsent(name(account), _ -> new AccountAllowance());
    }

    /** A fleet is gone; returns UIDs of the fleets of the account that waited for room. */
    Set<String> forget(String namespace, String account, String fleetUid) {
        AccountAllowance allowance = allowances.get(new Name(namespace, account));
        if (allowance == null) {
            return Set.of();
        }
        allowance.forget(fleetUid);
        return allowance.served();
    }

    private void limit(CloudAccount account) {
        AccountLimits limits = account.getSpec().limits();
        String cost = limits == null ? null : limits.maxHourlyCost();
        allowance(account)
                .limit(
                        limits == null ? null : limits.maxInstances(),
                        cost == null ? null : new BigDecimal(cost));
    }

    private static Name name(CloudAccount account) {
        return new Name(account.getMetadata().getNamespace(), account.getMetadata().getName());
    }

    private Loaded load(CloudAccount account, @Nullable Loaded before) {
        if (account.isMarkedForDeletion() && before != null && before.lastGood() != null) {
            return deleted(account, before);
        }
        Loaded now =
                switch (credentials.apply(account)) {
                    case Credentials.Reading.Missing missing ->
                            failed(account, before, missing.reason(), missing.message());
                    case Credentials.Reading.Found found -> use(account, before, found.keys());
                };
        // Opened only to look after what is there: this process never saw the account before.
        return account.isMarkedForDeletion() && now.lastGood() != null
                ? deleted(account, now)
                : now;
    }

    private Loaded deleted(CloudAccount account, Loaded known) {
        return failed(
                account,
                known,
                ConditionReason.AccountNotFound,
                "The CloudAccount "
                        + account.getMetadata().getName()
                        + " is being deleted: nothing is launched with it");
    }

    private Loaded use(CloudAccount account, @Nullable Loaded before, Clouds.Keys.Complete keys) {
        String pin = pin(account, before);
        if (before != null
                && keys.fingerprint().equals(before.fingerprint())
                && before.state() instanceof AccountState.Usable usable
                && (pin == null || pin.equals(before.owner()))) {
            return refused(account, usable)
                    ? confirm(account, before, usable)
                    : renewed(account, before, usable);
        }
        return adopt(account, before, keys);
    }

    // What worked when it was opened may have been revoked since.
    private static boolean refused(CloudAccount account, AccountState.Usable usable) {
        return account.getStatus() != null
                && account.getStatus().regionsInUse().stream()
                        .flatMap(region -> usable.account().inventories().failure(region).stream())
                        .map(failure -> failure.refusal().kind())
                        .anyMatch(kind ->
                                kind == RefusalKind.UNAUTHORIZED
                                        || kind == RefusalKind.ACCOUNT_BLOCKED);
    }

    // The credentials are the same; what the spec allows may not be.
    private static Loaded renewed(CloudAccount account, Loaded before, AccountState.Usable usable) {
        return new Loaded(
                account,
                new AccountState.Usable(usable.account(), usable.key(), account.getSpec()),
                before.fingerprint(),
                before.owner(),
                pin(account, before),
                before.lastGood());
    }

    private Loaded confirm(CloudAccount account, Loaded before, AccountState.Usable usable) {
        return usable.account().provider().owner() instanceof Owner.Failed failure
                ? unidentified(account, before, failure)
                : renewed(account, before, usable);
    }

    private Loaded unidentified(
            CloudAccount account, @Nullable Loaded before, Owner.Failed failure) {
        return failed(
                account,
                before,
                reason(failure.failure()),
                "Asking the cloud whose credentials these are: "
                        + failure.failure().message()
                        + " ("
                        + failure.failure().code()
                        + ")");
    }

    private Loaded adopt(CloudAccount account, @Nullable Loaded before, Clouds.Keys.Complete keys) {
        Clouds.Opened opened = clouds.open(keys);
        return switch (opened.cloud().provider().owner()) {
            case Owner.Failed failure -> {
                clouds.close(opened);
                yield unidentified(account, before, failure);
            }
            case Owner.Identified owner -> {
                String pin = pin(account, before);
                if (pin != null && !pin.equals(owner.id())) {
                    clouds.close(opened);
                    yield failed(
                            account,
                            before,
                            ConditionReason.CredentialsInvalid,
                            "These credentials belong to another owner than the instances of this"
                                    + " account: every instance would look lost. Restore the former"
                                    + " owner's key, or make another CloudAccount");
                }
                clouds.adopt(opened);
                yield new Loaded(
                        account,
                        new AccountState.Usable(
                                opened.cloud().within(allowance(account)),
                                opened.key(),
                                account.getSpec()),
                        keys.fingerprint(),
                        owner.id(),
                        pin,
                        opened);
            }
        };
    }

    /** The owner that the account is pinned to; a status that was wiped unpins nothing. */
    private static @Nullable String pin(CloudAccount account, @Nullable Loaded before) {
        String told = pinned(account);
        return told != null || before == null ? told : before.pin();
    }

    private static @Nullable String pinned(CloudAccount account) {
        AccountIdentity identity =
                account.getStatus() == null ? null : account.getStatus().identity();
        return identity == null ? null : identity.owner();
    }

    private static ConditionReason reason(CloudFailure failure) {
        RefusalKind kind = failure.refusal().kind();
        return switch (kind) {
            case UNAUTHORIZED -> ConditionReason.CredentialsInvalid;
            case ACCOUNT_BLOCKED -> ConditionReason.AccountBlocked;
            case THROTTLED -> ConditionReason.Throttled;
            default -> ConditionReason.InventoryUntrusted;
        };
    }

    private Loaded failed(
            CloudAccount account, @Nullable Loaded before, ConditionReason reason, String cause) {
        String message =
                cause
                        + "; looked at again every "
                        + interval.toString().substring(2).toLowerCase(Locale.ROOT);
        Clouds.Opened lastGood = before == null ? null : before.lastGood();
        return new Loaded(
                account,
                new AccountState.Unusable(
                        reason,
                        message,
                        lastGood == null ? null : lastGood.cloud().within(allowance(account)),
                        lastGood == null ? null : lastGood.key(),
                        account.getSpec()),
                null,
                null,
                pin(account, before),
                lastGood);
    }
}
