package io.spotkeeper.operator.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.PriceSource;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import io.spotkeeper.operator.fleet.Adoption;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an AutoLaunchGroup means as a fleet. */
class GroupFleetTest {
    private static final Duration SHORTFALL = Duration.ofMinutes(10);
    private static final Instant QUOTED = Instant.parse("2026-03-01T10:00:00Z");
    private static final String TWO_REGIONS =
            """
            accountRef: {kind: CloudAccount, name: a}
            targetCapacity: 10
            stableCapacity: 3
            regions:
            - region: r1
              targetCapacity: 8
              stableCapacity: 1
              template: {imageId: img-1}
              overrides: [{zone: z1, instanceType: small}]
            - region: r2
              targetCapacity: 2
              stableCapacity: 2
              template: {imageId: img-2}
              overrides: [{zone: z2, instanceType: small}]
            """;

    private static AutoLaunchGroup group(String spec) {
        AutoLaunchGroup group = new AutoLaunchGroup();
        group.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace("ns")
                        .withName("batch")
                        .withUid("uid")
                        .withGeneration(3L)
                        .build());
        group.setSpec(new KubernetesSerialization().unmarshal(spec, AutoLaunchGroupSpec.class));
        return group;
    }

    private static Fleet fleet(AutoLaunchGroup group, Map<CapacityPool, Offer> offers) {
        Map<String, LaunchTemplate> templates = new HashMap<>();
        group.getSpec()
                .regions()
                .forEach(r -> templates.put(r.region(), LaunchTemplate.plain("img", "batch")));
        return new GroupFleet(group, SHORTFALL)
                .of(
                        new RegionTemplates(templates, Map.of(), Optional.empty()),
                        pools -> {
                            Map<CapacityPool, Offer> asked = new HashMap<>();
                            pools.forEach(p -> asked.put(p, offers.getOrDefault(p, Offer.UNKNOWN)));
                            return asked;
                        },
                        Adoption.NONE);
    }

    private static Fleet fleet(String spec) {
        return fleet(group(spec), Map.of());
    }

    private static GroupTerms terms(Fleet fleet) {
        return Objects.requireNonNull(fleet.group());
    }

    private static Map<CapacityPool, PoolRule> rules(Fleet fleet) {
        Map<CapacityPool, PoolRule> rules = new HashMap<>();
        fleet.pools().forEach(rule -> rules.put(rule.pool(), rule));
        return rules;
    }

    private static PoolRule rule(Fleet fleet, CapacityPool pool) {
        return Objects.requireNonNull(rules(fleet).get(pool), pool::toString);
    }

    private static CapacityPool spot(String region, String zone, String type) {
        return new CapacityPool(region, zone, type, Market.SPOT);
    }

    // ---- shares ----

    /** Targets are scaled away from shares of 8 and 2, with a stable part of 3 divided 1 and 2. */
    @ParameterizedTest(name = "target {0}")
    @CsvSource({
        "10, 8, 2, 1, 2", // as written
        "20, 16, 4, 1, 2", // the stable part is what it was
        "5, 4, 1, 2, 1", // the second region has no room for its stable share
        "3, 2, 1, 2, 1", // all of it on demand
        "2, 2, 0, 2, 0",
        "0, 0, 0, 0, 0"
    })
    void scalesSharesInProportion(int target, int first, int second, int stable1, int stable2) {
        String spec = TWO_REGIONS.replace("targetCapacity: 10", "targetCapacity: " + target);

        Portions portions = Portions.of(group(spec).getSpec());

        assertThat(portions.targets()).containsExactly(first, second);
        assertThat(portions.stable()).containsExactly(stable1, stable2);
    }

    @Test
    void theSharesAreTheTargetForWhateverItIsScaledTo() {
        for (int target = 0; target <= 300; target++) {
            String spec = TWO_REGIONS.replace("targetCapacity: 10", "targetCapacity: " + target);

            Fleet fleet = fleet(spec);

            assertThat(terms(fleet).shares().stream().mapToLong(GroupTerms.Share::target).sum())
                    .as("target %s", target)
                    .isEqualTo(fleet.target());
            assertThat(terms(fleet).target(Market.ON_DEMAND))
                    .isEqualTo(Math.min(3, target) * Fleet.UNIT);
        }
    }

    @Test
    void oneRegionHasAllOfIt() {
        Fleet fleet =
                fleet(
                        """
                        accountRef: {kind: CloudAccount, name: a}
                        targetCapacity: 4
                        stableCapacity: 1
                        regions:
                        - region: r1
                          template: {imageId: img-1}
                          overrides: [{zone: z1, instanceType: small}]
                        """);

        assertThat(terms(fleet).shares())
                .containsExactly(
                        new GroupTerms.Share("r1", Market.ON_DEMAND, 1000),
                        new GroupTerms.Share("r1", Market.SPOT, 3000));
    }

    // ---- pools ----

    @Test
    void hasNoPoolsOfAMarketThatNothingIsWantedOf() {
        Fleet onlySpot = fleet(TWO_REGIONS.replaceAll(" *stableCapacity: \\d\n", ""));
        Fleet both = fleet(TWO_REGIONS);

        assertThat(onlySpot.pools()).allMatch(rule -> rule.pool().market() == Market.SPOT);
        // All of the second region's share is stable.
        assertThat(both.pools())
                .extracting(rule -> rule.pool().toString())
                .containsExactly(
                        new CapacityPool("r1", "z1", "small", Market.ON_DEMAND).toString(),
                        spot("r1", "z1", "small").toString(),
                        new CapacityPool("r2", "z2", "small", Market.ON_DEMAND).toString());
    }

    @Test
    void everyRegionHasThePoolsThatASpillNeeds() {
        Fleet fleet = fleet(TWO_REGIONS + "regionShortfall: Spill\n");

        assertThat(rules(fleet)).containsKey(spot("r2", "z2", "small"));
        assertThat(terms(fleet).spillAfter()).isEqualTo(SHORTFALL);
    }

    @Test
    void anOverridesPriceGoesBeforeTheGroups() {
        Fleet fleet =
                fleet(
                        """
                        accountRef: {kind: CloudAccount, name: a}
                        targetCapacity: 4
                        stableCapacity: 1
                        spotPrice: "0.5"
                        regions:
                        - region: r1
                          template: {imageId: img-1}
                          overrides:
                          - {zone: z1, instanceType: small, spotPrice: "2", weightedCapacity: "1.125"}
                          - {zone: z2, instanceType: small, priority: 4}
                        """);

        PoolRule first = rule(fleet, spot("r1", "z1", "small"));
        PoolRule second = rule(fleet, spot("r1", "z2", "small"));
        assertThat(first.maxPrice()).isEqualTo(new BigDecimal("2"));
        assertThat(first.weight()).isEqualTo(1125);
        assertThat(first.priority()).isEqualTo(PoolRule.LAST);
        assertThat(second.maxPrice()).isEqualTo(new BigDecimal("0.5"));
        assertThat(second.weight()).isEqualTo(Fleet.UNIT);
        assertThat(second.priority()).isEqualTo(4);
        assertThat(fleet.pools())
                .filteredOn(rule -> rule.pool().market() == Market.ON_DEMAND)
                .allMatch(rule -> rule.maxPrice() == null);
    }

    /** Huawei Cloud refuses the one, and takes the other for the on-demand price. */
    @ParameterizedTest
    @CsvSource({"0.62, ", "2, ", "0.61, 0.61"})
    void aBidAtTheOnDemandPriceIsNone(String bid, @Nullable BigDecimal sent) {
        CapacityPool pool = spot("r1", "z1", "small");
        Offer bounded =
                new Offer(
                        new BigDecimal("0.62"),
                        PriceSource.ON_DEMAND_BOUND,
                        Offer.Stock.AVAILABLE,
                        QUOTED,
                        null,
                        Integer.MAX_VALUE,
                        2);

        Fleet fleet =
                fleet(group(TWO_REGIONS + "spotPrice: '" + bid + "'\n"), Map.of(pool, bounded));

        assertThat(rule(fleet, pool).maxPrice()).isEqualTo(sent);
    }

    // ---- vCPUs ----

    private static final String BY_VCPUS =
            """
            accountRef: {kind: CloudAccount, name: a}
            capacityUnit: VCPUs
            targetCapacity: 8
            regions:
            - region: r1
              template: {imageId: img-1}
              overrides: [{zone: z1, instanceType: small}, {zone: z2, instanceType: big}]
            """;

    private static Offer quoted(int vcpus) {
        return new Offer(null, null, Offer.Stock.AVAILABLE, QUOTED, null, Integer.MAX_VALUE, vcpus);
    }

    @Test
    void anInstanceCountsItsVcpus() {
        Fleet fleet =
                fleet(
                        group(BY_VCPUS),
                        Map.of(
                                spot("r1", "z1", "small"), quoted(2),
                                spot("r1", "z2", "big"), quoted(16)));

        assertThat(fleet.obstacle()).isNull();
        assertThat(fleet.pools()).extracting(PoolRule::weight).containsExactly(2000L, 16000L);
    }

    @Test
    void waitsWhileTheVcpusAreNotKnown() {
        Fleet fleet = fleet(group(BY_VCPUS), Map.of(spot("r1", "z1", "small"), quoted(2)));

        Fleet.Obstacle obstacle = Objects.requireNonNull(fleet.obstacle());
        assertThat(obstacle.reason().needsPerson()).isFalse();
        assertThat(obstacle.message()).contains("big", "weightedCapacity").doesNotContain("small");
    }

    @Test
    void leavesOutWhatTheCloudDoesNotSell() {
        Fleet fleet =
                fleet(
                        group(BY_VCPUS),
                        Map.of(
                                spot("r1", "z1", "small"), quoted(2),
                                spot("r1", "z2", "big"), quoted(0)));

        assertThat(fleet.obstacle()).isNull();
        assertThat(fleet.pools()).hasSize(1);
    }

    @Test
    void needsAPersonWhereNothingIsSold() {
        Map<CapacityPool, Offer> offers =
                Map.of(
                        spot("r1", "z1", "small"), quoted(0),
                        spot("r1", "z2", "big"), quoted(0));

        Fleet fleet = fleet(group(BY_VCPUS), offers);

        assertThat(Objects.requireNonNull(fleet.obstacle()).reason()).isEqualTo(Reason.NOT_OFFERED);
    }

    // ---- terms ----

    @ParameterizedTest
    @CsvSource({
        "LowestPrice, Instances, LOWEST_PRICE",
        "Prioritized, Instances, PRIORITIZED",
        "CapacityOptimized, Instances, MOST_VCPUS",
        "CapacityOptimized, VCPUs, FEWEST_INSTANCES",
        "Diversified, VCPUs, DIVERSIFIED"
    })
    void eachStrategyHasItsObjective(String strategy, String unit, Objective objective) {
        Fleet fleet =
                fleet(
                        TWO_REGIONS
                                + "allocationStrategy: "
                                + strategy
                                + "\ncapacityUnit: "
                                + unit
                                + "\n");

        assertThat(terms(fleet).objective()).isEqualTo(objective);
    }

    @Test
    void theRestIsAsItIsWritten() {
        Fleet fleet =
                fleet(
                        TWO_REGIONS
                                + """
                                type: Request
                                supplyOption: Single
                                excessCapacityBehavior: Retain
                                expirationBehavior: Retain
                                validSince: "2026-04-04T15:58:13Z"
                                validUntil: "2027-04-04T15:58:13+08:00"
                                dryRun: true
                                deletionPolicy: Retain
                                limits: {maxHourlyCost: "3.5"}
                                """);

        GroupTerms terms = terms(fleet);
        assertThat(fleet.requestType()).isEqualTo(Fleet.RequestType.ONE_TIME);
        assertThat(terms.supply()).isEqualTo(Problem.Supply.SINGLE);
        assertThat(terms.excess()).isEqualTo(GroupTerms.Leaving.RETAIN);
        assertThat(terms.expiry()).isEqualTo(GroupTerms.Leaving.RETAIN);
        assertThat(terms.since()).isEqualTo(Instant.parse("2026-04-04T15:58:13Z"));
        assertThat(terms.until()).isEqualTo(Instant.parse("2027-04-04T07:58:13Z"));
        assertThat(terms.dryRun()).isTrue();
        assertThat(terms.spillAfter()).isNull();
        assertThat(fleet.deletionPolicy()).isEqualTo(Fleet.DeletionPolicy.RETAIN);
        assertThat(fleet.limits().maxHourlyCost()).isEqualTo(new BigDecimal("3.5"));
    }

    @Test
    void remarksUponWhatIsHeavierThanTheTarget() {
        List<String> remarks =
                GroupPools.overweight(
                        group(
                                        """
                                        accountRef: {kind: CloudAccount, name: a}
                                        targetCapacity: 10
                                        regions:
                                        - region: r1
                                          template: {imageId: img-1}
                                          overrides:
                                          - {zone: az1, instanceType: s, weightedCapacity: "6"}
                                          - {zone: az2, instanceType: s, weightedCapacity: "12"}
                                        """)
                                .getSpec());

        assertThat(remarks).singleElement().asString().contains("az2", "counts 12", "of 10");
    }
}
