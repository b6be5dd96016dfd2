package io.spotkeeper.operator.cloudgroup;

import io.fabric8.kubernetes.client.KubernetesClientException;
import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.operator.fleet.FleetLooks;
import io.spotkeeper.operator.status.LockedWrite;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The object at the API server; every write carries the version that was decided on. */
final class KubernetesGroupStore implements GroupStore {
    private static final Logger log = LoggerFactory.getLogger(KubernetesGroupStore.class);
    private static final int TRIES = 5;

    private final Context<AutoLaunchGroup> context;
    private AutoLaunchGroup object;

    KubernetesGroupStore(AutoLaunchGroup object, Context<AutoLaunchGroup> context) {
        this.context = context;
        this.object = object;
    }

    @Override
    public AutoLaunchGroup object() {
        return object;
    }

    @Override
    public boolean write(FleetStatus after) {
        if (after.equals(object.getStatus())) {
            return true;
        }
        try {
            object = LockedWrite.status(context, object, after);
            return true;
        } catch (KubernetesClientException e) {
            log.atInfo()
                    .addKeyValue("group", name())
                    .addKeyValue("status", e.getCode())
                    .log("status not written, starting over: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public boolean record(Function<FleetStatus, @Nullable FleetStatus> change) {
        for (int i = 0; i < TRIES; i++) {
            FleetStatus after = change.apply(status());
            if (after == null || write(after)) {
                return after != null;
            }
            if (!refresh()) {
                return false;
            }
        }
        return false;
    }

    private boolean refresh() {
        Optional<AutoLaunchGroup> present =
                LockedWrite.present(context.getClient(), AutoLaunchGroup.class, object);
        present.ifPresent(read -> object = read);
        return present.isPresent();
    }

    @Override
    public void addFinalizer() {
        context.resourceOperations().addFinalizer(FleetLooks.FINALIZER);
    }

    @Override
    public void removeFinalizer() {
        context.resourceOperations().removeFinalizer(FleetLooks.FINALIZER);
    }

    private String name() {
        return object.getMetadata().getNamespace() + "/" + object.getMetadata().getName();
    }
}
