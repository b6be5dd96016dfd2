package io.spotkeeper.operator.environment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.InstanceType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.OneTime;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.operator.fleet.Adoption;
import io.spotkeeper.operator.fleet.UserDataSecrets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which pools an environment has that says what a type must have. */
class FittingPoolsTest {
    private static final InstanceType SMALL = new InstanceType("S5.SMALL2", "S5", 1, 2);
    private static final InstanceType MEDIUM = new InstanceType("S5.MEDIUM4", "S5", 2, 4);
    private static final InstanceType ROOMY = new InstanceType("M5.MEDIUM8", "M5", 2, 8);
    private static final InstanceType LARGE = new InstanceType("S5.LARGE8", "S5", 4, 8);

    private final Map<String, InstanceTypes> catalogue = new HashMap<>();

    @BeforeEach
    void sell() {
        sells("z1", LARGE, ROOMY, SMALL, MEDIUM);
        sells("z2", MEDIUM, LARGE);
    }

    private void sells(String zone, InstanceType... types) {
        catalogue.put(zone, new InstanceTypes.Listed(List.of(types)));
    }

    private Fleet fleet(String requirements) throws IOException {
        return fleet(requirements, "");
    }

    private Fleet fleet(String requirements, String more) throws IOException {
        ComputeEnvironment environment =
                new YAMLMapper()
                        .readValue(
                                """
                                apiVersion: spotkeeper.io/v1alpha1
                                kind: ComputeEnvironment
                                metadata: {name: web, namespace: team, uid: u, generation: 1}
                                spec:
                                  accountRef: {kind: CloudAccount, name: tencent}
                                  region: r1
                                  desiredCount: 5
                                  instanceRequirements: %s
                                  placements: [{zone: z1}, {zone: z2}]
                                  template: {imageId: i}
                                  %s
                                """
                                        .formatted(requirements, more),
                                ComputeEnvironment.class);
        return EnvironmentFleet.of(
                environment,
                zone -> Objects.requireNonNull(catalogue.get(zone)),
                UserDataSecrets.NONE,
                Adoption.NONE);
    }

    private static List<String> pools(Fleet fleet) {
        return fleet.pools().stream()
                .map(rule -> rule.pool().instanceType() + " " + rule.pool().zone())
                .toList();
    }

    private static CapacityPool pool(String zone, String type) {
        return new CapacityPool("r1", zone, type, Market.SPOT);
    }

    private static Fleet.Obstacle obstacle(Fleet fleet) {
        return Objects.requireNonNull(fleet.obstacle());
    }

    @Test
    void areThoseOfEveryTypeThatFitsInEachZoneThatSellsItTheSmallestFirst() throws IOException {
        Fleet fleet = fleet("{cpu: {min: 2}}");

        assertThat(pools(fleet))
                .containsExactly(
                        "S5.MEDIUM4 z1",
                        "S5.MEDIUM4 z2",
                        "M5.MEDIUM8 z1",
                        "S5.LARGE8 z1",
                        "S5.LARGE8 z2");
        assertThat(fleet.obstacle()).isNull();
        assertThat(fleet.strategy()).isEqualTo(Fleet.AllocationStrategy.LOWEST_PRICE);
    }

    @Test
    void fitInAllThatIsRequired() throws IOException {
        assertThat(pools(fleet("{cpu: {max: 2}, memoryGiB: {min: 4}}")))
                .containsExactly("S5.MEDIUM4 z1", "S5.MEDIUM4 z2", "M5.MEDIUM8 z1");
        assertThat(pools(fleet("{cpu: {max: 2}, memoryGiB: {max: 4}}")))
                .containsExactly("S5.SMALL2 z1", "S5.MEDIUM4 z1", "S5.MEDIUM4 z2");
        assertThat(pools(fleet("{families: [M5]}"))).containsExactly("M5.MEDIUM8 z1");
    }

    @Test
    void haveTheBidOfTheSpec() throws IOException {
        assertThat(fleet("{cpu: {min: 4}}", "maxPrice: \"0.6\"").pools())
                .allSatisfy(rule -> assertThat(rule.maxPrice()).isEqualByComparingTo("0.6"));
    }

    @Test
    void areTheSameInWhateverOrderTheCloudLists() throws IOException {
        List<InstanceType> many =
                new ArrayList<>(
                        IntStream.rangeClosed(10, 89)
                                .mapToObj(i -> new InstanceType("T" + i, "T", i % 8 + 1, 4))
                                .toList());
        sells("z1", many.toArray(InstanceType[]::new));
        List<String> before = pools(fleet("{cpu: {min: 2}}"));

        Collections.reverse(many);
        sells("z1", many.toArray(InstanceType[]::new));

        assertThat(pools(fleet("{cpu: {min: 2}}"))).isEqualTo(before);
    }

    @Test
    void areOfTheSmallestTypesWhereTooManyFitAndSaySo() throws IOException {
        InstanceType[] many =
                IntStream.rangeClosed(101, 160)
                        .mapToObj(i -> new InstanceType("T" + i, "T", 16, i))
                        .toArray(InstanceType[]::new);
        sells("z1", many);
        sells("z2", many);

        Fleet fleet = fleet("{cpu: {min: 2}}");

        assertThat(fleet.pools()).hasSize(FittingPools.MOST);
        assertThat(pools(fleet)).contains("T150 z2").doesNotContain("T151 z1");
        assertThat(Objects.requireNonNull(fleet.selection()).remark())
                .isEqualTo(
                        "Of 60 instance types that fit, the 50 smallest are used, since a fleet has"
                                + " at most 100 pools; narrow spec.instanceRequirements to choose"
                                + " others");
        assertThat(fleet.uses(pool("z1", "T151"))).as("fits all the same").isTrue();
    }

    @Test
    void areNoneWhereNothingFits() throws IOException {
        Fleet fleet = fleet("{cpu: {min: 64}}");

        assertThat(fleet.pools()).isEmpty();
        assertThat(obstacle(fleet).reason()).isEqualTo(Reason.NOT_OFFERED);
        assertThat(obstacle(fleet).message())
                .isEqualTo(
                        "None of the 4 instance types that the cloud sells on the market Spot in"
                                + " z1, z2 fits spec.instanceRequirements; widen it, or change"
                                + " spec.placements or spec.market");
        assertThat(fleet.regions()).containsExactly("r1");
    }

    @Test
    void areNoneWhileTheCatalogueOfAZoneIsNotKnown() throws IOException {
        catalogue.put(
                "z2", new InstanceTypes.Failed(new CloudFailure.Transient("Down", "try later")));

        Fleet fleet = fleet("{cpu: {min: 2}}");

        assertThat(fleet.pools()).isEmpty();
        assertThat(obstacle(fleet).reason()).isEqualTo(Reason.INVENTORY_UNTRUSTED);
        assertThat(obstacle(fleet).message()).contains("z2", "it is asked again: try later");
        assertThat(fleet.regions()).containsExactly("r1");
        assertThat(fleet.uses(pool("z2", "S5.MEDIUM4"))).isTrue();
    }

    @Test
    void needAPersonWhereThePermissionIsMissing() throws IOException {
        catalogue.put(
                "z1", new InstanceTypes.Failed(new CloudFailure.Unauthorized("Denied", "no")));

        assertThat(obstacle(fleet("{cpu: {min: 2}}")).reason())
                .isEqualTo(Reason.CREDENTIALS_INVALID);
    }

    @Test
    void needAPersonWhereTheQuestionCannotBePut() throws IOException {
        catalogue.put(
                "z1",
                new InstanceTypes.Failed(
                        new CloudFailure.InvalidRequest("NoProject", "no project of r1")));

        Fleet.Obstacle obstacle = obstacle(fleet("{cpu: {min: 2}}"));

        assertThat(obstacle.reason()).isEqualTo(Reason.INVALID_TEMPLATE);
        assertThat(obstacle.message()).contains("no project of r1");
    }

    @Test
    void areStillWantedWhenTheirTypeLeftTheCatalogueAndNotWhenItDoesNotFit() throws IOException {
        Fleet fleet = fleet("{cpu: {min: 2}}");

        assertThat(fleet.uses(pool("z1", "GONE.MEDIUM4"))).isTrue();
        assertThat(fleet.uses(pool("z1", SMALL.name()))).isFalse();
        assertThat(fleet.uses(pool("z9", MEDIUM.name()))).isFalse();
        assertThat(fleet.uses(new CapacityPool("r1", "z1", MEDIUM.name(), Market.ON_DEMAND)))
                .isFalse();
        assertThat(fleet.uses(new CapacityPool("r2", "z1", MEDIUM.name(), Market.SPOT))).isFalse();
    }

    @Test
    void areNoNewRequestWhenOnlyTheCatalogueMoves() throws IOException {
        String before = OneTime.fingerprint(fleet("{cpu: {min: 2}}"));
        sells("z1", LARGE);

        assertThat(OneTime.fingerprint(fleet("{cpu: {min: 2}}"))).isEqualTo(before);
        assertThat(OneTime.fingerprint(fleet("{cpu: {min: 3}}"))).isNotEqualTo(before);
        assertThat(OneTime.fingerprint(fleet("{cpu: {min: 2}}", "maxPrice: \"0.6\"")))
                .isNotEqualTo(before);
    }

    @Test
    void keepTheSpreadOfTheStrategy() throws IOException {
        Fleet fleet = fleet("{cpu: {min: 2}}", "allocationStrategy: Diversified");

        assertThat(fleet.group()).isNotNull();
        assertThat(fleet.selection()).isNotNull();
    }
}
