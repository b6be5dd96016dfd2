package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchOutcome.Launched;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Operation;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Quotes.Quote;
import io.spotkeeper.emulator.RunningEmulator;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer.Stock;
import io.spotkeeper.fleet.PriceSource;
import io.spotkeeper.fleet.UserData;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider, through the real SDK, against the emulated cloud. */
class EmulatedTest {
    private static final String REGION = "cn-south-1";
    private static final String CLUSTER = "0b8e4a52-1c1f-4c2f-9a3e-6f1d2c3b4a59";
    private static final String QUICK =
            "huawei: {rules: {rateLimited: false, shortage: %s}}\n"
                    + "lags: {boot: PT20S, tag: PT0S, shutdown: PT20S}\n";
    private static final CapacityPool SPOT =
            new CapacityPool(REGION, "cn-south-1a", "s3.large.2", Market.SPOT);
    private static final CapacityPool SCARCE =
            new CapacityPool(REGION, "cn-south-1c", "s3.large.2", Market.SPOT);

    private @Nullable RunningEmulator emulator;
    private @Nullable HuaweiCloud opened;

    @AfterEach
    void close() {
        if (opened != null) {
            opened.close();
        }
        if (emulator != null) {
            emulator.close();
        }
    }

    @Test
    void knowsWhoseKeyItIs() {
        assertThat(cloud().owner()).isEqualTo(new Owner.Identified("emulator-domain"));
    }

    @Test
    void isToldThatAKeyIsWrong() {
        emulator = RunningEmulator.start(QUICK.formatted("Refusal"));
        opened = open("wrong");

        assertThat(opened.owner())
                .isInstanceOfSatisfying(
                        Owner.Failed.class,
                        failed ->
                                assertThat(failed.failure())
                                        .isInstanceOf(CloudFailure.Unauthorized.class));
        assertThat(opened.list(REGION)).isInstanceOf(Listing.Failed.class);
        assertThat(opened.launch(order(SPOT, 1), NEVER)).asString().contains("Unauthorized");
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

    // ---- listings ----

    @Test
    void walksOverMoreThanOnePage() {
        // Given
        HuaweiCloud cloud = cloud();
        Set<String> bought = new HashSet<>();
        for (int i = 0; i < 11; i++) {
            bought.addAll(((Launched) cloud.launch(order(SPOT, 100), NEVER)).instanceIds());
        }
        emulator().settle();

        // When
        Listing listing = cloud.list(REGION);

        // Then
        assertThat(listing)
                .isInstanceOfSatisfying(
                        Listing.Complete.class,
                        complete -> {
                            assertThat(complete.pages()).isEqualTo(2);
                            assertThat(ids(complete.instances()))
                                    .containsExactlyInAnyOrderElementsOf(bought);
                        });
    }

    @Test
    void listsOnlyThisClustersServers() {
        // Given
        HuaweiCloud cloud = cloud();
        cloud.launch(order(SPOT, 1), NEVER);
        LaunchRequest order = order(SPOT, 1);
        cloud.launch(
                new LaunchRequest(
                        order.token(),
                        SPOT,
                        order.vpcId(),
                        order.subnetId(),
                        1,
                        true,
                        null,
                        order.template(),
                        Map.of("spotkeeper-cluster", "another")),
                NEVER);
        emulator().settle();

        // When
        List<Instance> rows = rows(cloud);

        // Then
        assertThat(rows).hasSize(1);
    }

    @Test
    void makesNoStatementFromAListingThatIsCutShort() {
        // Given
        HuaweiCloud cloud = cloud();
        cloud.launch(order(SPOT, 4), NEVER);
        emulator().settle();
        emulator()
                .change(
                        "faults",
                        "{\"action\":\"ListServersDetails\",\"kind\":\"Truncated\",\"count\":9}");

        // When
        Listing listing = cloud.list(REGION);

        // Then
        assertThat(listing)
                .isInstanceOfSatisfying(
                        Listing.Failed.class, failed -> assertThat(failed.incomplete()).isTrue());
    }

    @Test
    void knowsWhatIsNotThere() {
        // Given
        HuaweiCloud cloud = cloud();
        String id = ((Launched) cloud.launch(order(SPOT, 1), NEVER)).instanceIds().getFirst();
        emulator().settle();
        String never = UUID.randomUUID().toString();

        // When
        Map<String, Instance> found = found(cloud, List.of(id, never));

        // Then
        assertThat(found).containsOnlyKeys(id);
    }

    // ---- changes ----

    @Test
    void deletesWithoutLeavingAnythingListed() {
        // Given
        HuaweiCloud cloud = cloud();
        List<String> ids = ((Launched) cloud.launch(order(SPOT, 3), NEVER)).instanceIds();
        emulator().settle();

        // When
        Map<String, CallOutcome> outcomes = cloud.terminate(REGION, ids.subList(0, 2), true, NEVER);

        // Then
        assertThat(outcomes).hasSize(2).values().containsOnly(new CallOutcome.Accepted());
        assertThat(rows(cloud))
                .filteredOn(row -> row.state() == InstanceState.TERMINATING)
                .hasSize(2);
        emulator().settle();
        assertThat(ids(rows(cloud))).containsExactly(ids.get(2));
        assertThat(cloud.terminate(REGION, ids.subList(0, 1), true, NEVER).get(ids.getFirst()))
                .asString()
                .contains("Gone");
    }

    @Test
    void doesNotDeleteWhatIsBeingMade() {
        HuaweiCloud cloud = cloud();
        List<String> ids = ((Launched) cloud.launch(order(SPOT, 1), NEVER)).instanceIds();
        emulator().change("clock", "{\"advance\":\"PT1S\"}");

        Map<String, CallOutcome> outcomes = cloud.terminate(REGION, ids, true, NEVER);

        assertThat(outcomes.get(ids.getFirst())).asString().contains("Refused", "Busy");
    }

    @Test
    void cannotDeleteWhatIsBeingReclaimed() {
        // Given
        HuaweiCloud cloud = cloud();
        List<String> ids = ((Launched) cloud.launch(order(SPOT, 1), NEVER)).instanceIds();
        emulator().settle();
        emulator()
                .change(
                        "interrupt",
                        "{\"ids\":[\"%s\"],\"noticeSeconds\":300}".formatted(ids.getFirst()));

        // When
        Map<String, CallOutcome> outcomes = cloud.terminate(REGION, ids, true, NEVER);

        // Then
        assertThat(outcomes.get(ids.getFirst())).asString().contains("Refused", "Protected");
    }

    @Test
    void releasesAndTakesBackByTags() {
        // Given
        HuaweiCloud cloud = cloud();
        LaunchRequest order = order(SPOT, 1);
        List<String> ids = ((Launched) cloud.launch(order, NEVER)).instanceIds();
        emulator().settle();

        // When
        Map<String, CallOutcome> off =
                cloud.untag(
                        REGION,
                        ids,
                        List.of("spotkeeper-cluster", "spotkeeper-weight", "never-there"),
                        NEVER);

        // Then
        assertThat(off).values().containsOnly(new CallOutcome.Accepted());
        assertThat(rows(cloud)).isEmpty();
        assertThat(Objects.requireNonNull(found(cloud, ids).get(ids.getFirst())).tags())
                .containsOnlyKeys("spotkeeper-intent");
        assertThat(cloud.tag(REGION, ids, order.tags(), NEVER))
                .values()
                .containsOnly(new CallOutcome.Accepted());
        assertThat(rows(cloud).getFirst().tags()).isEqualTo(order.tags());
    }

    // ---- prices ----

    @Test
    void quotesWhatIsSoldAndWhatItCostsAtMost() {
        CapacityPool gone = new CapacityPool(REGION, "cn-south-1c", "c6.large.2", Market.SPOT);
        CapacityPool there =
                new CapacityPool(REGION, "cn-south-1c", "c6.large.2", Market.ON_DEMAND);
        CapacityPool unheardOf = new CapacityPool(REGION, "cn-south-1a", "x9.huge", Market.SPOT);

        Quotes quotes = cloud().quotes(REGION, List.of(SPOT, gone, there, unheardOf));

        assertThat(((Quotes.Quoted) quotes).quotes())
                .containsEntry(
                        SPOT,
                        new Quote(
                                new BigDecimal("0.62"),
                                PriceSource.ON_DEMAND_BOUND,
                                Stock.AVAILABLE,
                                2))
                .containsEntry(gone, new Quote(null, null, Stock.NOT_LISTED, 2))
                .containsEntry(
                        there,
                        new Quote(new BigDecimal("0.66"), PriceSource.MARKET, Stock.AVAILABLE, 2))
                .containsEntry(unheardOf, new Quote(null, null, Stock.NOT_LISTED));
    }

    @Test
    void seesThatAPoolIsSoldOut() {
        HuaweiCloud cloud = cloud();
        cloud.launch(order(SCARCE, 3), NEVER);

        Quotes quotes = cloud.quotes(REGION, List.of(SCARCE));

        assertThat(Objects.requireNonNull(((Quotes.Quoted) quotes).quotes().get(SCARCE)).stock())
                .isEqualTo(Stock.SOLD_OUT);
    }

    @Test
    void chargesTheInstance() {
        assertThat(cloud().charge(order(SPOT, 1)))
                .isEqualTo(new Charge.Hourly(new BigDecimal("0.62"), BigDecimal.ZERO));
    }

    // ---- the cloud of a test ----

    private HuaweiCloud cloud() {
        return cloud("Refusal");
    }

    private HuaweiCloud cloud(String shortage) {
        emulator = RunningEmulator.start(QUICK.formatted(shortage));
        opened = open("emulator-secret");
        return opened;
    }

    private RunningEmulator emulator() {
        return Objects.requireNonNull(emulator);
    }

    private HuaweiCloud open(String secretKey) {
        return new HuaweiCloud(
                new HuaweiSettings(
                        HuaweiSettings.Site.CHINA,
                        emulator().address().toString(),
                        CLUSTER,
                        "emulator-domain",
                        Map.of(REGION, "emulator-project"),
                        new HuaweiCredentials("EMULATORAK", secretKey, null)));
    }

    private static LaunchRequest order(CapacityPool pool, int count) {
        String token = UUID.randomUUID().toString();
        return new LaunchRequest(
                token,
                pool,
                "0dae26c9-9a70-4392-93f3-87d53115d171",
                "157ee789-03ea-45b1-a698-76c92660dd83",
                count,
                true,
                null,
                new LaunchTemplate(
                        "67f433d8-ed0e-4321-a8a2-a71838539e09",
                        "worker",
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        true,
                        false,
                        Map.of(),
                        null,
                        null),
                Map.of(
                        "spotkeeper-cluster",
                        CLUSTER,
                        "spotkeeper-intent",
                        token,
                        "spotkeeper-weight",
                        "1000"));
    }

    private static String fault(String action, String kind) {
        return "{\"action\":\"%s\",\"kind\":\"%s\",\"count\":1}".formatted(action, kind);
    }

    private static List<Instance> rows(HuaweiCloud cloud) {
        return ((Listing.Complete) cloud.list(REGION)).instances();
    }

    private static Map<String, Instance> found(HuaweiCloud cloud, Collection<String> ids) {
        return ((Description.Found) cloud.describe(REGION, ids)).found();
    }

    private static List<String> ids(Collection<Instance> rows) {
        return rows.stream().map(Instance::id).toList();
    }
}
