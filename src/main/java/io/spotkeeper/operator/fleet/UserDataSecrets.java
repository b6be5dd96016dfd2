package io.spotkeeper.operator.fleet;

import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spotkeeper.api.v1alpha1.SecretKeyReference;
import io.spotkeeper.fleet.UserData;
import java.net.HttpURLConnection;
import java.util.Base64;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What instances run at their first boot: keys of Secrets in the fleet's namespace.
 *
 * @param found what exists of what is asked for
 * @param forbidden names of Secrets that the operator may not read
 */
public record UserDataSecrets(Map<SecretKeyReference, UserData> found, Set<String> forbidden) {
    /** None was read. */
    public static final UserDataSecrets NONE = new UserDataSecrets(Map.of(), Set.of());

    public UserDataSecrets {
        found = Map.copyOf(found);
        forbidden = Set.copyOf(forbidden);
    }

    /** Reads them, with one call per Secret. */
    // A short-lived copy would save a read per pass; passes are rare, and a changed Secret has
    // to be seen before the next launch.
    static UserDataSecrets read(
            Collection<SecretKeyReference> references, String namespace, KubernetesClient client) {
        Map<String, Map<String, String>> secrets = new HashMap<>();
        Map<SecretKeyReference, UserData> found = new HashMap<>();
        Set<String> forbidden = new HashSet<>();
        for (SecretKeyReference reference : references) {
            String encoded =
                    secrets.computeIfAbsent(
                                    reference.name(),
                                    name -> data(name, namespace, client, forbidden))
                            .get(reference.key());
            if (encoded != null) {
                found.put(reference, new UserData(Base64.getDecoder().decode(encoded)));
            }
        }
        return new UserDataSecrets(found, forbidden);
    }

    // An owner may name what the administrator's rbac.secretNames leaves out: that is no failure of
    // the pass, which has instances to look after.
    private static Map<String, String> data(
            String name, String namespace, KubernetesClient client, Set<String> forbidden) {
        Secret secret;
        try {
            secret = client.secrets().inNamespace(namespace).withName(name).get();
        } catch (KubernetesClientException e) {
            if (e.getCode() != HttpURLConnection.HTTP_FORBIDDEN) {
                throw e;
            }
            forbidden.add(name);
            return Map.of();
        }
        return secret == null || secret.getData() == null ? Map.of() : secret.getData();
    }

    /** What this reference leads to; null where it leads nowhere, or where there is none. */
    public @Nullable UserData get(@Nullable SecretKeyReference reference) {
        return reference == null ? null : found.get(reference);
    }
}
