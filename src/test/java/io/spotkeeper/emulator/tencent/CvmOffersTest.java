package io.spotkeeper.emulator.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.models.DescribeRegionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZoneInstanceConfigInfosRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesRequest;
import com.tencentcloudapi.cvm.v20170312.models.Filter;
import com.tencentcloudapi.cvm.v20170312.models.InquiryPriceRunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.InternetAccessible;
import com.tencentcloudapi.cvm.v20170312.models.Placement;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import io.spotkeeper.emulator.RunningEmulator;
import org.junit.jupiter.api.Test;

/** Offers, places, tags and owners, as Tencent's own Java client sees them. */
class CvmOffersTest extends CvmContract {
    @Test
    void offersShowPriceAndStockClass() throws TencentCloudSDKException {
        emulator.change(
                "pools",
                "{\"region\":\"ap-guangzhou\",\"zone\":\"ap-guangzhou-3\","
                        + "\"instanceType\":\"S2.MEDIUM4\",\"market\":\"Spot\",\"price\":0.5,"
                        + "\"stock\":0}");
        DescribeZoneInstanceConfigInfosRequest request =
                new DescribeZoneInstanceConfigInfosRequest();
        Filter zone = new Filter();
        zone.setName("zone");
        zone.setValues(new String[] {"ap-guangzhou-3"});
        Filter charge = new Filter();
        charge.setName("instance-charge-type");
        charge.setValues(new String[] {"SPOTPAID"});
        request.setFilters(new Filter[] {zone, charge});

        var rows = cvm.DescribeZoneInstanceConfigInfos(request).getInstanceTypeQuotaSet();

        assertThat(rows).hasSize(5);
        assertThat(rows[0].getInstanceType()).isEqualTo("S2.MEDIUM4");
        assertThat(rows[0].getStatus()).isEqualTo("SOLD_OUT");
        assertThat(rows[0].getStatusCategory()).isEqualTo("WithoutStock");
        assertThat(rows[0].getSoldOutReason()).isEqualTo("ResourcesSoldOut.SpecifiedInstanceType");
        assertThat(rows[0].getPrice().getUnitPriceDiscount()).isEqualTo(0.5f);
        assertThat(rows[0].getPrice().getUnitPrice()).isEqualTo(0.92f);
        assertThat(rows[0].getPrice().getChargeUnit()).isEqualTo("HOUR");
        assertThat(rows[1].getStatus()).isEqualTo("SELL");
        assertThat(rows[1].getStatusCategory()).isEqualTo("EnoughStock");
        assertThat(rows[4].getStatusCategory()).isEqualTo("UnderStock");
        zone.setValues(new String[] {"ap-shanghai-2"});
        assertRefused(
                () -> cvm.DescribeZoneInstanceConfigInfos(request), "InvalidZone.MismatchRegion");
    }

    @Test
    void anInquiryTellsThePriceOfInstancesAndBandwidth() throws TencentCloudSDKException {
        emulator.change(
                "pools",
                "{\"region\":\"ap-guangzhou\",\"zone\":\"ap-guangzhou-3\","
                        + "\"instanceType\":\"S2.MEDIUM4\",\"market\":\"Spot\",\"price\":\"0.5\"}");
        InquiryPriceRunInstancesRequest request = new InquiryPriceRunInstancesRequest();
        Placement placement = new Placement();
        placement.setZone("ap-guangzhou-3");
        request.setPlacement(placement);
        request.setImageId("img-pmqg1cw7");
        request.setInstanceType("S2.MEDIUM4");
        request.setInstanceChargeType("SPOTPAID");
        request.setInstanceCount(2L);
        InternetAccessible internet = new InternetAccessible();
        internet.setInternetChargeType("TRAFFIC_POSTPAID_BY_HOUR");
        internet.setInternetMaxBandwidthOut(5L);
        request.setInternetAccessible(internet);

        var price = cvm.InquiryPriceRunInstances(request).getPrice();

        assertThat(price.getInstancePrice().getUnitPriceDiscount()).isEqualTo(1.0f);
        assertThat(price.getInstancePrice().getUnitPrice()).isEqualTo(1.84f);
        assertThat(price.getBandwidthPrice().getUnitPrice()).isEqualTo(0.8f);
        assertThat(price.getBandwidthPrice().getChargeUnit()).isEqualTo("GB");
    }

    @Test
    void regionsAndZonesAreShown() throws TencentCloudSDKException {
        assertThat(cvm.DescribeRegions(new DescribeRegionsRequest()).getRegionSet())
                .extracting(region -> region.getRegion())
                .containsExactly("ap-guangzhou", "ap-shanghai");
        assertThat(cvm.DescribeZones(new DescribeZonesRequest()).getZoneSet())
                .extracting(zone -> zone.getZone())
                .containsExactly(
                        "ap-guangzhou-2", "ap-guangzhou-3", "ap-guangzhou-4", "ap-guangzhou-6");
    }

    @Test
    void theTagServiceTakesTagsOffAndPutsThemOn() throws TencentCloudSDKException {
        RunInstancesRequest request = seed("0.60");
        request.setTagSpecification(tags("spotkeeper-cluster", "c-1"));
        String id = cvm.RunInstances(request).getInstanceIdSet()[0];
        emulator.settle();
        CommonClient tag =
                new CommonClient(
                        "tag",
                        "2018-08-13",
                        new Credential(RunningEmulator.KEY, RunningEmulator.SECRET),
                        RunningEmulator.REGION,
                        emulator.profile(ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST));
        String resource =
                "\"ServiceType\":\"cvm\",\"ResourcePrefix\":\"instance\","
                        + "\"ResourceRegion\":\"ap-guangzhou\",\"ResourceIds\":[\""
                        + id
                        + "\"]";

        tag.call("DetachResourcesTag", "{" + resource + ",\"TagKey\":\"spotkeeper-cluster\"}");
        assertThat(byId(id).getInstanceSet()[0].getTags()).isEmpty();
        tag.call("AttachResourcesTag", "{" + resource + ",\"TagKey\":\"k\",\"TagValue\":\"v\"}");
        assertThat(byFilter("tag:k", "v").getTotalCount()).isEqualTo(1);

        assertThatThrownBy(() ->
                        tag.call(
                                "AttachResourcesTag",
                                "{" + resource + ",\"TagKey\":\"k\",\"TagValue\":\"w\"}"))
                .isInstanceOfSatisfying(
                        TencentCloudSDKException.class,
                        e ->
                                assertThat(e.getErrorCode())
                                        .isEqualTo("ResourceInUse.TagKeyAttached"));
    }

    @Test
    void theIdentityServiceTellsTheOwnerOfAKey() throws Exception {
        CommonClient sts =
                new CommonClient(
                        "sts",
                        "2018-08-13",
                        new Credential(RunningEmulator.KEY, RunningEmulator.SECRET),
                        RunningEmulator.REGION,
                        emulator.profile(ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST));

        String answer = sts.call("GetCallerIdentity", "{}");

        assertThat(new ObjectMapper().readTree(answer).at("/Response/AccountId").asText())
                .isEqualTo("100000000001");
    }
}
