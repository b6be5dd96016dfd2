package io.spotkeeper.operator.status;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.javaoperatorsdk.operator.api.reconciler.Context;

/**
 * The one way in which a status is written: with the resourceVersion of the object that was decided
 * on. In JOSDK 5.3.2 every other way loses a race, or swallows an edit of the owner.
 */
public final class LockedWrite {
    private LockedWrite() {}

    /**
     * Writes the status of an object that was read, and changed in its status only.
     *
     * @return the object as the server has it now
     * @throws io.fabric8.kubernetes.client.KubernetesClientException on a conflict and every other
     *     failure
     * @throws IllegalStateException when the object has no resourceVersion: then the client would
     *     write over whatever is there
     */
    public static <R extends HasMetadata> R status(Context<R> context, R changed) {
        if (changed.getMetadata().getResourceVersion() == null) {
            throw new IllegalStateException("an object without resourceVersion is never written");
        }
        return context.resourceOperations().updatePrimaryStatus(changed);
    }
}
