package io.spotkeeper.operator.status;

import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.ConditionBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.api.v1alpha1.ConditionReason.Progress;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.NextAction;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The three conditions as kstatus reads them: what mends itself by waiting is Reconciling, what
 * needs a person is Stalled, and Ready says whether what was asked for is there.
 */
public final class Conditions {
    private Conditions() {}

    /** A status that says this of the object as it is now; all else in it stands. */
    public static FleetStatus told(
            FleetStatus before,
            ObjectMeta object,
            boolean ready,
            ConditionReason reason,
            String message,
            @Nullable NextAction next,
            Instant now) {
        return before.toBuilder()
                .observedGeneration(object.getGeneration())
                .selector(selector(object.getUid()))
                .nextAction(next)
                .conditions(
                        of(
                                before.conditions(),
                                ready,
                                reason,
                                message,
                                object.getGeneration(),
                                now))
                .build();
    }

    /** What autoscalers find a fleet's own by. */
    static String selector(String uid) {
        return "spotkeeper.io/fleet=" + uid;
    }

    /** The conditions of this state; times of transition are taken over where nothing changed. */
    public static List<Condition> of(
            List<Condition> before,
            boolean ready,
            ConditionReason reason,
            String message,
            long generation,
            Instant now) {
        String text = Words.message(message);
        boolean reconciling = reason.progress() == Progress.Reconciling;
        boolean stalled = reason.progress() == Progress.Stalled;
        return List.of(
                condition(before, "Ready", ready, reason, text, generation, now),
                condition(before, "Reconciling", reconciling, reason, text, generation, now),
                condition(before, "Stalled", stalled, reason, text, generation, now));
    }

    private static Condition condition(
            List<Condition> before,
            String type,
            boolean value,
            ConditionReason reason,
            String message,
            long generation,
            Instant now) {
        String status = value ? "True" : "False";
        Optional<Condition> old = find(before, type);
        String since =
                old.filter(c -> status.equals(c.getStatus()))
                        .map(Condition::getLastTransitionTime)
                        .orElseGet(() ->
                                DateTimeFormatter.ISO_INSTANT.format(
                                        now.truncatedTo(ChronoUnit.SECONDS)));
        return new ConditionBuilder()
                .withType(type)
                .withStatus(status)
                .withReason(reason.name())
                .withMessage(message)
                .withObservedGeneration(generation)
                .withLastTransitionTime(since)
                .build();
    }

    /** The condition of this type. */
    public static Optional<Condition> find(List<Condition> conditions, String type) {
        return conditions.stream().filter(c -> type.equals(c.getType())).findFirst();
    }
}
