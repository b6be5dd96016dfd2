package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.spotkeeper.testing.ControlPlane;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The framework's loss of an object, made to happen: why {@link SecondLook} exists. */
class SecondLookIT {
    private final KubernetesClient client = ControlPlane.get().client();
    private final String namespace = ControlPlane.get().newNamespace();

    /** Stays in the deletion of the first object until the second one was created and watched. */
    @ControllerConfiguration(
            name = "second-look",
            generationAwareEventProcessing = false,
            triggerReconcilerOnAllEvents = true)
    private static final class Looks implements Reconciler<ConfigMap> {
        private final SecondLook<ConfigMap> secondLook = new SecondLook<>(ConfigMap.class);
        private final Set<String> alive = ConcurrentHashMap.newKeySet();
        private final CountDownLatch deletion = new CountDownLatch(1);
        private final CountDownLatch watched = new CountDownLatch(1);

        @Override
        public List<EventSource<?, ConfigMap>> prepareEventSources(
                EventSourceContext<ConfigMap> context) {
            return List.of(secondLook);
        }

        @Override
        public UpdateControl<ConfigMap> reconcile(ConfigMap object, Context<ConfigMap> context)
                throws InterruptedException {
            if (!context.isPrimaryResourceDeleted()) {
                alive.add(object.getMetadata().getUid());
                return UpdateControl.noUpdate();
            }
            deletion.countDown();
            check(watched.await(1, TimeUnit.MINUTES), "the second object was not created");
            secondLook.after(object, context);
            return UpdateControl.noUpdate();
        }
    }

    @Test
    void findsWhatIsCreatedWhileItsPredecessorsDeletionIsWorkedOn() throws InterruptedException {
        // Given
        Looks looks = new Looks();
        Operator operator =
                new Operator(
                        with -> with.withKubernetesClient(client).withCloseClientOnStop(false));
        operator.register(looks, with -> with.settingNamespace(namespace));
        operator.start();
        try {
            ConfigMap first = create();
            eventually(() -> check(looks.alive.contains(first.getMetadata().getUid()), "first"));

            // When
            client.resource(first).delete();
            check(looks.deletion.await(1, TimeUnit.MINUTES), "no deletion was told");
            ConfigMap second = create();
            // Nothing tells that a watch has delivered: half a second is much for one.
            Thread.sleep(500);
            looks.watched.countDown();

            // Then
            eventually(() -> check(looks.alive.contains(second.getMetadata().getUid()), "second"));
        } finally {
            operator.stop();
        }
    }

    private ConfigMap create() {
        return client.resource(
                        new ConfigMapBuilder()
                                .withNewMetadata()
                                .withName("name")
                                .withNamespace(namespace)
                                .endMetadata()
                                .build())
                .create();
    }
}
