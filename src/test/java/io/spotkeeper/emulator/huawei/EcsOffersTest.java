package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import com.huaweicloud.sdk.bss.v2.model.DemandProductInfo;
import com.huaweicloud.sdk.bss.v2.model.ListOnDemandResourceRatingsRequest;
import com.huaweicloud.sdk.bss.v2.model.ListOnDemandResourceRatingsResponse;
import com.huaweicloud.sdk.bss.v2.model.RateOnDemandReq;
import com.huaweicloud.sdk.core.auth.BasicCredentials;
import com.huaweicloud.sdk.core.region.Region;
import com.huaweicloud.sdk.ecs.v2.EcsClient;
import com.huaweicloud.sdk.ecs.v2.model.Flavor;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesResult;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorsRequest;
import com.huaweicloud.sdk.ecs.v2.model.ServerLimits;
import com.huaweicloud.sdk.ecs.v2.model.ShowServerLimitsRequest;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is for sale and what it costs, as Huawei's own Java clients see it. */
class EcsOffersTest extends HuaweiContract {
    private List<ListFlavorSellPoliciesResult> policies(ListFlavorSellPoliciesRequest request) {
        return ecs.listFlavorSellPolicies(request).getSellPolicies();
    }

    private static ListFlavorSellPoliciesRequest spotOf(String flavor) {
        return new ListFlavorSellPoliciesRequest()
                .withFlavorId(flavor)
                .withSellMode(ListFlavorSellPoliciesRequest.SellModeEnum.SPOT);
    }

    @Test
    void sellPoliciesTellWhereAFlavorIsSoldAndWhetherItIsSoldOut() {
        emulator.change(
                "pools",
                """
                {"region":"cn-south-1","zone":"cn-south-1b","instanceType":"s3.large.2",
                 "market":"Spot","stock":0}\
                """);

        assertThat(policies(spotOf(FLAVOR)))
                .extracting(row -> row.getAvailabilityZoneId() + " " + row.getSellStatus())
                .containsExactly(
                        "cn-south-1a available",
                        "cn-south-1b sellout",
                        "cn-south-1c available",
                        "az1 available",
                        "az2 available",
                        "az3 available");
        assertThat(policies(spotOf("c6.large.2").withAvailabilityZoneId("cn-south-1c"))).isEmpty();
        assertThat(
                        policies(
                                spotOf(FLAVOR)
                                        .withSellStatus(
                                                ListFlavorSellPoliciesRequest.SellStatusEnum
                                                        .SELLOUT)))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getSellMode()).isEqualTo("spot");
                    assertThat(row.getSpotOptions().getLongestSpotDurationHours()).isEqualTo(6);
                });
    }

    @Test
    void theFlavorFilterOfSellPoliciesIsAPrefix() {
        assertThat(policies(new ListFlavorSellPoliciesRequest().withFlavorId("s6")))
                .extracting(ListFlavorSellPoliciesResult::getFlavorId)
                .contains("s6.large.2", "s6.xlarge.2")
                .doesNotContain("s3.large.2");
    }

    @Test
    void sellPoliciesArePagedByMarker() {
        List<ListFlavorSellPoliciesResult> first =
                policies(new ListFlavorSellPoliciesRequest().withLimit(10));

        List<ListFlavorSellPoliciesResult> second =
                policies(
                        new ListFlavorSellPoliciesRequest()
                                .withLimit(10)
                                .withMarker(first.getLast().getId().toString()));

        assertThat(first).hasSize(10);
        assertThat(second)
                .isNotEmpty()
                .extracting(ListFlavorSellPoliciesResult::getId)
                .doesNotContainAnyElementsOf(
                        first.stream().map(ListFlavorSellPoliciesResult::getId).toList());
    }

    @Test
    void sellPoliciesAreOfSpotAlone() {
        assertThat(
                        policies(
                                new ListFlavorSellPoliciesRequest()
                                        .withSellMode(
                                                ListFlavorSellPoliciesRequest.SellModeEnum
                                                        .POSTPAID)))
                .isEmpty();
        assertThat(policies(new ListFlavorSellPoliciesRequest()))
                .extracting(ListFlavorSellPoliciesResult::getSellMode)
                .containsOnly("spot");
    }

    @Test
    void flavorsArePagedByMarker() {
        ListFlavorsRequest request = new ListFlavorsRequest().withLimit(3);

        List<Flavor> first = ecs.listFlavors(request).getFlavors();
        List<Flavor> second =
                ecs.listFlavors(request.withMarker(first.getLast().getId())).getFlavors();

        assertThat(first)
                .extracting(Flavor::getId)
                .containsExactly("s3.large.2", "s6.large.2", "s6.xlarge.2");
        assertThat(second).extracting(Flavor::getId).containsExactly("c6.large.2", "c6.2xlarge.4");
    }

    @Test
    void flavorsOfAZoneAreThoseThatCanBeBoughtThere() {
        emulator.change(
                "pools",
                """
                {"region":"cn-south-1","zone":"cn-south-1c","instanceType":"s6.large.2",
                 "market":"OnDemand","stock":0}\
                """);

        assertThat(
                        ecs.listFlavors(
                                        new ListFlavorsRequest()
                                                .withAvailabilityZone("cn-south-1c"))
                                .getFlavors())
                .extracting(Flavor::getId)
                .containsExactly("s3.large.2", "c6.large.2");
        assertThat(
                        ecs.listFlavors(new ListFlavorsRequest().withFlavorId("s6.large.2"))
                                .getFlavors())
                .singleElement()
                .satisfies(flavor -> {
                    assertThat(flavor.getOsExtraSpecs().getCondOperationAz())
                            .contains("cn-south-1c(sellout)");
                    assertThat(flavor.getOsExtraSpecs().getCondOperationStatus())
                            .as("of zones that are not named")
                            .isEqualTo("abandon");
                });
    }

    @Test
    void flavorsTellTheirSizeAndTheirZones() {
        List<Flavor> flavors = ecs.listFlavors(new ListFlavorsRequest()).getFlavors();

        assertThat(flavors)
                .extracting(Flavor::getId)
                .containsExactly(
                        "s3.large.2", "s6.large.2", "s6.xlarge.2", "c6.large.2", "c6.2xlarge.4");
        Flavor large = flavors.getLast();
        assertThat(large.getVcpus()).isEqualTo("8");
        assertThat(large.getRam()).isEqualTo(32768);
        assertThat(large.getOsExtraSpecs().getCondSpotOperationAz())
                .isEqualTo("cn-south-1a(normal),cn-south-1b(normal)");
        assertThat(
                        ecs.listFlavors(new ListFlavorsRequest().withAvailabilityZone("az1"))
                                .getFlavors())
                .extracting(Flavor::getId)
                .containsExactly("s3.large.2");
    }

    @Test
    void limitsCountWhatIsHeld() {
        create(spot(ZONE, FLAVOR, 2, ""));
        create(server(ZONE, "s6.xlarge.2", 1));

        ServerLimits limits = ecs.showServerLimits(new ShowServerLimitsRequest()).getAbsolute();

        assertThat(limits.getTotalInstancesUsed()).isEqualTo(3);
        assertThat(limits.getTotalCoresUsed()).isEqualTo(8);
        assertThat(limits.getTotalSpotInstancesUsed()).isEqualTo(2);
        assertThat(limits.getTotalSpotCoresUsed()).isEqualTo(4);
        assertThat(limits.getMaxTotalInstances()).isEqualTo(20000);
        assertThat(limits.getMaxTotalSpotInstances()).isEqualTo(-1);
    }

    private static DemandProductInfo product(String spec, String region) {
        return new DemandProductInfo()
                .withId("1")
                .withCloudServiceType("hws.service.type.ec2")
                .withResourceType("hws.resource.type.vm")
                .withResourceSpec(spec)
                .withRegion(region)
                .withUsageFactor("Duration")
                .withUsageValue(BigDecimal.ONE)
                .withUsageMeasureId(4)
                .withSubscriptionNum(2);
    }

    private ListOnDemandResourceRatingsResponse rate(DemandProductInfo... products) {
        return bss().listOnDemandResourceRatings(
                        new ListOnDemandResourceRatingsRequest()
                                .withBody(
                                        new RateOnDemandReq()
                                                .withProjectId(PROJECT)
                                                .withProductInfos(List.of(products))));
    }

    @Test
    void ratingsTellTheOnDemandPrice() {
        ListOnDemandResourceRatingsResponse answer =
                rate(
                        product("c6.large.2.linux", "cn-south-1"),
                        product("s3.large.2.linux", "region1"));

        assertThat(answer.getCurrency()).isEqualTo("CNY");
        assertThat(answer.getAmount()).isEqualByComparingTo("2.56");
        assertThat(answer.getProductRatingResults().getFirst().getAmount())
                .isEqualByComparingTo("1.32");
        assertRefused(() -> rate(product("c6.large.2.linux", "region1")), 400, "CBC.0100");
    }

    @Test
    void aClientThatKnowsOnlyItsRegionFindsItsProject() {
        String endpoint = emulator.address().toString();
        BasicCredentials credentials =
                new BasicCredentials().withAk(KEY).withSk(SECRET).withIamEndpoint(endpoint);

        EcsClient found =
                EcsClient.newBuilder()
                        .withCredential(credentials)
                        .withHttpConfig(http())
                        .withRegion(new Region("cn-south-1", endpoint))
                        .build();

        assertThat(found.showServerLimits(new ShowServerLimitsRequest()).getAbsolute()).isNotNull();
    }
}
