package io.spotkeeper.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.ConditionReason.Progress;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.LaunchIntentStatus;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.api.v1alpha1.PoolStatus;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Explanation.PoolVerdict;
import io.spotkeeper.fleet.Explanation.Verdict;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A pool that refused for good is asked again all the same, ever more rarely. Until such a try is
 * answered with something else, the refusal stands as it was told: a fleet that needs a person is
 * not launching for a second every half hour, and nobody is alarmed anew by each try.
 */
final class StandingRefusal {
    private StandingRefusal() {}

    /**
     * Whether what was told before stands.
     *
     * @param before the status as last written
     * @param generation of the spec that is tried now: another one is no repetition
     */
    static boolean standsThrough(
            FleetStatus before, long generation, FleetRecord record, Explanation explanation) {
        List<CapacityPool> tried =
                explanation.pools().stream()
                        .filter(row -> row.verdict() == Verdict.CHOSEN)
                        .map(PoolVerdict::pool)
                        .toList();
        return explanation.reason() == Reason.LAUNCHING
                && !tried.isEmpty()
                && Objects.equals(before.observedGeneration(), generation)
                && isOfPools(before)
                && tried.stream().allMatch(pool -> refusedForGood(before, pool))
                && nothingNew(before, record);
    }

    /** Whether it is stalled by what its pools answered, rather than by its account or a Secret. */
    private static boolean isOfPools(FleetStatus before) {
        return Conditions.find(before.conditions(), "Stalled")
                .filter(stalled -> "True".equals(stalled.getStatus()))
                .map(Condition::getReason)
                .filter(reason -> rows(before).stream().anyMatch(r -> reason.equals(r.reason())))
                .isPresent();
    }

    private static boolean refusedForGood(FleetStatus before, CapacityPool pool) {
        return rows(before).stream()
                .filter(row -> isOf(row, pool))
                .anyMatch(row -> needsPerson(row.reason()));
    }

    private static List<PoolStatus> rows(FleetStatus status) {
        return status.allocation() == null ? List.of() : status.allocation().pools();
    }

    private static boolean isOf(PoolStatus row, CapacityPool pool) {
        return pool.region().equals(row.region())
                && pool.zone().equals(row.zone())
                && pool.instanceType().equals(row.instanceType())
                && Words.market(pool.market()) == row.market();
    }

    // Some reasons of rows, such as NotNeeded, are none of a whole fleet.
    private static boolean needsPerson(@Nullable String reason) {
        return Arrays.stream(ConditionReason.values())
                .filter(known -> known.name().equals(reason))
                .anyMatch(known -> known.progress() == Progress.Stalled);
    }

    /** Whether no try was delivered, or lost its answer, since that was told. */
    private static boolean nothingNew(FleetStatus before, FleetRecord record) {
        LedgerStatus ledger = before.ledger();
        Set<String> answered =
                ledger == null
                        ? Set.of()
                        : ledger.intents().stream()
                                .filter(intent -> intent.outcome() != null)
                                .map(LaunchIntentStatus::id)
                                .collect(Collectors.toSet());
        return record.ledger().intents().stream()
                .filter(intent -> intent.outcome() != LaunchIntent.Outcome.OPEN)
                .allMatch(intent -> answered.contains(intent.id()));
    }
}
