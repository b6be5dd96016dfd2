package io.spotkeeper.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.spotkeeper.api.v1alpha1.AllocationStatus;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.CostEstimate;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.PoolStatus;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * What of a status is a fact, and what is a figure that moves by itself. A status is written when a
 * fact changes; prices and times go along, or, when the cost moved by a twentieth, alone.
 */
final class Facts {
    private static final BigDecimal COST_STEP = new BigDecimal("0.05");
    private static final Set<String> PRICED =
            Set.of(ConditionReason.PriceBelowMarket.name(), ConditionReason.BudgetReached.name());

    private Facts() {}

    /** Whether the two say the same, figures that move by themselves apart. */
    static boolean same(FleetStatus a, FleetStatus b) {
        return still(a).equals(still(b));
    }

    private static FleetStatus still(FleetStatus status) {
        return status.toBuilder()
                .cost(null)
                .allocation(status.allocation() == null ? null : still(status.allocation()))
                .conditions(status.conditions().stream().map(Facts::still).toList())
                .build();
    }

    private static AllocationStatus still(AllocationStatus allocation) {
        List<PoolStatus> pools =
                allocation.pools().stream()
                        .map(p ->
                                new PoolStatus(
                                        p.region(),
                                        p.zone(),
                                        p.instanceType(),
                                        p.market(),
                                        p.verdict(),
                                        p.count(),
                                        null,
                                        null,
                                        p.reason(),
                                        null))
                        .toList();
        return new AllocationStatus(null, null, null, pools, allocation.omitted());
    }

    // Messages about prices carry the price. When a condition changed is no fact of its own.
    private static Condition still(Condition condition) {
        ConditionBuilder still = new ConditionBuilder(condition).withLastTransitionTime(null);
        return PRICED.contains(condition.getReason())
                ? still.withMessage(null).build()
                : still.build();
    }

    /** Whether the two differ at most in what is told of the same books and the same spec. */
    static boolean sameBooks(FleetStatus a, FleetStatus b) {
        return books(a).equals(books(b));
    }

    private static FleetStatus books(FleetStatus status) {
        return FleetStatus.empty().toBuilder()
                .observedGeneration(status.observedGeneration())
                .ledger(status.ledger())
                .request(status.request())
                .everLaunched(status.everLaunched())
                .regionsInUse(status.regionsInUse())
                .activities(status.activities())
                .interruptions(status.interruptions())
                .group(status.group())
                .build();
    }

    /** Whether the cost moved by a twentieth or more. */
    static boolean costMoved(FleetStatus before, FleetStatus after) {
        CostEstimate old = before.cost();
        CostEstimate now = after.cost();
        if (old == null || now == null || old.hourly() == null || now.hourly() == null) {
            return old != now && now != null && now.hourly() != null;
        }
        BigDecimal from = new BigDecimal(old.hourly());
        BigDecimal by = new BigDecimal(now.hourly()).subtract(from).abs();
        return by.signum() > 0 && by.compareTo(from.multiply(COST_STEP)) >= 0;
    }
}
