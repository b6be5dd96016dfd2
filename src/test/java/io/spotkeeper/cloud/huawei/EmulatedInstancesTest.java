package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.LaunchOutcome.Launched;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Quotes.Quote;
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
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Listings, changes and prices through the real SDK against the emulated cloud. */
class EmulatedInstancesTest extends EmulatedContract {
    @Test
    void walksOverMoreThanOnePage() {
        // Given
        HuaweiCloud cloud = cloud();
        Set<String> bought = new HashSet<>();
        for (int i = 0; i < 5; i++) {
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
                            assertThat(complete.pages()).isEqualTo(3);
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

    @ParameterizedTest
    @CsvSource({"true, true, 0", "false, true, 1", "true, false, 1", "false, false, 2"})
    void leavesNothingBehindButWhatIsKept(boolean disk, boolean address, int left) {
        // Given
        HuaweiCloud cloud = cloud();
        LaunchRequest order =
                Samples.with(
                        order(SPOT, 1),
                        new LaunchTemplate(
                                "67f433d8-ed0e-4321-a8a2-a71838539e09",
                                "worker",
                                null,
                                List.of(),
                                List.of(),
                                null,
                                null,
                                List.of(new Disk("SAS", 100, null, false, disk)),
                                new PublicIp(5, BandwidthCharge.BY_TRAFFIC, null, address),
                                null,
                                null,
                                false,
                                false,
                                null,
                                Map.of(),
                                null,
                                null));
        List<String> ids = ((Launched) cloud.launch(order, NEVER)).instanceIds();
        emulator().settle();

        // When
        cloud.terminate(REGION, ids, address, NEVER);
        emulator().settle();

        // Then
        assertThat(rows(cloud)).isEmpty();
        assertThat(emulator().show("state").path("leftovers")).hasSize(left);
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
}
