package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spotkeeper.api.v1alpha1.AccountIdentity;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.fleet.RefusalKind;
import io.spotkeeper.keeper.AccountCloud;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The account objects and what can be done with them. Secrets are read one by one, by name, in the
 * account's own namespace; the last good credentials stay in memory so that what exists can be
 * given up when a Secret is deleted too early.
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

    private final KubernetesClient client;
    private final Clouds clouds;
    private final EndpointPolicy endpoints;
    private final Duration interval;
    private final Map<Name, Loaded> loaded = new ConcurrentHashMap<>();

    /**
     * No account is known yet.
     *
     * @param interval how often accounts are looked at, to be told where one does not work
     */
    public Accounts(
            KubernetesClient client, Clouds clouds, EndpointPolicy endpoints, Duration interval) {
        this.client = client;
        this.clouds = clouds;
        this.endpoints = endpoints;
        this.interval = interval;
    }

    /** What can be done with an account; a first look asks whether it exists at all. */
    public AccountState state(String namespace, String name) {
        Loaded known = loaded.get(new Name(namespace, name));
        if (known != null) {
            return known.state();
        }
        CloudAccount present =
                client.resources(CloudAccount.class).inNamespace(namespace).withName(name).get();
        return present != null
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
        CloudAccountSpec spec = account.getSpec();
        if (account.isMarkedForDeletion() && before != null && before.lastGood() != null) {
            return failed(
                    account,
                    before,
                    ConditionReason.AccountNotFound,
                    "The CloudAccount "
                            + account.getMetadata().getName()
                            + " is being deleted: nothing is launched with it");
        }
        Optional<String> refusedEndpoint = endpoints.refusal(spec.endpoint());
        if (refusedEndpoint.isPresent()) {
            return failed(account, before, ConditionReason.AccountBlocked, refusedEndpoint.get());
        }
        Optional<String> moved = moved(account);
        if (moved.isPresent()) {
            return failed(account, before, ConditionReason.CredentialsInvalid, moved.get());
        }
        if (spec.credentials() == null || spec.credentials().secretRef() == null) {
            return failed(
                    account,
                    before,
                    ConditionReason.CredentialsMissing,
                    "spec.credentials names no Secret");
        }
        String secretName = spec.credentials().secretRef().name();
        Secret secret;
        try {
            secret =
                    client.secrets()
                            .inNamespace(account.getMetadata().getNamespace())
                            .withName(secretName)
                            .get();
        } catch (KubernetesClientException e) {
            return failed(
                    account,
                    before,
                    ConditionReason.CredentialsMissing,
                    "Secret " + secretName + " cannot be read: " + e.getMessage());
        }
        if (secret == null) {
            return failed(
                    account,
                    before,
                    ConditionReason.CredentialsMissing,
                    "There is no Secret " + secretName + " in this namespace; create it");
        }
        return switch (clouds.read(spec, decode(secret))) {
            case Clouds.Keys.Incomplete incomplete ->
                    failed(
                            account,
                            before,
                            ConditionReason.CredentialsMissing,
                            "Secret " + secretName + ": " + incomplete.message());
            case Clouds.Keys.Complete keys -> use(account, before, keys);
        };
    }

    private static Map<String, String> decode(Secret secret) {
        Map<String, String> values = new java.util.HashMap<>();
        if (secret.getData() != null) {
            secret.getData()
                    .forEach((key, value) ->
                            values.put(
                                    key,
                                    new String(
                                                    Base64.getDecoder().decode(value),
                                                    StandardCharsets.UTF_8)
                                            .strip()));
        }
        return values;
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

    // Another cloud knows none of the instances, even where its owners have the same names.
    private static Optional<String> moved(CloudAccount account) {
        AccountIdentity identity = identity(account);
        CloudAccountSpec spec = account.getSpec();
        if (identity == null
                || identity.owner() == null
                || spec.site() == identity.site()
                        && Objects.equals(spec.endpoint(), identity.endpoint())) {
            return Optional.empty();
        }
        return Optional.of(
                "spec.site and spec.endpoint were "
                        + identity.site()
                        + " and "
                        + (identity.endpoint() == null ? "absent" : identity.endpoint())
                        + " when the instances of this account were launched: at another place"
                        + " every instance would look lost. Restore them, or make another"
                        + " CloudAccount");
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
