package io.spotkeeper.operator.fleet;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
import io.spotkeeper.fleet.UserData;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What instances run at their first boot: keys of Secrets in the fleet's namespace.
 *
 * @param found what exists of what is asked for
 */
public record UserDataSecrets(Map<SecretKeyReference, UserData> found) {
    /** None was read. */
    public static final UserDataSecrets NONE = new UserDataSecrets(Map.of());

    public UserDataSecrets {
        found = Map.copyOf(found);
    }

    /** Reads them, with one call per Secret. */
    // A short-lived copy would save a read per pass; passes are rare, and a changed Secret has
    // to be seen before the next launch.
    static UserDataSecrets read(
            Collection<SecretKeyReference> references, String namespace, KubernetesClient client) {
        Map<String, Map<String, String>> secrets = new HashMap<>();
        Map<SecretKeyReference, UserData> found = new HashMap<>();
        for (SecretKeyReference reference : references) {
            String encoded =
                    secrets.computeIfAbsent(reference.name(), name -> data(name, namespace, client))
                            .get(reference.key());
            if (encoded != null) {
                found.put(reference, new UserData(Base64.getDecoder().decode(encoded)));
            }
        }
        return new UserDataSecrets(found);
    }

    private static Map<String, String> data(
            String name, String namespace, KubernetesClient client) {
        Secret secret = client.secrets().inNamespace(namespace).withName(name).get();
        return secret == null || secret.getData() == null ? Map.of() : secret.getData();
    }

    /** What this reference leads to; null where it leads nowhere, or where there is none. */
    public @Nullable UserData get(@Nullable SecretKeyReference reference) {
        return reference == null ? null : found.get(reference);
    }
}
