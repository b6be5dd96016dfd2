package io.spotkeeper.operator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is asked of the cloud, and what of a change can be asked of it later. */
class ProviderOrderTest {
    private static final String UID = "0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d";
    private static final String SPEC =
            """
            apiVersion: spotkeeper.io/v1alpha1
            kind: AutoLaunchGroup
            metadata: {name: web, uid: %s}
            spec:
              accountRef: {kind: CloudAccount, name: huawei}
              management: Provider
              targetCapacity: 4
              stableCapacity: 6
              spotPrice: "0.5"
              %s
              regions:
              - region: cn-south-1
                launchTemplate: {id: c516c350-7091-4490-9338-47ddb90360f2, version: "1.0"}
                overrides: [{zone: cn-south-1a, instanceType: s3.large.2, weightedCapacity: "2.5"}]
            """;

    @Test
    void cutsTheDisplayNameAndNeverTheDigits() {
        String name = ProviderOrder.name(group("displayName: " + "n".repeat(64)));

        assertThat(name).hasSize(64).endsWith("n-0a1b2c3d");
        assertThat(ProviderOrder.name(group(""))).isEqualTo("web-0a1b2c3d");
    }

    @Test
    void asksForNoMoreOnDemandThanThereIsToBe() {
        assertThat(ProviderOrder.of(group("")).terms().stable()).isEqualTo(4);
    }

    @Test
    void needsTheWeightsOfVcpus() {
        AutoLaunchGroup group = group("capacityUnit: VCPUs");

        assertThat(ProviderOrder.objection(group.getSpec())).isEmpty();
        AutoLaunchGroup weightless =
                parse(SPEC.replace(", weightedCapacity: \"2.5\"", ""), "capacityUnit: VCPUs");
        assertThat(ProviderOrder.objection(weightless.getSpec())).isPresent();
    }

    @Test
    void seesNoDriftInWhatItAskedForOrWasNotTold() {
        GroupOrder order = ProviderOrder.of(group(""));

        assertThat(GroupDrift.between(order, shown("4", "0.50", "2.50")))
                .isEqualTo(new GroupDrift(false, List.of()));
        assertThat(GroupDrift.between(order, shown(null, "0.5", "2.5")).inPlace()).isFalse();
    }

    @Test
    void updatesATargetAndRefusesAnotherPool() {
        GroupDrift drift = GroupDrift.between(ProviderOrder.of(group("")), shown("9", "0.5", "3"));

        assertThat(drift).isEqualTo(new GroupDrift(true, List.of("regions[0].overrides")));
    }

    @Test
    void cannotTakeAPriceBack() {
        AutoLaunchGroup free = parse(SPEC.replace("  spotPrice: \"0.5\"\n", ""), "");

        assertThat(GroupDrift.between(ProviderOrder.of(free), shown("4", "0.5", "2.5")).fixed())
                .containsExactly("spotPrice");
    }

    private static GroupFacts shown(String target, String price, String weight) {
        return new GroupFacts(
                "ACTIVE",
                "FULFILLED",
                null,
                null,
                "web-0a1b2c3d",
                target == null ? null : new BigDecimal(target),
                null,
                true,
                true,
                new BigDecimal(price),
                false,
                null,
                null,
                GroupOrder.Strategy.LOWEST_PRICE,
                new GroupFacts.Source(
                        "cn-south-1",
                        "c516c350-7091-4490-9338-47ddb90360f2",
                        "1.0",
                        List.of(
                                new GroupFacts.Pool(
                                        "cn-south-1a",
                                        "s3.large.2",
                                        null,
                                        BigDecimal.valueOf(Integer.MAX_VALUE),
                                        new BigDecimal(weight)))));
    }

    private static AutoLaunchGroup group(String more) {
        return parse(SPEC, more);
    }

    private static AutoLaunchGroup parse(String manifest, String more) {
        return new KubernetesSerialization()
                .unmarshal(manifest.formatted(UID, more), AutoLaunchGroup.class);
    }
}
