package io.spotkeeper.operator;

import io.fabric8.kubernetes.api.model.Condition;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.CostEstimate;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a fleet stands, as its status tells it: what metrics are made of.
 *
 * @param reason of its Ready condition; absent while nothing was told, or for a reason that this
 *     version does not know
 * @param capacity absent until its instances were counted once
 * @param cost absent while no price is known
 * @param interruptions instances lost without our asking, since the object was made
 */
public record FleetStanding(
        @Nullable ConditionReason reason,
        @Nullable Capacity capacity,
        @Nullable Cost cost,
        long interruptions) {
    /** Nothing was told yet. */
    static final FleetStanding UNTOLD = new FleetStanding(null, null, null, 0);

    /** While it is in one of these, nothing is bought to reach the target: that is meant so. */
    private static final Set<ConditionReason> RESTING =
            EnumSet.of(
                    ConditionReason.Paused,
                    ConditionReason.DryRun,
                    ConditionReason.NotYetValid,
                    ConditionReason.Expired,
                    ConditionReason.RequestCompleted,
                    ConditionReason.RequestFailed,
                    ConditionReason.Deleting);

    /**
     * In units of capacity.
     *
     * @param target what is wanted
     * @param live what is held or asked for
     * @param ready part of live that runs
     * @param landing part of live that does not run yet
     */
    public record Capacity(double target, double live, double ready, double landing) {}

    /**
     * An estimate.
     *
     * @param hourly for one hour of all live instances
     * @param currency ISO 4217 code
     */
    public record Cost(double hourly, String currency) {}

    /** As a status tells it. */
    public static FleetStanding of(@Nullable FleetStatus status) {
        if (status == null) {
            return UNTOLD;
        }
        Long interruptions = status.interruptions() == null ? null : status.interruptions().total();
        return new FleetStanding(
                reason(status).orElse(null),
                capacity(status.capacity()),
                cost(status.cost()),
                interruptions == null ? 0 : interruptions);
    }

    private static Optional<ConditionReason> reason(FleetStatus status) {
        return status.conditions().stream()
                .filter(condition -> "Ready".equals(condition.getType()))
                .map(Condition::getReason)
                .flatMap(told ->
                        Arrays.stream(ConditionReason.values())
                                .filter(known -> known.name().equals(told)))
                .findFirst();
    }

    private static @Nullable Capacity capacity(@Nullable CapacityStatus told) {
        return told == null || told.target() == null
                ? null
                : new Capacity(
                        number(told.target()),
                        number(told.live()),
                        number(told.ready()),
                        number(told.landing()));
    }

    private static @Nullable Cost cost(@Nullable CostEstimate told) {
        return told == null || told.hourly() == null || told.currency() == null
                ? null
                : new Cost(number(told.hourly()), told.currency());
    }

    private static double number(@Nullable String decimal) {
        return decimal == null ? 0 : Double.parseDouble(decimal);
    }

    /** Whether less runs than is wanted, and not because somebody wants it so. */
    boolean belowTarget() {
        return capacity != null
                && capacity.ready() < capacity.target()
                && (reason == null || !RESTING.contains(reason));
    }
}
