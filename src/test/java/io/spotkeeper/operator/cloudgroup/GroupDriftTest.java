package io.spotkeeper.operator.cloudgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudGroupOrder;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What of a change is made in place, and what takes another group. */
class GroupDriftTest {
    private static final GroupFacts SHOWN = Groups.shown("FULFILLED", "4", "5", "0.50");
    private static final CloudGroupOrder MADE =
            ProviderOrder.kept(ProviderOrder.of(Groups.group("")));

    private static GroupDrift drift(
            AutoLaunchGroup wanted, @Nullable CloudGroupOrder made, GroupFacts shown) {
        return GroupDrift.between(ProviderOrder.of(wanted), made, shown);
    }

    @Test
    void isNoneInWhatWasAskedForOrNotTold() {
        GroupDrift none = new GroupDrift(List.of(), List.of());

        assertThat(drift(Groups.group(""), MADE, SHOWN)).isEqualTo(none);
        assertThat(drift(Groups.group(""), null, SHOWN)).isEqualTo(none);
        assertThat(drift(Groups.group(""), MADE, Groups.shown("ERROR", null, "0", null)))
                .isEqualTo(none);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "targetCapacity: 4; targetCapacity: 9; targetCapacity",
                "spotPrice: \"0.5\"; spotPrice: \"0.6\"; spotPrice",
            })
    void changesInPlaceWhatTheCloudCan(String part, String by, String field) {
        GroupDrift drift = drift(Groups.edited("", part, by), MADE, SHOWN);

        assertThat(drift).isEqualTo(new GroupDrift(List.of(field), List.of()));
    }

    @ParameterizedTest
    @CsvSource({
        "displayName: shop, displayName",
        "excessCapacityBehavior: Retain, excessCapacityBehavior",
        "expirationBehavior: Retain, expirationBehavior",
        "guaranteePlanId: plan-1, guaranteePlanId",
    })
    void changesInPlaceWhatIsAddedToTheSpec(String line, String field) {
        assertThat(drift(Groups.group(line), MADE, SHOWN))
                .isEqualTo(new GroupDrift(List.of(field), List.of()));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: Request | type",
                "validSince: '2026-01-01T00:00:00Z' | validSince",
                "validUntil: '2099-01-01T00:00:00Z' | validUntil",
                "allocationStrategy: Prioritized | allocationStrategy",
                "supplyOption: Single | supplyOption",
            })
    void takesAnotherGroupForWhatIsAddedAndCannotBeChanged(String line, String field) {
        assertThat(drift(Groups.group(line), MADE, SHOWN))
                .isEqualTo(new GroupDrift(List.of(), List.of(field)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "version: \"1.0\" | version: \"2\" | regions[0].launchTemplate",
                "region: cn-south-1 | region: region1 | regions[0].region",
                "weightedCapacity: \"2.5\" | weightedCapacity: \"3\" | regions[0].overrides",
                "spotPrice: \"0.5\" | paused: true | spotPrice",
            })
    void takesAnotherGroupForWhatCannotBeChanged(String part, String by, String field) {
        assertThat(drift(Groups.edited("", part, by), MADE, SHOWN))
                .isEqualTo(new GroupDrift(List.of(), List.of(field)));
    }

    @Test
    void takesNoOtherGroupForWhatTheCloudShowsOtherwise() {
        GroupFacts otherwise =
                Groups.with(SHOWN, Groups.source("3"), Instant.parse("2026-01-01T00:00:00Z"));

        assertThat(drift(Groups.group(""), MADE, otherwise).fixed()).isEmpty();
    }

    @Test
    void comparesWhatItFoundWithWhatTheCloudTells() {
        GroupFacts otherwise =
                Groups.with(SHOWN, Groups.source("3"), Instant.parse("2026-01-01T00:00:00Z"));

        assertThat(drift(Groups.group(""), null, otherwise).fixed())
                .containsExactly("regions[0].overrides");
    }

    @Test
    void takesAPlanThatIsTakenBackForAnotherGroup() {
        GroupOrder planned = ProviderOrder.of(Groups.group("guaranteePlanId: plan-1"));

        assertThat(drift(Groups.group(""), ProviderOrder.kept(planned), SHOWN).fixed())
                .containsExactly("guaranteePlanId");
    }

    @Test
    void leavesAPriceAloneThatWasNeverAskedFor() {
        AutoLaunchGroup free = Groups.edited("", "spotPrice: \"0.5\"", "paused: false");
        CloudGroupOrder made = ProviderOrder.kept(ProviderOrder.of(free));

        assertThat(drift(free, made, SHOWN)).isEqualTo(new GroupDrift(List.of(), List.of()));
        assertThat(Objects.requireNonNull(SHOWN.spotPrice())).isPositive();
    }
}
