package io.spotkeeper.api.v1alpha1;

import io.fabric8.kubernetes.api.model.Condition;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Builds a {@link FleetStatus} field by field; what is not set is absent. */
public final class FleetStatusBuilder {
    private @Nullable Long observedGeneration;
    private List<Condition> conditions = List.of();
    private @Nullable Integer replicas;
    private @Nullable String selector;
    private @Nullable CapacityStatus capacity;
    private @Nullable InstanceCounts counts;
    private @Nullable CostEstimate cost;
    private @Nullable AllocationStatus allocation;
    private @Nullable NextAction nextAction;
    private @Nullable RequestStatus request;
    private @Nullable Boolean everLaunched;
    private List<String> regionsInUse = List.of();
    private @Nullable LedgerStatus ledger;
    private List<InstanceStatus> instances = List.of();
    private @Nullable Integer instancesOmitted;
    private List<ActivityStatus> activities = List.of();
    private @Nullable InterruptionSummary interruptions;
    private @Nullable CloudGroupStatus group;

    /** Starts from nothing. */
    public FleetStatusBuilder() {}

    FleetStatusBuilder(FleetStatus from) {
        this.observedGeneration = from.observedGeneration();
        this.conditions = from.conditions();
        this.replicas = from.replicas();
        this.selector = from.selector();
        this.capacity = from.capacity();
        this.counts = from.counts();
        this.cost = from.cost();
        this.allocation = from.allocation();
        this.nextAction = from.nextAction();
        this.request = from.request();
        this.everLaunched = from.everLaunched();
        this.regionsInUse = from.regionsInUse();
        this.ledger = from.ledger();
        this.instances = from.instances();
        this.instancesOmitted = from.instancesOmitted();
        this.activities = from.activities();
        this.interruptions = from.interruptions();
        this.group = from.group();
    }

    /** Sets {@link FleetStatus#observedGeneration}. */
    public FleetStatusBuilder observedGeneration(@Nullable Long observedGeneration) {
        this.observedGeneration = observedGeneration;
        return this;
    }

    /** Sets {@link FleetStatus#conditions}. */
    public FleetStatusBuilder conditions(List<Condition> conditions) {
        this.conditions = conditions;
        return this;
    }

    /** Sets {@link FleetStatus#replicas}. */
    public FleetStatusBuilder replicas(@Nullable Integer replicas) {
        this.replicas = replicas;
        return this;
    }

    /** Sets {@link FleetStatus#selector}. */
    public FleetStatusBuilder selector(@Nullable String selector) {
        this.selector = selector;
        return this;
    }

    /** Sets {@link FleetStatus#capacity}. */
    public FleetStatusBuilder capacity(@Nullable CapacityStatus capacity) {
        this.capacity = capacity;
        return this;
    }

    /** Sets {@link FleetStatus#counts}. */
    public FleetStatusBuilder counts(@Nullable InstanceCounts counts) {
        this.counts = counts;
        return this;
    }

    /** Sets {@link FleetStatus#cost}. */
    public FleetStatusBuilder cost(@Nullable CostEstimate cost) {
        this.cost = cost;
        return this;
    }

    /** Sets {@link FleetStatus#allocation}. */
    public FleetStatusBuilder allocation(@Nullable AllocationStatus allocation) {
        this.allocation = allocation;
        return this;
    }

    /** Sets {@link FleetStatus#nextAction}. */
    public FleetStatusBuilder nextAction(@Nullable NextAction nextAction) {
        this.nextAction = nextAction;
        return this;
    }

    /** Sets {@link FleetStatus#request}. */
    public FleetStatusBuilder request(@Nullable RequestStatus request) {
        this.request = request;
        return this;
    }

    /** Sets {@link FleetStatus#everLaunched}. */
    public FleetStatusBuilder everLaunched(@Nullable Boolean everLaunched) {
        this.everLaunched = everLaunched;
        return this;
    }

    /** Sets {@link FleetStatus#regionsInUse}. */
    public FleetStatusBuilder regionsInUse(List<String> regionsInUse) {
        this.regionsInUse = regionsInUse;
        return this;
    }

    /** Sets {@link FleetStatus#ledger}. */
    public FleetStatusBuilder ledger(@Nullable LedgerStatus ledger) {
        this.ledger = ledger;
        return this;
    }

    /** Sets {@link FleetStatus#instances}. */
    public FleetStatusBuilder instances(List<InstanceStatus> instances) {
        this.instances = instances;
        return this;
    }

    /** Sets {@link FleetStatus#instancesOmitted}. */
    public FleetStatusBuilder instancesOmitted(@Nullable Integer instancesOmitted) {
        this.instancesOmitted = instancesOmitted;
        return this;
    }

    /** Sets {@link FleetStatus#activities}. */
    public FleetStatusBuilder activities(List<ActivityStatus> activities) {
        this.activities = activities;
        return this;
    }

    /** Sets {@link FleetStatus#interruptions}. */
    public FleetStatusBuilder interruptions(@Nullable InterruptionSummary interruptions) {
        this.interruptions = interruptions;
        return this;
    }

    /** Sets {@link FleetStatus#group}. */
    public FleetStatusBuilder group(@Nullable CloudGroupStatus group) {
        this.group = group;
        return this;
    }

    /** The status as set so far. */
    public FleetStatus build() {
        return new FleetStatus(
                observedGeneration,
                conditions,
                replicas,
                selector,
                capacity,
                counts,
                cost,
                allocation,
                nextAction,
                request,
                everLaunched,
                regionsInUse,
                ledger,
                instances,
                instancesOmitted,
                activities,
                interruptions,
                group);
    }
}
