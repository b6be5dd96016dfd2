package io.spotkeeper.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import java.util.Optional;

/**
 * The one way in which a status is written: with the resourceVersion of the object that was decided
 * on. In JOSDK 5.3.2 every other way loses a race, or swallows an edit of the owner.
 */
public final class LockedWrite {
    private LockedWrite() {}

    /**
     * Writes the status of an object as it was read.
     *
     * @return the object as the server has it now
     * @throws io.fabric8.kubernetes.client.KubernetesClientException on a conflict and every other
     *     failure
     * @throws IllegalStateException when the object has no resourceVersion: then the client would
     *     write over whatever is there
     */
    public static <S, R extends CustomResource<?, S>> R status(
            Context<R> context, R read, S status) {
        if (read.getMetadata().getResourceVersion() == null) {
            throw new IllegalStateException("an object without resourceVersion is never written");
        }
        R changed = context.getClient().getKubernetesSerialization().clone(read);
        changed.setStatus(status);
        return context.resourceOperations().updatePrimaryStatus(changed);
    }

    /** The object as the server has it now, past any cache; none where it is gone. */
    public static <R extends HasMetadata> Optional<R> present(
            KubernetesClient client, Class<R> type, R known) {
        R present =
                client.resources(type)
                        .inNamespace(known.getMetadata().getNamespace())
                        .withName(known.getMetadata().getName())
                        .get();
        return Optional.ofNullable(present)
                .filter(object ->
                        object.getMetadata().getUid().equals(known.getMetadata().getUid()));
    }
}
