package io.spotkeeper.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.AbstractEventSource;
import io.javaoperatorsdk.operator.processing.event.source.ResourceAction;
import io.javaoperatorsdk.operator.processing.event.source.controller.ResourceEvent;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks once more at a name whose object is gone. JOSDK 5.3.2, when it reconciles on all events,
 * takes an object that is created under the name while the deletion of its predecessor is worked on
 * for the deleted one, and forgets it: its next event would be its owner's next edit. A wake-up
 * does not help, for a name that JOSDK forgot it drops any event that does not carry an object.
 *
 * @param <R> the kind of object
 */
public final class SecondLook<R extends HasMetadata> extends AbstractEventSource<Void, R> {
    private static final Logger log = LoggerFactory.getLogger(SecondLook.class);

    private static final int TRIES = 5;

    private final Class<R> kind;

    /** Looks at objects of a kind; its reconciler registers it as a source of events. */
    public SecondLook(Class<R> kind) {
        super(Void.class, "second-look");
        this.kind = kind;
    }

    @Override
    public Set<Void> getSecondaryResources(R primary) {
        return Set.of();
    }

    /**
     * Where a look was at an object that is gone, tells in a second of whatever bears its name: by
     * then the deletion was worked on. Not where it only lost our finalizer: an object that
     * somebody else's holds would be looked at for ever.
     */
    public void after(R object, Context<R> context) {
        if (context.isPrimaryResourceDeleted()) {
            after(1, TRIES, ResourceID.fromResource(object), context.getClient());
        }
    }

    private void after(int seconds, int tries, ResourceID id, KubernetesClient client) {
        CompletableFuture.delayedExecutor(
                        seconds, TimeUnit.SECONDS, task -> Thread.ofVirtual().start(task))
                .execute(() -> {
                    try {
                        look(id, client);
                    } catch (KubernetesClientException e) {
                        log.atInfo()
                                .addKeyValue("name", id.getName())
                                .addKeyValue("status", e.getCode())
                                .addKeyValue("triesLeft", tries - 1)
                                .log("whether a name is in use again cannot be read");
                        if (tries > 1) {
                            after(2 * seconds, tries - 1, id, client);
                        }
                    }
                });
    }

    private void look(ResourceID id, KubernetesClient client) {
        R object =
                client.resources(kind)
                        .inNamespace(id.getNamespace().orElseThrow())
                        .withName(id.getName())
                        .get();
        if (object != null && isRunning()) {
            getEventHandler().handleEvent(new ResourceEvent(ResourceAction.UPDATED, id, object));
        }
    }
}
