package io.spotkeeper.api.v1alpha1;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Min;
import io.fabric8.generator.annotation.Size;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.model.annotation.LabelSelector;
import io.fabric8.kubernetes.model.annotation.StatusReplicas;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The observed state of a fleet, the same for every kind that describes one. Nothing in it ticks:
 * it is written when a fact changes.
 *
 * @param observedGeneration generation of the spec that this status speaks of
 * @param conditions Ready, Reconciling, Stalled
 * @param replicas whole part of the live capacity, for the scale subresource
 * @param selector label selector of the fleet, for the scale subresource
 * @param capacity what the target counts
 * @param counts how many instances are in which state
 * @param cost estimate of what the live instances cost
 * @param allocation what was decided for each pool, and why
 * @param nextAction what comes next, and when
 * @param request how a request that is made once fared
 * @param everLaunched whether a launch was ever recorded; deletion lets go at once where not
 * @param regionsInUse regions in which instances were ever launched and may still live
 * @param ledger what has been asked of the cloud and is not settled
 * @param instances the instances, unhealthy first, at most 200
 * @param instancesOmitted how many more instances there are
 * @param activities what happened, newest first, at most 50
 * @param interruptions instances that ended without our asking
 * @param group the cloud's own group, where the cloud allocates
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record FleetStatus(
        @Min(0)
                @JsonPropertyDescription(
                        "metadata.generation of the spec that this status is about.")
                @Nullable Long observedGeneration,
        @ListMapKeys("type")
                @Size(max = 10)
                @JsonPropertyDescription(
                        "Ready, Reconciling and Stalled, as kstatus reads them. Reasons are in docs/conditions.md.")
                List<Condition> conditions,
        @Min(0)
                @StatusReplicas
                @JsonPropertyDescription(
                        "Whole part of the live capacity; the current size of the scale subresource.")
                @Nullable Integer replicas,
        @Size(max = 128)
                @LabelSelector
                @JsonPropertyDescription(
                        "spotkeeper.io/fleet=<uid>; lets autoscalers find what belongs to the fleet.")
                @Nullable String selector,
        @JsonPropertyDescription("Target and reality in units of capacity.")
                @Nullable CapacityStatus capacity,
        @JsonPropertyDescription("Number of instances by state.") @Nullable InstanceCounts counts,
        @JsonPropertyDescription(
                        "Estimate of what the live instances cost in one hour; the cloud's bill decides.")
                @Nullable CostEstimate cost,
        @JsonPropertyDescription("What was decided for each capacity pool, and why.")
                @Nullable AllocationStatus allocation,
        @JsonPropertyDescription("What the operator does next, and when.")
                @Nullable NextAction nextAction,
        @JsonPropertyDescription(
                        "How the request of this generation fared; only where a request is made once (requestType OneTime, type Request).")
                @Nullable RequestStatus request,
        @JsonPropertyDescription(
                        "Whether a launch was ever recorded. A fleet that never launched is deleted at once.")
                @Nullable Boolean everLaunched,
        @Size(max = 50)
                @JsonPropertyDescription(
                        "Regions in which the fleet has launched and which deletion has to prove empty; at most 50.")
                List<@Size(max = 64) String> regionsInUse,
        @JsonPropertyDescription(
                        "Books of the launch protocol: what has been asked of the cloud and is not settled yet. Never edit it.")
                @Nullable LedgerStatus ledger,
        // Atomic on purpose: as a map keyed by id, the API server tracks an owner per field of each
        // instance, which doubles what every status write takes it (docs/benchmarks.md).
        @Size(max = 200)
                @JsonPropertyDescription("Members of the fleet, unhealthy first, at most 200.")
                List<InstanceStatus> instances,
        @Min(0)
                @JsonPropertyDescription(
                        "Number of instances that the list has no room for. Absent: none.")
                @Nullable Integer instancesOmitted,
        @Size(max = 50)
                @JsonPropertyDescription(
                        "What happened to the fleet, newest first, at most 50 entries.")
                List<ActivityStatus> activities,
        @JsonPropertyDescription("Instances that ended without Spotkeeper's asking.")
                @Nullable InterruptionSummary interruptions,
        @JsonPropertyDescription(
                        "The cloud's own group; only where the cloud allocates (management Provider).")
                @Nullable CloudGroupStatus group) {
    public FleetStatus {
        conditions = Lists.orEmpty(conditions);
        regionsInUse = Lists.orEmpty(regionsInUse);
        instances = Lists.orEmpty(instances);
        activities = Lists.orEmpty(activities);
    }

    /** A status that says nothing yet. */
    public static FleetStatus empty() {
        return new FleetStatusBuilder().build();
    }

    /** A builder that starts from this status. */
    public FleetStatusBuilder toBuilder() {
        return new FleetStatusBuilder(this);
    }
}
