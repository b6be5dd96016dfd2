package io.spotkeeper.cloud.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.InstanceType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Quotes.Quote;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer.Stock;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What zones sell, through the real SDK against the emulated cloud. */
class EmulatedTypesTest extends EmulatedContract {
    private static final InstanceType S3 = new InstanceType("s3.large.2", "s3", 2, 4);
    private static final InstanceType S6 = new InstanceType("s6.large.2", "s6", 2, 4);
    private static final InstanceType C6 = new InstanceType("c6.large.2", "c6", 2, 4);

    private static List<InstanceType> types(HuaweiCloud cloud, String zone, Market market) {
        return ((InstanceTypes.Listed) cloud.instanceTypes(REGION, zone, market)).types();
    }

    private int calls(String action) {
        return emulator().show("requests?action=" + action).size();
    }

    private void sellOut(String type, String market) {
        emulator()
                .change(
                        "pools",
                        """
                        {"region":"cn-south-1","zone":"cn-south-1c","instanceType":"%s",
                         "market":"%s","stock":0}\
                        """
                                .formatted(type, market));
    }

    @Test
    void listsWhatAZoneSellsOnAMarketSoldOutOrNot() {
        // Given
        HuaweiCloud cloud = cloud();
        sellOut("s3.large.2", "Spot");
        sellOut("s6.large.2", "OnDemand");

        // When
        List<InstanceType> spot = types(cloud, "cn-south-1c", Market.SPOT);
        List<InstanceType> onDemand = types(cloud, "cn-south-1c", Market.ON_DEMAND);

        // Then
        assertThat(spot).containsExactlyInAnyOrder(S3, S6);
        assertThat(onDemand).containsExactlyInAnyOrder(S3, S6, C6);
        assertThat(types(cloud, "cn-south-1b", Market.ON_DEMAND))
                .contains(new InstanceType("c6.2xlarge.4", "c6", 8, 32))
                .doesNotContain(C6);
    }

    @Test
    void listsNothingOfAZoneThatTheCloudDoesNotKnow() {
        HuaweiCloud cloud = cloud();

        assertThat(types(cloud, "cn-south-9x", Market.SPOT)).isEmpty();
        assertThat(types(cloud, "cn-south-9x", Market.ON_DEMAND)).isEmpty();
    }

    @Test
    void listsFlavorsOnceForAllZonesAndBothMarkets() {
        HuaweiCloud cloud = cloud();

        for (String zone : List.of("cn-south-1a", "cn-south-1b", "cn-south-1c")) {
            types(cloud, zone, Market.SPOT);
            types(cloud, zone, Market.ON_DEMAND);
        }

        assertThat(calls("ListFlavors")).isEqualTo(1);
        assertThat(calls("ListFlavorSellPolicies")).isEqualTo(3);
    }

    @Test
    void walksOverAllPages() {
        // Given
        HuaweiCloud cloud = cloudOf(world(1003), "emulator-secret");

        // When
        List<InstanceType> spot = types(cloud, "z1", Market.SPOT);

        // Then
        assertThat(spot)
                .hasSize(1003)
                .doesNotHaveDuplicates()
                .contains(new InstanceType("t1.1003", "t1", 2, 4));
        assertThat(types(cloud, "z1", Market.ON_DEMAND)).hasSameElementsAs(spot);
        assertThat(calls("ListFlavors")).isEqualTo(2);
        assertThat(calls("ListFlavorSellPolicies")).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"SPOT, 1", "ON_DEMAND, 0"})
    void quotesManyTypesByOneListing(Market market, int policies) {
        // Given
        HuaweiCloud cloud = cloudOf(world(20), "emulator-secret");
        List<CapacityPool> pools =
                IntStream.rangeClosed(1, 20)
                        .mapToObj(i -> new CapacityPool(REGION, "z1", "t1." + i, market))
                        .toList();

        // When
        Map<CapacityPool, Quote> quotes = ((Quotes.Quoted) cloud.quotes(REGION, pools)).quotes();

        // Then
        assertThat(quotes)
                .hasSize(20)
                .allSatisfy((_, quote) -> {
                    assertThat(quote.stock()).isEqualTo(Stock.AVAILABLE);
                    assertThat(Objects.requireNonNull(quote.price())).isEqualByComparingTo("0.62");
                    assertThat(quote.vcpus()).isEqualTo(2);
                });
        assertThat(calls("ListFlavors")).isEqualTo(1);
        assertThat(calls("ListFlavorSellPolicies")).isEqualTo(policies);
    }

    private static String world(int flavors) {
        String sizes =
                IntStream.rangeClosed(1, flavors)
                        .mapToObj(
                                "    - {name: t1.%d, family: t1, cpu: 2, memoryGib: 4}\n"
                                        ::formatted)
                        .collect(Collectors.joining());
        return """
        huawei:
          rules: {rateLimited: false}
          flavors:
        %s
          regions:
            - name: cn-south-1
              zones:
                - name: z1
                  spot:
        %s
                  onDemand:
        %s
            - name: region1
              zones:
                - name: az1
                  spot: {}
                  onDemand: {}
        """
                .formatted(sizes, pools(flavors, "0.16"), pools(flavors, "0.62"));
    }

    private static String pools(int flavors, String price) {
        return IntStream.rangeClosed(1, flavors)
                .mapToObj(i ->
                        "            t1.%d: {CNY: %s, USD: 0.1, stock: 9}\n".formatted(i, price))
                .collect(Collectors.joining());
    }

    // ---- refusals ----

    @ParameterizedTest
    @CsvSource({
        "ListFlavors, '\"kind\":\"Status\",\"status\":500', Transient",
        "ListFlavors, '\"kind\":\"Throttle\"', Throttled",
        "ListFlavors, '\"kind\":\"Error\",\"code\":\"Pdp.0001\",\"status\":403', Unauthorized",
        "ListFlavors, '\"kind\":\"EmptyBody\"', Transient",
        "ListFlavorSellPolicies, '\"kind\":\"Status\",\"status\":500', Transient",
        "ListFlavorSellPolicies, '\"kind\":\"Throttle\"', Throttled",
        "ListFlavorSellPolicies, '\"kind\":\"Error\",\"code\":\"Pdp.0001\",\"status\":403',"
                + " Unauthorized"
    })
    void saysWhyItCannotTell(String action, String fault, String failure) {
        // Given
        HuaweiCloud cloud = cloud();
        emulator().change("faults", "{\"action\":\"%s\",%s,\"count\":1}".formatted(action, fault));

        // When
        InstanceTypes types = cloud.instanceTypes(REGION, "cn-south-1c", Market.SPOT);

        // Then
        assertThat(types)
                .isInstanceOfSatisfying(
                        InstanceTypes.Failed.class,
                        failed ->
                                assertThat(failed.failure().getClass().getSimpleName())
                                        .isEqualTo(failure));
        assertThat(types(cloud, "cn-south-1c", Market.SPOT)).containsExactlyInAnyOrder(S3, S6);
    }

    @Test
    void needsTheProjectOfTheRegion() {
        assertThat(cloud().instanceTypes("nowhere", "z1", Market.SPOT))
                .isInstanceOfSatisfying(
                        InstanceTypes.Failed.class,
                        failed ->
                                assertThat(failed.failure())
                                        .isInstanceOf(CloudFailure.InvalidRequest.class));
    }
}
