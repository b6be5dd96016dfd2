package io.spotkeeper.operator.environment;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
import io.spotkeeper.fleet.UserData;
import java.util.Base64;
import java.util.Optional;

/** What instances run at their first boot: a key of a Secret in the environment's namespace. */
final class UserDataSecret {
    private UserDataSecret() {}

    /**
     * Reads it, with one call.
     *
     * @return empty where none is asked for, and where it does not exist
     */
    // A short-lived copy would save a read per pass; passes are rare, and a changed Secret has
    // to be seen before the next launch.
    static Optional<UserData> read(ComputeEnvironment environment, KubernetesClient client) {
        SecretKeyReference reference = environment.getSpec().template().userDataSecretRef();
        if (reference == null) {
            return Optional.empty();
        }
        Secret secret =
                client.secrets()
                        .inNamespace(environment.getMetadata().getNamespace())
                        .withName(reference.name())
                        .get();
        if (secret == null || secret.getData() == null) {
            return Optional.empty();
        }
        return Optional.ofNullable(secret.getData().get(reference.key()))
                .map(encoded -> new UserData(Base64.getDecoder().decode(encoded)));
    }
}
