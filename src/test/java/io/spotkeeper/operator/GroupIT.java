package io.spotkeeper.operator;

import static io.spotkeeper.operator.Tenant.check;
import static io.spotkeeper.operator.Tenant.eventually;
import static org.assertj.core.api.Assertions.as;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.Event;
import io.spotkeeper.api.v1alpha1.CapacityStatus;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.InstanceStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the operator does with groups that it manages itself. */
class GroupIT {
    private static final String TWO_REGIONS =
            """
            accountRef: {kind: CloudAccount, name: tencent}
            targetCapacity: 4
            regions:
            - region: ap-guangzhou
              targetCapacity: 2
              template: {imageId: img-pmqg1cw7}
              overrides: [{zone: ap-guangzhou-3, instanceType: S3.MEDIUM4}]
            - region: ap-shanghai
              targetCapacity: 2
              template: {imageId: img-pmqg1cw7}
              overrides: [{zone: ap-shanghai-2, instanceType: S3.MEDIUM4}]
            """;
    private static final String ONE_REGION =
            """
            accountRef: {kind: CloudAccount, name: tencent}
            targetCapacity: 2
            regions:
            - region: ap-guangzhou
              template: {imageId: img-pmqg1cw7}
              overrides: [{zone: ap-guangzhou-3, instanceType: S3.MEDIUM4}]
            """;

    @RegisterExtension
    private static final Trial TRIAL = Trial.of("group", "--region-shortfall-after=2s");

    private static final EmulatedCloud cloud = TRIAL.cloud();

    private static GroupTenant ready() {
        return new GroupTenant(Tenant.ready(cloud));
    }

    // ---- the request of Huawei's documentation ----

    /** Its networks, which the request leaves to the launch template, are written out. */
    private static String seed(String validUntil) {
        return """
        accountRef: {kind: CloudAccount, name: huawei}
        displayName: test
        type: Maintain
        targetCapacity: 10
        stableCapacity: 5
        excessCapacityBehavior: Terminate
        expirationBehavior: Terminate
        validSince: "2020-04-04T15:58:13Z"
        validUntil: "%s"
        allocationStrategy: LowestPrice
        spotPrice: "0.5"
        supplyOption: Multiple
        regions:
        - region: region1
          targetCapacity: 10
          stableCapacity: 5
          launchTemplate: {id: c516c350-7091-4490-9338-47ddb90360f2, version: "1.0"}
          placements:
          - zone: az1
            vpcId: 0d6f3a4e-6f0d-4a8e-9d0b-1f0a0e2b3c4d
            subnetIds: [61b1f4a0-3c52-4f7e-8d0c-3a5a7c9d2e41]
          - zone: az2
            vpcId: 0d6f3a4e-6f0d-4a8e-9d0b-1f0a0e2b3c4d
            subnetIds: [61b1f4a0-3c52-4f7e-8d0c-3a5a7c9d2e41]
          - zone: az3
            vpcId: 0d6f3a4e-6f0d-4a8e-9d0b-1f0a0e2b3c4d
            subnetIds: [61b1f4a0-3c52-4f7e-8d0c-3a5a7c9d2e41]
          overrides:
          - {zone: az1, instanceType: s3.large.2, spotPrice: "2", priority: 4, weightedCapacity: "6"}
          - {zone: az2, instanceType: s3.large.2, spotPrice: "2", priority: 4, weightedCapacity: "12"}
          - {zone: az3, instanceType: s3.large.2, spotPrice: "2", priority: 4, weightedCapacity: "2"}
        """
                .formatted(validUntil);
    }

    @Test
    void theSeedsRequestHasExpiredAndBuysNothingUntilItIsMoved() {
        // Given
        GroupTenant groups = new GroupTenant(Tenant.bare(cloud));
        groups.tenant.huaweiAccount();
        groups.create("test", seed("2021-04-06T15:58:13Z"));
        Condition expired = groups.awaitReason("test", "Expired");
        assertThat(expired.getStatus()).isEqualTo("False");
        assertThat(cloud.live(groups.uid("test"))).isZero();

        // When
        String nextYear =
                Instant.now().plus(365, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
        groups.patch("test", "validUntil: '" + nextYear + "'");

        // Then
        groups.awaitAtTarget("test");
        FleetStatus status = groups.status("test");
        assertThat(status.instances())
                .hasSize(2)
                .allMatch(row -> "az1".equals(row.zone()) && "6".equals(row.weight()))
                .extracting(InstanceStatus::market)
                .extracting(String::valueOf)
                .containsExactlyInAnyOrder("OnDemand", "Spot");
        CapacityStatus capacity = groups.capacity("test");
        assertThat(List.of(capacity.live(), capacity.target())).containsExactly("12", "10");
        assertThat(List.of(capacity.stableLive(), capacity.stableTarget()))
                .containsExactly("6", "5");
        var allocation = Objects.requireNonNull(status.allocation());
        assertThat(Objects.requireNonNull(allocation.optimality()).cost()).isNotBlank();
        assertThat(allocation.pools()).allMatch(row -> "region1".equals(row.region()));
        assertThat(cloud.peak(groups.uid("test"))).isEqualTo(2);
        assertThat(groups.tenant.events("test", "SpecRemark")).hasSize(1);
    }

    @Test
    void aMissingLaunchTemplateIsAConditionThatMends() {
        // Given
        GroupTenant groups = new GroupTenant(Tenant.bare(cloud));
        groups.tenant.huaweiAccount();
        String nextYear =
                Instant.now().plus(365, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS).toString();
        groups.create("test", seed(nextYear).replace("version: \"1.0\"", "version: \"7\""));

        // When
        Condition invalid = groups.awaitReason("test", "InvalidTemplate");

        // Then
        assertThat(invalid.getMessage()).contains("version 7", "c516c350", "region1");
        groups.patchRegion("test", "launchTemplate/version", "1");
        groups.awaitAtTarget("test");
    }

    // ---- regions ----

    @Test
    void spillsOverWhereARegionRunsDry() {
        // Given
        GroupTenant groups = ready();
        EmulatedCloud dry = cloud;
        dry.stock("ap-guangzhou-3", "S5.MEDIUM4", 0);

        // When
        groups.create(
                "spilling",
                TWO_REGIONS.replace("S3.MEDIUM4", "S5.MEDIUM4") + "regionShortfall: Spill\n");

        // Then
        groups.awaitAtTarget("spilling");
        assertThat(groups.running("spilling", "ap-shanghai", "Spot")).isEqualTo(4);
        assertThat(cloud.peak(groups.uid("spilling"))).isEqualTo(4);
        dry.stock("ap-guangzhou-3", "S5.MEDIUM4", 100);
    }

    @Test
    void scalesSharesInProportion() {
        // Given
        GroupTenant groups = ready();
        groups.create(
                "scaled",
                TWO_REGIONS.replace(
                                "  targetCapacity: 2\n",
                                "  targetCapacity: 2\n  stableCapacity: 1\n")
                        + "stableCapacity: 2\n");
        groups.awaitAtTarget("scaled");
        assertThat(groups.running("scaled", "ap-guangzhou", "OnDemand")).isEqualTo(1);
        assertThat(groups.running("scaled", "ap-guangzhou", "Spot")).isEqualTo(1);

        // When
        groups.scale("scaled", 8);

        // Then
        groups.awaitAtTarget("scaled");
        for (String region : List.of("ap-guangzhou", "ap-shanghai")) {
            assertThat(groups.running("scaled", region, "OnDemand")).as(region).isEqualTo(1);
            assertThat(groups.running("scaled", region, "Spot")).as(region).isEqualTo(3);
        }
        CapacityStatus capacity = groups.capacity("scaled");
        assertThat(List.of(capacity.live(), capacity.stableLive(), capacity.stableTarget()))
                .containsExactly("8", "2", "2");
    }

    // ---- types and windows ----

    @Test
    void aRequestIsOneAttempt() {
        // Given
        GroupTenant groups = ready();
        groups.create("once", ONE_REGION + "type: Request\n");
        groups.awaitReason("once", "RequestCompleted");
        String uid = groups.uid("once");
        assertThat(cloud.live(uid)).isEqualTo(2);

        // When
        cloud.interrupt(uid, 1);

        // Then
        groups.awaitStatus(
                "once", status -> check(Integer.valueOf(1).equals(status.replicas()), status));
        assertThat(groups.status("once").request()).isNotNull();
        assertThat(cloud.live(uid)).isEqualTo(1);
    }

    @Test
    void namesEveryZoneThatLacksItsNetwork() {
        // Given
        GroupTenant groups = new GroupTenant(Tenant.bare(cloud));
        groups.tenant.huaweiAccount();

        // When
        groups.create(
                "test",
                seed("2126-04-06T15:58:13Z")
                        .replaceAll("(?s)placements:.*overrides:", "overrides:"));

        // Then
        assertThat(groups.awaitReason("test", "InvalidTemplate").getMessage())
                .endsWith(
                        "spec.regions[region1].placements needs the vpcId and subnetIds of az1,"
                                + " az2, az3");
    }

    @Test
    void retainsAtExpiryAndSaysSoOnce() {
        // Given
        GroupTenant groups = ready();
        groups.create("ending", ONE_REGION + "expirationBehavior: Retain\n");
        groups.awaitAtTarget("ending");

        // When
        Instant past = Instant.now().minus(Duration.ofSeconds(5)).truncatedTo(ChronoUnit.SECONDS);
        groups.patch("ending", "validUntil: '" + past + "'");

        // Then
        groups.awaitStatus(
                "ending",
                status -> {
                    check(Integer.valueOf(0).equals(status.replicas()), status);
                    var ledger = Objects.requireNonNull(status.ledger());
                    check(ledger.known().isEmpty() && ledger.releases().isEmpty(), ledger);
                });
        groups.awaitReason("ending", "Expired");
        List<JsonNode> left =
                cloud.instancesOf(groups.tenant.uin).stream()
                        .filter(row -> "RUNNING".equals(row.path("state").asText()))
                        .toList();
        assertThat(left).hasSize(2);
        assertThat(cloud.live(groups.uid("ending"))).isZero();
        assertThat(groups.activities("ending", "Released")).hasSize(1);
        assertThat(groups.tenant.events("ending", "Released"))
                .singleElement()
                .extracting(Event::getMessage, as(InstanceOfAssertFactories.STRING))
                .contains(left.stream().map(row -> row.path("id").asText()).toList());
    }

    @Test
    void aDryRunIsOnlyTold() {
        // Given
        GroupTenant groups = ready();

        // When
        groups.create("dry", ONE_REGION + "dryRun: true\n");

        // Then
        groups.awaitReason("dry", "DryRun");
        groups.awaitStatus(
                "dry",
                status -> {
                    var allocation = status.allocation();
                    check(
                            allocation != null
                                    && allocation.pools().stream()
                                            .anyMatch(row ->
                                                    "Chosen".equals(String.valueOf(row.verdict()))),
                            allocation);
                });
        assertThat(cloud.callCount(groups.tenant.secretId, true)).isZero();
    }

    @Test
    void refusesWhatTheCloudItselfWouldKeep() {
        // Given
        GroupTenant groups = ready();

        // When
        groups.create(
                "theirs",
                """
                accountRef: {kind: CloudAccount, name: tencent}
                management: Provider
                targetCapacity: 2
                regions:
                - region: ap-guangzhou
                  launchTemplate: {id: lt-1, version: "1"}
                  overrides: [{zone: ap-guangzhou-3, instanceType: S3.MEDIUM4}]
                """);

        // Then
        Condition refused = groups.awaitReason("theirs", "NotOffered");
        assertThat(refused.getMessage()).contains("management Operator works");
        groups.resource("theirs").delete();
        eventually(() -> check(groups.resource("theirs").get() == null, "it is there"));
    }

    // ---- orphans ----

    @Test
    void collectsWhatAVanishedGroupLeftAndSparesALivingOne() {
        // Given
        GroupTenant groups = ready();
        groups.create("living", ONE_REGION);
        groups.create("vanished", ONE_REGION);
        groups.tenant.environment("web", "desiredCount: 1");
        groups.awaitAtTarget("living");
        groups.awaitAtTarget("vanished");
        groups.tenant.awaitAtTarget("web", 1);
        List<String> spared =
                groups.status("living").instances().stream().map(i -> i.id()).toList();
        String vanished = groups.uid("vanished");

        // When
        TRIAL.operator().kill();
        groups.resource("vanished")
                .edit(group -> {
                    group.getMetadata().setFinalizers(List.of());
                    return group;
                });
        groups.resource("vanished").delete();
        TRIAL.operator().startAgain();

        // Then
        eventually(() -> check(cloud.live(vanished) == 0, cloud.live(vanished)));
        assertThat(cloud.live(groups.uid("living"))).isEqualTo(2);
        assertThat(cloud.live(groups.tenant.uid("web"))).isEqualTo(1);
        assertThat(groups.status("living").instances())
                .extracting(InstanceStatus::id)
                .containsExactlyInAnyOrderElementsOf(spared);
        assertThat(groups.tenant.events("tencent", "OrphanTerminated")).isNotEmpty();
    }

    @Test
    void anAccountWaitsForItsGroups() {
        // Given
        GroupTenant groups = ready();
        groups.create("last", ONE_REGION);
        groups.awaitAtTarget("last");

        // When
        groups.tenant.accountResource().delete();

        // Then
        eventually(() ->
                check(
                        groups.tenant.accountReady().getMessage().contains("1 fleets"),
                        groups.tenant.accountReady()));
        groups.resource("last").delete();
        eventually(() -> check(groups.tenant.accountResource().get() == null, "it is there"));
        assertThat(groups.resource("last").get()).isNull();
    }

    @Test
    void doesNotAdoptTheInstancesOfALivingGroup() {
        // Given
        GroupTenant groups = ready();
        groups.create("living", ONE_REGION);
        groups.awaitAtTarget("living");
        groups.tenant.environment("greedy", "desiredCount: 0");
        groups.tenant.awaitAtTarget("greedy", 0);

        // When
        groups.tenant.annotate("greedy", "spotkeeper.io/adopt-fleet", groups.uid("living"));

        // Then
        eventually(() ->
                check(
                        groups.tenant.events("greedy", "AdoptionRefused").size() == 1,
                        groups.tenant.status("greedy")));
        assertThat(groups.tenant.events("greedy", "AdoptionRefused").getFirst().getMessage())
                .contains("AutoLaunchGroup living");
        assertThat(cloud.live(groups.uid("living"))).isEqualTo(2);
    }
}
