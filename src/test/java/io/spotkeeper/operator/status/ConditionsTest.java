package io.spotkeeper.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Condition;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConditionsTest {
    private static final Instant FIRST = Instant.parse("2026-03-01T10:00:00.5Z");
    private static final Instant LATER = Instant.parse("2026-03-01T11:00:00Z");

    @Test
    void aConditionThatStaysKeepsItsTime() {
        // Given
        List<Condition> before =
                Conditions.of(List.of(), false, ConditionReason.Launching, "one", 1, FIRST);

        // When
        List<Condition> after =
                Conditions.of(before, false, ConditionReason.NoCapacity, "two", 2, LATER);

        // Then
        assertThat(after)
                .allSatisfy(c ->
                        assertThat(c.getLastTransitionTime()).isEqualTo("2026-03-01T10:00:00Z"));
        assertThat(after).allSatisfy(c -> assertThat(c.getReason()).isEqualTo("NoCapacity"));
        assertThat(after).allSatisfy(c -> assertThat(c.getObservedGeneration()).isEqualTo(2));
    }

    @Test
    void aConditionThatTurnsGetsTheTime() {
        // Given
        List<Condition> before =
                Conditions.of(List.of(), false, ConditionReason.Launching, "one", 1, FIRST);

        // When
        List<Condition> after =
                Conditions.of(before, true, ConditionReason.AtTarget, "two", 1, LATER);

        // Then
        assertThat(after)
                .extracting(
                        Condition::getType, Condition::getStatus, Condition::getLastTransitionTime)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                "Ready", "True", "2026-03-01T11:00:00Z"),
                        org.assertj.core.groups.Tuple.tuple(
                                "Reconciling", "False", "2026-03-01T11:00:00Z"),
                        org.assertj.core.groups.Tuple.tuple(
                                "Stalled", "False", "2026-03-01T10:00:00Z"));
    }

    @ParameterizedTest
    @EnumSource(ConditionReason.class)
    void neverStalledAndReconcilingAtOnce(ConditionReason reason) {
        // When
        List<Condition> conditions = Conditions.of(List.of(), false, reason, "", 1, FIRST);

        // Then
        assertThat(conditions.stream().filter(c -> !c.getType().equals("Ready")))
                .filteredOn(c -> c.getStatus().equals("True"))
                .hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void aLongMessageIsShortened() {
        // When
        List<Condition> conditions =
                Conditions.of(
                        List.of(), false, ConditionReason.NoCapacity, "m".repeat(5000), 1, FIRST);

        // Then
        assertThat(conditions)
                .allSatisfy(c -> assertThat(c.getMessage()).hasSize(1024).endsWith("…"));
    }
}
