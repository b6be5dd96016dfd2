package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.spotkeeper.api.v1alpha1.AccountIdentity;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.keeper.AccountCloud;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiPredicate;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The account objects and what can be done with them. The last good credentials stay in memory, so
 * that what exists can be given up when a Secret is deleted too early.
 */
public final class Accounts {
    private record Name(String namespace, String name) {}

    private record Loaded(
            String uid,
            AccountState state,
            @Nullable String fingerprint,
            @Nullable String owner,
            @Nullable AccountCloud lastGood,
            @Nullable AccountKey lastKey) {}

    private final Function<CloudAccount, Credentials.Reading> credentials;
    private final BiPredicate<String, String> present;
    private final Clouds clouds;
    private final Duration interval;
    private final Map<Name, Loaded> loaded = new ConcurrentHashMap<>();

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
            return known.state();
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

    /** The owner of the credentials in use, once the cloud has told it. */
    public Optional<String> owner(CloudAccount account) {
        Loaded known = loaded.get(name(account));
        return known == null ? Optional.empty() : Optional.ofNullable(known.owner());
    }

    /** Forgets an account that is gone. */
    public void forget(String namespace, String name) {
        loaded.remove(new Name(namespace, name));
    }

    /**
     * Looks at an account again: its spec, its Secret, whose credentials they are.
     *
     * @return what can be done with it now
     */
    public AccountState look(CloudAccount account) {
        Loaded before = loaded.get(name(account));
        if (before != null && !before.uid().equals(account.getMetadata().getUid())) {
            before = null;
        }
        Loaded now = load(account, before);
        loaded.put(name(account), now);
        return now.state();
    }

    private static Name name(CloudAccount account) {
        return new Name(account.getMetadata().getNamespace(), account.getMetadata().getName());
    }

    private Loaded load(CloudAccount account, @Nullable Loaded before) {
        if (account.isMarkedForDeletion() && before != null && before.lastGood() != null) {
            return failed(
                    account,
                    before,
                    ConditionReason.AccountNotFound,
                    "The CloudAccount "
                            + account.getMetadata().getName()
                            + " is being deleted: nothing is launched with it");
        }
        return switch (credentials.apply(account)) {
            case Credentials.Reading.Missing missing ->
                    failed(account, before, missing.reason(), missing.message());
            case Credentials.Reading.Found found -> use(account, before, found.keys());
        };
    }

    private Loaded use(CloudAccount account, @Nullable Loaded before, Clouds.Keys.Complete keys) {
        if (before != null
                && keys.fingerprint().equals(before.fingerprint())
                && before.state() instanceof AccountState.Usable usable) {
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
                before.uid(),
                new AccountState.Usable(usable.account(), usable.key(), account.getSpec()),
                before.fingerprint(),
                before.owner(),
                before.lastGood(),
                before.lastKey());
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
                String pinned =
                        pinned(account) != null
                                ? pinned(account)
                                : before == null ? null : before.owner();
                if (pinned != null && !pinned.equals(owner.id())) {
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
                        account.getMetadata().getUid(),
                        new AccountState.Usable(opened.cloud(), opened.key(), account.getSpec()),
                        keys.fingerprint(),
                        owner.id(),
                        opened.cloud(),
                        opened.key());
            }
        };
    }

    private static @Nullable String pinned(CloudAccount account) {
        AccountIdentity identity = identity(account);
        return identity == null ? null : identity.owner();
    }

    private static @Nullable AccountIdentity identity(CloudAccount account) {
        return account.getStatus() == null ? null : account.getStatus().identity();
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
        AccountCloud lastGood = before == null ? null : before.lastGood();
        AccountKey lastKey = before == null ? null : before.lastKey();
        return new Loaded(
                account.getMetadata().getUid(),
                new AccountState.Unusable(reason, message, lastGood, lastKey, account.getSpec()),
                null,
                before == null ? null : before.owner(),
                lastGood,
                lastKey);
    }
}
