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
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.Management;
import io.spotkeeper.operator.Guarded;
import io.spotkeeper.operator.SecondLook;
import io.spotkeeper.operator.fleet.FleetLooks;
import java.time.Duration;
import java.util.List;

/** Makes each AutoLaunchGroup a fleet and hands it to the keeper, one pass at a time. */
@ControllerConfiguration(
        name = "autolaunchgroup",
        generationAwareEventProcessing = false,
        triggerReconcilerOnAllEvents = true)
public final class AutoLaunchGroupReconciler implements Reconciler<AutoLaunchGroup> {
    private final FleetLooks looks;
    private final GroupKind kind;
    private final SimpleInboundEventSource<AutoLaunchGroup> wakeUps =
            new SimpleInboundEventSource<>("wake-ups");
    private final SecondLook<AutoLaunchGroup> secondLook = new SecondLook<>(AutoLaunchGroup.class);

    /**
     * Looks after auto launch groups.
     *
     * @param shortfallAfter how long a region has to refuse before the others buy what it cannot
     *     supply
     */
    public AutoLaunchGroupReconciler(FleetLooks looks, Duration shortfallAfter) {
        this.looks = looks;
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
                group.getSpec().management() == Management.Provider
                                && !context.isPrimaryResourceDeleted()
                        ? managedByProvider(group, context)
                        : looks.look(kind, group, context);
        // Only what is gone: an object that somebody else's finalizer holds would be woken for
        // ever.
        if (context.isPrimaryResourceDeleted()) {
            secondLook.at(ResourceID.fromResource(group), context.getClient());
        }
        return control;
    }

    /** The cloud's own groups are not made; nothing is bought, and so nothing keeps the object. */
    private UpdateControl<AutoLaunchGroup> managedByProvider(
            AutoLaunchGroup group, Context<AutoLaunchGroup> context) {
        return looks.refuse(
                kind,
                group,
                context,
                ConditionReason.NotOffered,
                "Groups with spec.management Provider, which the cloud itself would keep, are not"
                        + " made yet. The same group with management Operator works on every"
                        + " provider; management cannot be changed, so create another"
                        + " AutoLaunchGroup");
    }
}
