package io.spotkeeper.operator.group;

import io.javaoperatorsdk.operator.api.reconciler.Context;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.api.reconciler.EventSourceContext;
import io.javaoperatorsdk.operator.api.reconciler.Reconciler;
import io.javaoperatorsdk.operator.api.reconciler.UpdateControl;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.event.source.EventSource;
import io.javaoperatorsdk.operator.processing.event.source.inbound.SimpleInboundEventSource;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.operator.Guarded;
import io.spotkeeper.operator.SecondLook;
import io.spotkeeper.operator.cloudgroup.CloudGroupLooks;
import io.spotkeeper.operator.fleet.FleetLooks;
import java.time.Duration;
import java.util.List;

/**
 * Makes each AutoLaunchGroup a fleet and hands it to the keeper, or has the cloud keep a group of
 * its own, one pass at a time.
 */
@ControllerConfiguration(
        name = "autolaunchgroup",
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class AutoLaunchGroupReconciler implements Reconciler<AutoLaunchGroup> {
    private final FleetLooks looks;
    private final CloudGroupLooks cloudGroups;
    private final GroupKind kind;
    private final SimpleInboundEventSource<AutoLaunchGroup> wakeUps =
            new SimpleInboundEventSource<>("wake-ups");
    private final SecondLook<AutoLaunchGroup> secondLook = new SecondLook<>(AutoLaunchGroup.class);

    /**
     * Looks after auto launch groups.
     *
     * @param looks at those with management Operator
     * @param cloudGroups looks at those with management Provider
     * @param shortfallAfter how long a region has to refuse before the others buy what it cannot
     *     supply
     */
    public AutoLaunchGroupReconciler(
            FleetLooks looks, CloudGroupLooks cloudGroups, Duration shortfallAfter) {
        this.looks = looks;
        this.cloudGroups = cloudGroups;
        this.kind = new GroupKind(shortfallAfter);
    }

    /** Wakes one group; to be called from outside reconciliations only. */
    public void wake(ResourceID id) {
        wakeUps.propagateEvent(id);
    }

    @Override
    public List<EventSource<?, AutoLaunchGroup>> prepareEventSources(
            EventSourceContext<AutoLaunchGroup> context) {
        return List.of(wakeUps, secondLook);
    }

    @Override
    public UpdateControl<AutoLaunchGroup> reconcile(
            AutoLaunchGroup group, Context<AutoLaunchGroup> context) throws Exception {
        return Guarded.run(() -> look(group, context));
    }

    private UpdateControl<AutoLaunchGroup> look(
            AutoLaunchGroup group, Context<AutoLaunchGroup> context) {
        UpdateControl<AutoLaunchGroup> control =
                switch (group.getSpec().management()) {
                    case Operator -> looks.look(kind, group, context);
                    case Provider -> cloudGroups.look(group, context);
                };
        secondLook.after(group, context);
        return control;
    }
}
