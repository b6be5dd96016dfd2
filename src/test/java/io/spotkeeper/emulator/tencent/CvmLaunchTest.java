package io.spotkeeper.emulator.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeAccountQuotaRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.Tag;
import com.tencentcloudapi.cvm.v20170312.models.TagSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Buying, as Tencent's own Java client sees it. */
class CvmLaunchTest extends CvmContract {
    @ParameterizedTest
    @CsvSource({
        "TC3-HMAC-SHA256, POST",
        "TC3-HMAC-SHA256, GET",
        "HmacSHA256, GET",
        "HmacSHA256, POST",
        "HmacSHA1, GET",
        "HmacSHA1, POST"
    })
    void servesTheSeedsRequestUnderEverySignature(String signature, String method)
            throws TencentCloudSDKException {
        CvmClient china = emulator.cvm("AKIDemulator", signature, method);
        CvmClient international = emulator.cvm("AKIDemulatorIntl", signature, method);
        RunInstancesRequest named = seed("0.60");
        named.setInstanceName("a name & more + 名");

        assertThat(china.RunInstances(named).getInstanceIdSet()).hasSize(1);
        assertThat(international.RunInstances(seed("0.0923")).getInstanceIdSet()).hasSize(1);
        assertRefused(
                () -> china.RunInstances(seed("0.40")), "InvalidParameterValue.InsufficientPrice");
        assertThat(china.DescribeInstances(new DescribeInstancesRequest()).getInstanceSet())
                .singleElement()
                .satisfies(i -> assertThat(i.getInstanceName()).isEqualTo("a name & more + 名"));
    }

    @Test
    void aBatchGetsTheNameSuffixesOneToN() throws TencentCloudSDKException {
        RunInstancesRequest plain = request("ap-guangzhou-3", "S2.MEDIUM4", 3);
        plain.setInstanceName("web");
        RunInstancesRequest pattern = request("ap-guangzhou-3", "S2.MEDIUM4", 2);
        pattern.setInstanceName("db-{R:7}");

        String[] plainIds = cvm.RunInstances(plain).getInstanceIdSet();
        String[] patternIds = cvm.RunInstances(pattern).getInstanceIdSet();

        assertThat(names(plainIds)).containsExactly("web1", "web2", "web3");
        assertThat(names(patternIds)).containsExactly("db-7", "db-8");
    }

    @Test
    void sameTokenAndBodyGivesTheFirstIdsAgainAndAnotherBodyIsRefused()
            throws TencentCloudSDKException {
        RunInstancesRequest first = request("ap-guangzhou-3", "S2.MEDIUM4", 2);
        first.setClientToken("token-1");
        String[] ids = cvm.RunInstances(first).getInstanceIdSet();
        CvmClient v1 = emulator.cvm("AKIDemulator", ClientProfile.SIGN_SHA256, HttpProfile.REQ_GET);

        assertThat(cvm.RunInstances(first).getInstanceIdSet()).isEqualTo(ids);
        assertThat(v1.RunInstances(first).getInstanceIdSet()).isEqualTo(ids);
        RunInstancesRequest other = request("ap-guangzhou-3", "S2.MEDIUM4", 3);
        other.setClientToken("token-1");
        assertRefused(
                () -> cvm.RunInstances(other), "InvalidParameter.IdempotentParameterMismatch");
        assertThat(cvm.DescribeInstances(new DescribeInstancesRequest()).getTotalCount())
                .isEqualTo(2);

        emulator.change("clock", "{\"advance\":\"PT11M\"}");
        assertThat(cvm.RunInstances(other).getInstanceIdSet()).hasSize(3);
    }

    @Test
    void aRefusedCallDoesNotUseUpItsToken() throws TencentCloudSDKException {
        RunInstancesRequest request = seed("0.40");
        request.setClientToken("token-2");
        assertRefused(() -> cvm.RunInstances(request), "InvalidParameterValue.InsufficientPrice");

        request.getInstanceMarketOptions().getSpotOptions().setMaxPrice("0.60");

        assertThat(cvm.RunInstances(request).getInstanceIdSet()).hasSize(1);
        request.setClientToken("x".repeat(65));
        assertRefused(() -> cvm.RunInstances(request), "InvalidClientToken.TooLong");
    }

    @Test
    void dryRunChecksEverythingAndBuysNothing() throws TencentCloudSDKException {
        RunInstancesRequest request = seed("0.60");
        request.setDryRun(true);
        assertThat(cvm.RunInstances(request).getInstanceIdSet()).isNull();

        request.getInstanceMarketOptions().getSpotOptions().setMaxPrice("0.40");
        assertRefused(() -> cvm.RunInstances(request), "InvalidParameterValue.InsufficientPrice");
        RunInstancesRequest tooMany = request("ap-guangzhou-3", "SA2.LARGE8", 9);
        tooMany.setDryRun(true);
        assertRefused(
                () -> cvm.RunInstances(tooMany), "ResourceInsufficient.SpecifiedInstanceType");
        assertThat(cvm.DescribeInstances(new DescribeInstancesRequest()).getTotalCount()).isZero();
    }

    @Test
    void stockRunsOutWithTheDocumentedCodesAndMinCountTakesWhatThereIs()
            throws TencentCloudSDKException {
        RunInstancesRequest request = request("ap-guangzhou-3", "SA2.LARGE8", 20);
        assertRefused(
                () -> cvm.RunInstances(request), "ResourceInsufficient.SpecifiedInstanceType");
        request.setMinCount(9L);
        assertRefused(
                () -> cvm.RunInstances(request),
                "ResourceInsufficient.InsufficientOfferingMinimum");
        request.setMinCount(21L);
        assertRefused(
                () -> cvm.RunInstances(request), "InvalidParameterValue.InvalidParameterMinCount");
        request.setMinCount(1L);

        assertThat(cvm.RunInstances(request).getInstanceIdSet()).hasSize(8);

        assertRefused(
                () -> cvm.RunInstances(request("ap-guangzhou-3", "SA2.LARGE8", 1)),
                "ResourcesSoldOut.SpecifiedInstanceType");
    }

    @Test
    void quotasRefuseWithTheirOwnCodes() throws TencentCloudSDKException {
        emulator.change(
                "quotas",
                "{\"account\":\"AKIDemulator\",\"zone\":\"ap-guangzhou-3\",\"spotVcpus\":4}");
        assertRefused(
                () -> cvm.RunInstances(request("ap-guangzhou-3", "S2.MEDIUM4", 3)),
                "LimitExceeded.UserSpotQuota");
        cvm.RunInstances(request("ap-guangzhou-3", "S2.MEDIUM4", 2));
        cvm.RunInstances(request("ap-guangzhou-4", "S2.MEDIUM4", 2));

        var quota = cvm.DescribeAccountQuota(new DescribeAccountQuotaRequest());
        assertThat(quota.getAppId()).isEqualTo(1250000001L);
        var spot = quota.getAccountQuotaOverview().getAccountQuota().getSpotPaidQuotaSet();
        assertThat(spot).hasSize(3);
        assertThat(spot[0].getZone()).isEqualTo("ap-guangzhou-3");
        assertThat(spot[0].getTotalQuota()).isEqualTo(4);
        assertThat(spot[0].getUsedQuota()).isEqualTo(4);
        assertThat(spot[0].getRemainingQuota()).isZero();

        emulator.change("quotas", "{\"account\":\"AKIDemulator\",\"instances\":4}");
        assertRefused(
                () -> cvm.RunInstances(request("ap-guangzhou-4", "S3.MEDIUM4", 1)),
                "LimitExceeded.InstanceQuota");
    }

    @ParameterizedTest
    @CsvSource({
        "ap-guangzhou-2, S2.MEDIUM4, img-pmqg1cw7, InvalidParameterValue.ZoneNotSupported",
        "ap-shanghai-2, S5.MEDIUM4, img-pmqg1cw7, InvalidZone.MismatchRegion",
        "nowhere, S5.MEDIUM4, img-pmqg1cw7, InvalidZone.MismatchRegion",
        "ap-guangzhou-6, S2.MEDIUM4, img-pmqg1cw7, ResourceUnavailable.InstanceType",
        "ap-guangzhou-3, S9.MEDIUM4, img-pmqg1cw7, InvalidParameterValue.InstanceTypeNotFound",
        "ap-guangzhou-3, nonsense, img-pmqg1cw7, InvalidInstanceType.Malformed",
        "ap-guangzhou-3, S2.MEDIUM4, img-00000000, InvalidImageId.NotFound",
        "ap-guangzhou-3, S2.MEDIUM4, nonsense, InvalidImageId.Malformed"
    })
    void wrongPlacesTypesAndImagesAreRefused(String zone, String type, String image, String code) {
        RunInstancesRequest request = request(zone, type, 1);
        request.setImageId(image);

        assertRefused(() -> cvm.RunInstances(request), code);
    }

    @Test
    void wrongCombinationsAreRefused() {
        RunInstancesRequest options = seed("0.60");
        options.setInstanceChargeType("POSTPAID_BY_HOUR");
        assertRefused(() -> cvm.RunInstances(options), "InvalidParameterCombination");
        RunInstancesRequest persistent = seed("0.60");
        persistent.getInstanceMarketOptions().getSpotOptions().setSpotInstanceType("persistent");
        assertRefused(() -> cvm.RunInstances(persistent), "InvalidParameterValue");
        assertRefused(() -> cvm.RunInstances(seed("cheap")), "InvalidParameterValue");
        assertRefused(
                () -> cvm.RunInstances(request("ap-guangzhou-3", "S2.MEDIUM4", 101)),
                "InvalidParameterValue.Range");
        RunInstancesRequest userData = seed("0.60");
        userData.setUserData("not base64!");
        assertRefused(
                () -> cvm.RunInstances(userData), "InvalidParameterValue.InvalidUserDataFormat");
        RunInstancesRequest twice = seed("0.60");
        TagSpecification[] tags = tags("a", "1");
        tags[0].setTags(new Tag[] {tags[0].getTags()[0], tags[0].getTags()[0]});
        twice.setTagSpecification(tags);
        assertRefused(() -> cvm.RunInstances(twice), "InvalidParameterValue.DuplicateTags");
        assertRefused(
                () ->
                        emulator.cvm("AKIDnospot", ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST)
                                .RunInstances(seed("0.60")),
                "OperationDenied.AccountNotSupported");
    }
}
