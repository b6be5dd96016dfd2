package io.spotkeeper.operator.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the strategies of an environment mean as a fleet. */
class EnvironmentFleetTest {
    private static Fleet fleet(String strategy) throws IOException {
        return EnvironmentFleet.of(
                new YAMLMapper()
                        .readValue(
                                """
                                apiVersion: spotkeeper.io/v1alpha1
                                kind: ComputeEnvironment
                                metadata: {name: web, namespace: team, uid: u, generation: 1}
                                spec:
                                  accountRef: {kind: CloudAccount, name: tencent}
                                  region: ap-guangzhou
                                  desiredCount: 5
                                  market: OnDemand
                                  instanceTypes: [S5.LARGE8, S5.MEDIUM4]
                                  placements: [{zone: ap-guangzhou-3}, {zone: ap-guangzhou-4}]
                                  allocationStrategy: %s
                                  template: {imageId: i}
                                """
                                        .formatted(strategy),
                                ComputeEnvironment.class));
    }

    @Test
    void spreadsOneShareOfItsOwnMarketOverItsZones() throws IOException {
        Fleet fleet = fleet("Diversified");

        assertThat(fleet.group())
                .isNotNull()
                .satisfies(group -> {
                    assertThat(group.objective()).isEqualTo(Objective.DIVERSIFIED);
                    assertThat(group.supply()).isEqualTo(Problem.Supply.MULTIPLE);
                    assertThat(group.shares())
                            .isEqualTo(
                                    List.of(
                                            new GroupTerms.Share(
                                                    "ap-guangzhou", Market.ON_DEMAND, 5_000)));
                    assertThat(group.dryRun()).isFalse();
                });
        assertThat(fleet.pools()).hasSize(4).allMatch(rule -> rule.weight() == Fleet.UNIT);
        assertThat(fleet.target()).isEqualTo(5_000);
    }

    @Test
    void buysInOrderOtherwise() throws IOException {
        assertThat(fleet("Prioritized").group()).isNull();
        assertThat(fleet("Prioritized").strategy()).isEqualTo(Fleet.AllocationStrategy.PRIORITIZED);
        assertThat(fleet("LowestPrice").group()).isNull();
        assertThat(fleet("LowestPrice").strategy())
                .isEqualTo(Fleet.AllocationStrategy.LOWEST_PRICE);
    }
}
