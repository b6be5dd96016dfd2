package io.spotkeeper.operator.cloudgroup;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import org.junit.jupiter.api.Test;

/** What is asked of the cloud. */
class ProviderOrderTest {
    @Test
    void cutsTheDisplayNameAndNeverTheDigits() {
        String name = ProviderOrder.name(Groups.group("displayName: " + "n".repeat(64)));

        assertThat(name).hasSize(64).endsWith("n-0a1b2c3d");
        assertThat(ProviderOrder.name(Groups.group(""))).isEqualTo(Groups.NAME);
    }

    @Test
    void asksForNoMoreOnDemandThanThereIsToBe() {
        assertThat(ProviderOrder.of(Groups.group("")).terms().stable()).isEqualTo(4);
    }

    @Test
    void needsTheWeightsOfVcpus() {
        AutoLaunchGroup weightless =
                Groups.edited("capacityUnit: VCPUs", ", weightedCapacity: \"2.5\"", "");

        assertThat(ProviderOrder.objection(Groups.group("capacityUnit: VCPUs").getSpec()))
                .isEmpty();
        assertThat(ProviderOrder.objection(weightless.getSpec())).isPresent();
        assertThat(ProviderOrder.objection(Groups.edited("", "2.5", "2").getSpec())).isEmpty();
    }

    @Test
    void isTheSameRequestHoweverItIsWritten() {
        String one = ProviderOrder.fingerprint(ProviderOrder.of(Groups.group("")));

        assertThat(ProviderOrder.fingerprint(ProviderOrder.of(Groups.edited("", "2.5", "2.50"))))
                .isEqualTo(one);
        assertThat(ProviderOrder.fingerprint(ProviderOrder.of(Groups.edited("", "2.5", "2.501"))))
                .isNotEqualTo(one);
        assertThat(
                        ProviderOrder.fingerprint(
                                ProviderOrder.of(
                                        Groups.edited(
                                                "", "targetCapacity: 4", "targetCapacity: 5"))))
                .isNotEqualTo(one);
    }
}
