package io.spotkeeper.operator.environment;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.inventory.TypeBook;
import io.spotkeeper.operator.Guarded;
import io.spotkeeper.operator.SecondLook;
import io.spotkeeper.operator.fleet.FleetLooks;
import java.util.List;

/** Makes each ComputeEnvironment a fleet and hands it to the keeper, one pass at a time. */
@ControllerConfiguration(
        name = "computeenvironment",
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class ComputeEnvironmentReconciler implements Reconciler<ComputeEnvironment> {
    private final FleetLooks looks;
    private final EnvironmentKind kind;
    private final SimpleInboundEventSource<ComputeEnvironment> wakeUps =
            new SimpleInboundEventSource<>("wake-ups");
    private final SecondLook<ComputeEnvironment> secondLook =
            new SecondLook<>(ComputeEnvironment.class);

    /**
     * Looks after compute environments.
     *
     * @param types what their requirements are compared with
     */
    public ComputeEnvironmentReconciler(FleetLooks looks, TypeBook types) {
        this.looks = looks;
        this.kind = new EnvironmentKind(types);
    }

    /** Wakes one environment; to be called from outside reconciliations only. */
    public void wake(ResourceID id) {
        wakeUps.propagateEvent(id);
    }

    @Override
    public List<EventSource<?, ComputeEnvironment>> prepareEventSources(
            EventSourceContext<ComputeEnvironment> context) {
        return List.of(wakeUps, secondLook);
    }

    @Override
    public UpdateControl<ComputeEnvironment> reconcile(
            ComputeEnvironment environment, Context<ComputeEnvironment> context) throws Exception {
        return Guarded.run(() -> look(environment, context));
    }

    private UpdateControl<ComputeEnvironment> look(
            ComputeEnvironment environment, Context<ComputeEnvironment> context) {
        UpdateControl<ComputeEnvironment> control = looks.look(kind, environment, context);
        secondLook.after(environment, context);
        return control;
    }
}
