package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spotkeeper.api.v1alpha1.AccountIdentity;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.CloudAccountSpec;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an account object says it is opened with. Secrets are read one by one, by name, in the
 * account's own namespace.
 */
final class Credentials {
    private final KubernetesClient client;
    private final Clouds clouds;
    private final EndpointPolicy endpoints;

    Credentials(KubernetesClient client, Clouds clouds, EndpointPolicy endpoints) {
        this.client = client;
        this.clouds = clouds;
        this.endpoints = endpoints;
    }

    /** What came of reading them. */
    sealed interface Reading {
        /** There is all that is needed; whether the cloud takes it is not known yet. */
        record Found(Clouds.Keys.Complete keys) implements Reading {}

        /**
         * They cannot be used.
         *
         * @param reason why
         * @param message the same for a person, with the next step
         */
        record Missing(ConditionReason reason, String message) implements Reading {}
    }

    /** Reads the credentials of an account. */
    Reading read(CloudAccount account) {
        CloudAccountSpec spec = account.getSpec();
        Optional<String> refusedEndpoint = endpoints.refusal(spec.endpoint());
        if (refusedEndpoint.isPresent()) {
            return new Reading.Missing(ConditionReason.AccountBlocked, refusedEndpoint.get());
        }
        Optional<String> moved = moved(account);
        if (moved.isPresent()) {
            return new Reading.Missing(ConditionReason.CredentialsInvalid, moved.get());
        }
        if (spec.credentials() == null || spec.credentials().secretRef() == null) {
            return missing("spec.credentials names no Secret");
        }
        String name = spec.credentials().secretRef().name();
        Secret secret;
        try {
            secret =
                    client.secrets()
                            .inNamespace(account.getMetadata().getNamespace())
                            .withName(name)
                            .get();
        } catch (KubernetesClientException e) {
            return missing("Secret " + name + " cannot be read: " + e.getMessage());
        }
        if (secret == null) {
            return missing("There is no Secret " + name + " in this namespace; create it");
        }
        return switch (clouds.read(spec, decode(secret))) {
            case Clouds.Keys.Incomplete incomplete ->
                    missing("Secret " + name + ": " + incomplete.message());
            case Clouds.Keys.Complete keys -> new Reading.Found(keys);
        };
    }

    private static Reading missing(String message) {
        return new Reading.Missing(ConditionReason.CredentialsMissing, message);
    }

    private static Map<String, String> decode(Secret secret) {
        Map<String, String> values = new HashMap<>();
        if (secret.getData() != null) {
            secret.getData().forEach((key, value) -> values.put(key, text(value)));
        }
        return values;
    }

    private static String text(String encoded) {
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8).strip();
    }

    // Another cloud knows none of the instances, even where its owners have the same names.
    private static Optional<String> moved(CloudAccount account) {
        @Nullable AccountIdentity identity =
                account.getStatus() == null ? null : account.getStatus().identity();
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
}
