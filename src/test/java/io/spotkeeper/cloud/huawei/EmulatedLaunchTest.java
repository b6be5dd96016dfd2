package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchOutcome.Launched;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Operation;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.UserData;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Launches through the real SDK against the emulated cloud. */
class EmulatedLaunchTest extends EmulatedContract {
    @Test
    void knowsWhoseKeyItIs() {
        assertThat(cloud().owner()).isEqualTo(new Owner.Identified("emulator-domain"));
    }

    @Test
    void isToldThatAKeyIsWrong() {
        HuaweiCloud cloud = cloud("Refusal", "wrong");

        assertThat(cloud.owner())
                .isInstanceOfSatisfying(
                        Owner.Failed.class,
                        failed ->
                                assertThat(failed.failure())
                                        .isInstanceOf(CloudFailure.Unauthorized.class));
        assertThat(cloud.list(REGION)).isInstanceOf(Listing.Failed.class);
        assertThat(cloud.launch(order(SPOT, 1), NEVER)).asString().contains("Unauthorized");
    }

    @Test
    void buysWhatIsListedAfterwards() {
        // Given
        HuaweiCloud cloud = cloud();
        LaunchRequest order = order(SPOT, 3);

        // When
        Launched launched = (Launched) cloud.launch(order, NEVER);

        // Then
        assertThat(launched.instanceIds()).hasSize(3);
        assertThat(cloud.operation(REGION, Objects.requireNonNull(launched.operationId())))
                .isEqualTo(new Operation.UnderWay());
        emulator().settle();
        List<Instance> rows = rows(cloud);
        assertThat(ids(rows)).containsExactlyInAnyOrderElementsOf(launched.instanceIds());
        assertThat(rows)
                .allSatisfy(row -> {
                    assertThat(row.state()).isEqualTo(InstanceState.RUNNING);
                    assertThat(row.pool()).isEqualTo(SPOT);
                    assertThat(row.tags()).isEqualTo(order.tags());
                    assertThat(row.privateIp()).isNotNull();
                    assertThat(row.publicIp()).isNull();
                });
        assertThat(cloud.operation(REGION, launched.operationId()))
                .isEqualTo(new Operation.Ended());
        assertThat(cloud.operation(REGION, "unheard-of")).isEqualTo(new Operation.Ended());
    }

    @Test
    void buysEverythingThatATemplateMayHold() {
        // Given
        HuaweiCloud cloud = cloud();
        LaunchTemplate template =
                new LaunchTemplate(
                        UUID.randomUUID().toString(),
                        "render",
                        null,
                        List.of(UUID.randomUUID().toString()),
                        List.of("key-1"),
                        new UserData("#!/bin/sh\n".getBytes(StandardCharsets.UTF_8)),
                        new Disk("SSD", 50, null, false, true),
                        List.of(new Disk("SAS", 100, null, false, true)),
                        new PublicIp(5, BandwidthCharge.BY_TRAFFIC, null, true),
                        UUID.randomUUID().toString(),
                        "worker-agency",
                        true,
                        true,
                        null,
                        Map.of(),
                        null,
                        UUID.randomUUID().toString());

        // When
        LaunchOutcome outcome = cloud.launch(Samples.with(order(SPOT, 2), template), NEVER);

        // Then
        assertThat(outcome).isInstanceOf(Launched.class);
        emulator().settle();
        assertThat(rows(cloud)).hasSize(2).allMatch(row -> row.publicIp() != null);
    }

    @Test
    void tellsOnDemandFromSpot() {
        HuaweiCloud cloud = cloud();
        CapacityPool pool = new CapacityPool(REGION, "cn-south-1a", "s3.large.2", Market.ON_DEMAND);

        cloud.launch(order(pool, 1), NEVER);
        emulator().settle();

        assertThat(rows(cloud)).extracting(Instance::pool).containsExactly(pool);
    }

    @Test
    void buysOnceHoweverOftenItSends() {
        // Given
        HuaweiCloud cloud = cloud();
        LaunchRequest order = order(SPOT, 2);
        emulator().change("faults", fault("CreateServers", "DropAfter"));

        // When
        LaunchOutcome lost = cloud.launch(order, NEVER);
        Launched second = (Launched) cloud.launch(order, NEVER);
        Launched third = (Launched) cloud.launch(order, NEVER);

        // Then
        assertThat(lost).isInstanceOf(LaunchOutcome.Unknown.class);
        assertThat(third.instanceIds()).isEqualTo(second.instanceIds());
        emulator().settle();
        assertThat(ids(rows(cloud))).containsExactlyInAnyOrderElementsOf(second.instanceIds());
    }

    @Test
    void suspectsAnEarlierArrivalWhenTheTokenWasUsedForSomethingElse() {
        // Given
        HuaweiCloud cloud = cloud();
        LaunchRequest order = order(SPOT, 1);
        cloud.launch(order, NEVER);

        // When
        LaunchOutcome outcome =
                cloud.launch(
                        new LaunchRequest(
                                order.token(),
                                order.pool(),
                                order.vpcId(),
                                order.subnetId(),
                                2,
                                true,
                                null,
                                order.template(),
                                order.tags()),
                        NEVER);

        // Then
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        LaunchOutcome.Unknown.class,
                        unknown -> assertThat(unknown.cause()).startsWith("Ecs.0122"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"DropAfter", "EmptyBody", "Html", "NoContentType", "NullCode", "NoResponse"})
    void doesNotKnowWhatBecameOfALaunchWhoseAnswerIsSpoilt(String kind) {
        HuaweiCloud cloud = cloud();
        emulator().change("faults", fault("CreateServers", kind));

        LaunchOutcome outcome = cloud.launch(order(SPOT, 1), NEVER);

        assertThat(outcome).isInstanceOf(LaunchOutcome.Unknown.class);
    }

    // ---- refusals ----

    @Test
    void isRefusedABidBelowTheMarket() {
        LaunchRequest order = order(SPOT, 1);

        LaunchOutcome outcome =
                cloud().launch(
                                new LaunchRequest(
                                        order.token(),
                                        SPOT,
                                        order.vpcId(),
                                        order.subnetId(),
                                        1,
                                        true,
                                        new BigDecimal("0.0001"),
                                        order.template(),
                                        order.tags()),
                                NEVER);

        assertThat(outcome).asString().contains("PriceTooLow", "Ecs.0703");
    }

    @Test
    void isRefusedWhatIsNotSold() {
        CapacityPool pool = new CapacityPool(REGION, "cn-south-1c", "c6.large.2", Market.SPOT);

        LaunchOutcome outcome = cloud().launch(order(pool, 1), NEVER);

        assertThat(outcome).isInstanceOf(LaunchOutcome.Refused.class);
    }

    @Test
    void isRefusedWhereThereIsNoStock() {
        // Given
        HuaweiCloud cloud = cloud();
        cloud.launch(order(SCARCE, 3), NEVER);

        // When
        LaunchOutcome outcome = cloud.launch(order(SCARCE, 1), NEVER);

        // Then
        assertThat(outcome).asString().contains("NoCapacity");
    }

    @Test
    void showsWhatTheJobCouldNotMakeAsFailed() {
        // Given
        HuaweiCloud cloud = cloud("Job");

        // When
        Launched launched = (Launched) cloud.launch(order(SCARCE, 5), NEVER);

        // Then
        assertThat(launched.instanceIds()).hasSize(5);
        emulator().settle();
        Map<InstanceState, List<Instance>> rows =
                rows(cloud).stream().collect(Collectors.groupingBy(Instance::state));
        assertThat(rows.get(InstanceState.RUNNING)).hasSize(3);
        assertThat(rows.get(InstanceState.FAILED))
                .hasSize(2)
                .allSatisfy(row -> {
                    assertThat(row.failure()).contains("Ecs.0319");
                    assertThat(row.pool()).isEqualTo(SCARCE);
                });
        assertThat(found(cloud, launched.instanceIds())).hasSize(5);
    }
}
