package io.spotkeeper.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once more at a name whose object is gone. JOSDK 5.3.2, when it reconciles on all events,
 * takes an object that is created under the name while the deletion of its predecessor is worked on
 * for the deleted one, and forgets it: its next event would be its owner's next edit.
 */
public final class SecondLook {
    private static final Logger log = LoggerFactory.getLogger(SecondLook.class);

    private static final int TRIES = 5;

    private SecondLook() {}

    /** Wakes whatever bears this name in a second: by then the deletion was worked on. */
    public static <R extends HasMetadata> void at(
            ResourceID id,
            Class<R> kind,
            KubernetesClient client,
            SimpleInboundEventSource<R> wakeUps) {
        after(1, TRIES, id, kind, client, wakeUps);
    }

    private static <R extends HasMetadata> void after(
            int seconds,
            int tries,
            ResourceID id,
            Class<R> kind,
            KubernetesClient client,
            SimpleInboundEventSource<R> wakeUps) {
        CompletableFuture.delayedExecutor(
                        seconds, TimeUnit.SECONDS, task -> Thread.ofVirtual().start(task))
                .execute(() -> {
                    try {
                        if (inUse(id, kind, client)) {
                            wakeUps.propagateEvent(id);
                        }
                    } catch (KubernetesClientException e) {
                        log.atInfo()
                                .addKeyValue("name", id.getName())
                                .addKeyValue("status", e.getCode())
                                .addKeyValue("triesLeft", tries - 1)
                                .log("whether a name is in use again cannot be read");
                        if (tries > 1) {
                            after(2 * seconds, tries - 1, id, kind, client, wakeUps);
                        }
                    }
                });
    }

    private static <R extends HasMetadata> boolean inUse(
            ResourceID id, Class<R> kind, KubernetesClient client) {
        return client.resources(kind)
                        .inNamespace(id.getNamespace().orElseThrow())
                        .withName(id.getName())
                        .get()
                != null;
    }
}
