package io.spotkeeper.emulator.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.tencentcloudapi.common.CommonClient;
import com.tencentcloudapi.common.Credential;
import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeAccountQuotaRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesStatusRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeRegionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZoneInstanceConfigInfosRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZonesRequest;
import com.tencentcloudapi.cvm.v20170312.models.Filter;
import com.tencentcloudapi.cvm.v20170312.models.InquiryPriceRunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.Instance;
import com.tencentcloudapi.cvm.v20170312.models.InstanceMarketOptionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.InternetAccessible;
import com.tencentcloudapi.cvm.v20170312.models.Placement;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.SpotMarketOptions;
import com.tencentcloudapi.cvm.v20170312.models.SystemDisk;
import com.tencentcloudapi.cvm.v20170312.models.Tag;
import com.tencentcloudapi.cvm.v20170312.models.TagSpecification;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.VirtualPrivateCloud;
import io.spotkeeper.emulator.RunningEmulator;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire as Tencent's own Java client sees it. */
class CvmContractTest {
    private RunningEmulator emulator;
    private CvmClient cvm;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start();
        cvm = emulator.cvm();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    static RunInstancesRequest request(String zone, String type, long count) {
        RunInstancesRequest request = new RunInstancesRequest();
        Placement placement = new Placement();
        placement.setZone(zone);
        request.setPlacement(placement);
        request.setImageId("img-pmqg1cw7");
        request.setInstanceType(type);
        request.setInstanceChargeType("SPOTPAID");
        request.setInstanceCount(count);
        return request;
    }

    private static RunInstancesRequest seed(String maxPrice) {
        RunInstancesRequest request = request("ap-guangzhou-3", "S2.MEDIUM4", 1);
        SpotMarketOptions spot = new SpotMarketOptions();
        spot.setMaxPrice(maxPrice);
        spot.setSpotInstanceType("one-time");
        InstanceMarketOptionsRequest options = new InstanceMarketOptionsRequest();
        options.setMarketType("spot");
        options.setSpotOptions(spot);
        request.setInstanceMarketOptions(options);
        return request;
    }

    private static void assertRefused(ThrowingCallable call, String code) {
        TencentCloudSDKException e = catchThrowableOfType(TencentCloudSDKException.class, call);
        assertThat(e).as("refusal " + code).isNotNull();
        assertThat(e.getErrorCode()).isEqualTo(code);
        assertThat(e.getRequestId()).isNotEmpty();
    }

    private DescribeInstancesResponse byId(String... ids) throws TencentCloudSDKException {
        DescribeInstancesRequest request = new DescribeInstancesRequest();
        request.setInstanceIds(ids);
        return cvm.DescribeInstances(request);
    }

    private DescribeInstancesResponse byFilter(String name, String... values)
            throws TencentCloudSDKException {
        DescribeInstancesRequest request = new DescribeInstancesRequest();
        Filter filter = new Filter();
        filter.setName(name);
        filter.setValues(values);
        request.setFilters(new Filter[] {filter});
        return cvm.DescribeInstances(request);
    }

    private static TerminateInstancesRequest terminate(String... ids) {
        TerminateInstancesRequest request = new TerminateInstancesRequest();
        request.setInstanceIds(ids);
        return request;
    }

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
    void anInstanceCarriesTheDocumentedFields() throws TencentCloudSDKException {
        RunInstancesRequest request = seed("0.60");
        request.setInstanceName("fleet");
        request.setHostName("host-a");
        request.setSecurityGroupIds(new String[] {"sg-1a2b3c4d"});
        VirtualPrivateCloud vpc = new VirtualPrivateCloud();
        vpc.setVpcId("vpc-1a2b3c4d");
        vpc.setSubnetId("subnet-1a2b3c4d");
        request.setVirtualPrivateCloud(vpc);
        SystemDisk disk = new SystemDisk();
        disk.setDiskType("CLOUD_SSD");
        disk.setDiskSize(80L);
        request.setSystemDisk(disk);
        InternetAccessible internet = new InternetAccessible();
        internet.setInternetMaxBandwidthOut(10L);
        internet.setPublicIpAssigned(true);
        request.setInternetAccessible(internet);
        String id = cvm.RunInstances(request).getInstanceIdSet()[0];

        Instance pending = byId(id).getInstanceSet()[0];
        emulator.settle();
        Instance running = byId(id).getInstanceSet()[0];

        assertThat(id).matches("ins-[0-9a-z]{8}");
        assertThat(pending.getInstanceState()).isEqualTo("PENDING");
        assertThat(pending.getLatestOperationState()).isEqualTo("OPERATING");
        assertThat(running.getInstanceState()).isEqualTo("RUNNING");
        assertThat(running.getLatestOperation()).isEqualTo("RunInstances");
        assertThat(running.getLatestOperationState()).isEqualTo("SUCCESS");
        assertThat(running.getRestrictState()).isEqualTo("NORMAL");
        assertThat(running.getInstanceChargeType()).isEqualTo("SPOTPAID");
        assertThat(running.getCreatedTime()).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
        assertThat(running.getExpiredTime()).isNull();
        assertThat(running.getPlacement().getZone()).isEqualTo("ap-guangzhou-3");
        assertThat(running.getInstanceType()).isEqualTo("S2.MEDIUM4");
        assertThat(running.getCPU()).isEqualTo(2);
        assertThat(running.getMemory()).isEqualTo(4);
        assertThat(running.getPrivateIpAddresses()).hasSize(1);
        assertThat(running.getPublicIpAddresses()).hasSize(1);
        assertThat(running.getUuid()).isNotEmpty();
        assertThat(running.getVirtualPrivateCloud().getVpcId()).isEqualTo("vpc-1a2b3c4d");
        assertThat(running.getVirtualPrivateCloud().getSubnetId()).isEqualTo("subnet-1a2b3c4d");
        assertThat(running.getSecurityGroupIds()).containsExactly("sg-1a2b3c4d");
        assertThat(running.getDisableApiTermination()).isFalse();
        assertThat(running.getImageId()).isEqualTo("img-pmqg1cw7");
        assertThat(running.getSystemDisk().getDiskSize()).isEqualTo(80);
        assertThat(running.getSystemDisk().getDiskType()).isEqualTo("CLOUD_SSD");
        assertThat(running.getTags()).isEmpty();
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

    private List<String> names(String[] ids) throws TencentCloudSDKException {
        return Arrays.stream(byId(ids).getInstanceSet()).map(Instance::getInstanceName).toList();
    }

    @Test
    void tagsShowLaterThanTheInstance() throws TencentCloudSDKException {
        emulator.change("lag", "{\"tagMillis\":60000}");
        RunInstancesRequest request = seed("0.60");
        request.setTagSpecification(tags("spotkeeper-fleet", "f-1"));
        String id = cvm.RunInstances(request).getInstanceIdSet()[0];

        assertThat(byId(id).getInstanceSet()[0].getTags()).isEmpty();
        assertThat(byFilter("tag:spotkeeper-fleet", "f-1").getTotalCount()).isZero();
        emulator.change("clock", "{\"advance\":\"PT1M\"}");
        assertThat(byFilter("tag:spotkeeper-fleet", "f-1").getInstanceSet())
                .singleElement()
                .satisfies(i -> {
                    assertThat(i.getInstanceId()).isEqualTo(id);
                    assertThat(i.getTags()[0].getKey()).isEqualTo("spotkeeper-fleet");
                    assertThat(i.getTags()[0].getValue()).isEqualTo("f-1");
                });
        assertThat(byFilter("tag:spotkeeper-fleet", "other").getTotalCount()).isZero();
        assertThat(byFilter("tag-key", "spotkeeper-fleet").getTotalCount()).isEqualTo(1);
        assertThat(byFilter("tag-value", "f-1").getTotalCount()).isEqualTo(1);
    }

    private static TagSpecification[] tags(String key, String value) {
        Tag tag = new Tag();
        tag.setKey(key);
        tag.setValue(value);
        TagSpecification specification = new TagSpecification();
        specification.setResourceType("instance");
        specification.setTags(new Tag[] {tag});
        return new TagSpecification[] {specification};
    }

    @Test
    void listingsArePagedNewestFirst() throws TencentCloudSDKException {
        for (int i = 0; i < 3; i++) {
            cvm.RunInstances(request("ap-guangzhou-3", "S2.MEDIUM4", 50));
        }
        Set<String> seen = new HashSet<>();
        DescribeInstancesRequest page = new DescribeInstancesRequest();
        assertThat(cvm.DescribeInstances(page).getInstanceSet()).hasSize(20);
        page.setLimit(100L);
        for (long offset = 0; offset < 150; offset += 100) {
            page.setOffset(offset);
            DescribeInstancesResponse response = cvm.DescribeInstances(page);
            assertThat(response.getTotalCount()).isEqualTo(150);
            Arrays.stream(response.getInstanceSet()).forEach(i -> seen.add(i.getInstanceId()));
        }
        assertThat(seen).hasSize(150);

        String newest =
                cvm.RunInstances(request("ap-guangzhou-3", "S2.MEDIUM4", 1)).getInstanceIdSet()[0];
        page.setOffset(0L);
        assertThat(cvm.DescribeInstances(page).getInstanceSet()[0].getInstanceId())
                .isEqualTo(newest);
        page.setLimit(101L);
        assertRefused(() -> cvm.DescribeInstances(page), "InvalidParameterValue.LimitExceeded");
        page.setLimit(0L);
        assertRefused(() -> cvm.DescribeInstances(page), "InvalidParameterValue");
    }

    @Test
    void filtersNarrowAListing() throws TencentCloudSDKException {
        String a =
                cvm.RunInstances(request("ap-guangzhou-3", "S2.MEDIUM4", 1)).getInstanceIdSet()[0];
        RunInstancesRequest other = request("ap-guangzhou-4", "S5.LARGE8", 1);
        other.setInstanceChargeType("POSTPAID_BY_HOUR");
        other.setInstanceName("other");
        String b = cvm.RunInstances(other).getInstanceIdSet()[0];
        Instance shown = byId(a).getInstanceSet()[0];

        assertThat(ids(byFilter("zone", "ap-guangzhou-3"))).containsExactly(a);
        assertThat(ids(byFilter("zone", "ap-guangzhou-3", "ap-guangzhou-4"))).containsExactly(b, a);
        assertThat(ids(byFilter("instance-id", a))).containsExactly(a);
        assertThat(ids(byFilter("uuid", shown.getUuid()))).containsExactly(a);
        assertThat(ids(byFilter("private-ip-address", shown.getPrivateIpAddresses()[0])))
                .containsExactly(a);
        assertThat(ids(byFilter("instance-charge-type", "POSTPAID_BY_HOUR"))).containsExactly(b);
        assertThat(ids(byFilter("instance-name", "other"))).containsExactly(b);
        assertThat(ids(byFilter("instance-state", "PENDING", "RUNNING"))).containsExactly(b, a);
        assertThat(ids(byFilter("creation-start-time", "2020-01-01T00:00:00Z")))
                .containsExactly(b, a);
        assertThat(ids(byFilter("creation-end-time", "2020-01-01T00:00:00Z"))).isEmpty();
        assertRefused(() -> byFilter("colour", "red"), "InvalidFilter");
        assertRefused(
                () -> byFilter("zone", "1", "2", "3", "4", "5", "6"),
                "InvalidFilterValue.LimitExceeded");
        assertRefused(
                () -> byFilter("creation-end-time", "yesterday"),
                "InvalidParameterValue.InvalidTimeFormat");
    }

    private static List<String> ids(DescribeInstancesResponse response) {
        return Arrays.stream(response.getInstanceSet()).map(Instance::getInstanceId).toList();
    }

    @Test
    void idsAndFiltersExcludeEachOtherAndUnknownIdsAreAbsent() throws TencentCloudSDKException {
        String id =
                cvm.RunInstances(request("ap-guangzhou-3", "S2.MEDIUM4", 1)).getInstanceIdSet()[0];
        DescribeInstancesRequest both = new DescribeInstancesRequest();
        both.setInstanceIds(new String[] {id});
        Filter filter = new Filter();
        filter.setName("zone");
        filter.setValues(new String[] {"ap-guangzhou-3"});
        both.setFilters(new Filter[] {filter});

        assertRefused(() -> cvm.DescribeInstances(both), "InvalidParameter");
        assertThat(ids(byId(id, "ins-00000000"))).containsExactly(id);
        assertThat(byId("ins-00000000").getTotalCount()).isZero();
        assertRefused(() -> byId("i-123"), "InvalidInstanceId.Malformed");
        String[] many = new String[101];
        Arrays.fill(many, id);
        assertRefused(() -> byId(many), "InvalidParameterValue.LimitExceeded");
    }

    @Test
    void statusesArePagedToo() throws TencentCloudSDKException {
        cvm.RunInstances(request("ap-guangzhou-3", "S2.MEDIUM4", 30));
        DescribeInstancesStatusRequest request = new DescribeInstancesStatusRequest();

        assertThat(cvm.DescribeInstancesStatus(request).getInstanceStatusSet()).hasSize(20);
        request.setOffset(20L);
        assertThat(cvm.DescribeInstancesStatus(request).getInstanceStatusSet()).hasSize(10);
        assertThat(
                        cvm.DescribeInstancesStatus(request)
                                .getInstanceStatusSet()[0]
                                .getInstanceState())
                .isEqualTo("PENDING");
    }

    @Test
    void terminationRefusesWhatTheDocumentationSaysItRefuses() throws TencentCloudSDKException {
        String pending = cvm.RunInstances(seed("0.60")).getInstanceIdSet()[0];
        assertRefused(
                () -> cvm.TerminateInstances(terminate(pending)),
                "UnsupportedOperation.InstanceStatePending");
        RunInstancesRequest protectedOne = seed("0.60");
        protectedOne.setDisableApiTermination(true);
        String guarded = cvm.RunInstances(protectedOne).getInstanceIdSet()[0];
        RunInstancesRequest hourly = request("ap-guangzhou-3", "S2.MEDIUM4", 1);
        hourly.setInstanceChargeType("POSTPAID_BY_HOUR");
        String stable = cvm.RunInstances(hourly).getInstanceIdSet()[0];
        emulator.change(
                "faults", "{\"action\":\"RunInstances\",\"kind\":\"LaunchFailed\",\"count\":1}");
        String failed = cvm.RunInstances(seed("0.60")).getInstanceIdSet()[0];
        emulator.settle();

        Instance shown = byId(failed).getInstanceSet()[0];
        assertThat(shown.getInstanceState()).isEqualTo("LAUNCH_FAILED");
        assertThat(shown.getLatestOperationErrorMsg()).isNotEmpty();
        assertRefused(
                () -> cvm.TerminateInstances(terminate(failed)),
                "UnsupportedOperation.InstanceStateLaunchFailed");
        assertRefused(
                () -> cvm.TerminateInstances(terminate(guarded)),
                "UnsupportedOperation.InstancesProtected");
        assertRefused(
                () -> cvm.TerminateInstances(terminate(pending, stable)),
                "UnsupportedOperation.InstanceMixedPricingModel");
        assertRefused(
                () -> cvm.TerminateInstances(terminate(pending, "ins-00000000")),
                "InvalidInstanceId.NotFound");
        assertRefused(
                () -> cvm.TerminateInstances(terminate("nonsense")), "InvalidInstanceId.Malformed");
        String[] many = new String[101];
        Arrays.fill(many, pending);
        assertRefused(
                () -> cvm.TerminateInstances(terminate(many)),
                "InvalidParameterValue.LimitExceeded");
        assertRefused(
                () -> cvm.TerminateInstances(new TerminateInstancesRequest()), "MissingParameter");
    }

    @Test
    void terminationTakesAWhileAndIsRefusedTheSecondTime() throws TencentCloudSDKException {
        String id = cvm.RunInstances(seed("0.60")).getInstanceIdSet()[0];
        emulator.change("lag", "{\"shutdownMillis\":60000,\"recycleMillis\":60000}");
        emulator.settle();

        cvm.TerminateInstances(terminate(id));

        assertThat(byId(id).getInstanceSet()[0].getInstanceState()).isEqualTo("TERMINATING");
        assertRefused(
                () -> cvm.TerminateInstances(terminate(id)),
                "UnsupportedOperation.InstanceStateTerminating");
        emulator.change("clock", "{\"advance\":\"PT61S\"}");
        assertThat(byId(id).getInstanceSet()[0].getInstanceState()).isEqualTo("SHUTDOWN");
        cvm.TerminateInstances(terminate(id));
        assertThat(byId(id).getTotalCount()).isZero();
        assertRefused(() -> cvm.TerminateInstances(terminate(id)), "InvalidInstanceId.NotFound");
    }

    @Test
    void aReclaimDoesNotLookLikeATerminationThatSomebodyAskedFor() throws TencentCloudSDKException {
        RunInstancesRequest request = request("ap-guangzhou-3", "S2.MEDIUM4", 2);
        String[] ids = cvm.RunInstances(request).getInstanceIdSet();
        emulator.settle();
        String noticed = "{\"ids\":[\"%s\",\"%s\"],\"noticeSeconds\":60}";
        emulator.change("interrupt", noticed.formatted(ids[0], ids[1]));

        cvm.TerminateInstances(terminate(ids[0]));
        assertThat(byId(ids[0]).getInstanceSet()[0].getLatestOperation())
                .isEqualTo("TerminateInstances");
        assertThat(byId(ids[1]).getInstanceSet()[0].getInstanceState()).isEqualTo("RUNNING");
        emulator.change("clock", "{\"advance\":\"PT1M\"}");
        Instance reclaimed = byId(ids[1]).getInstanceSet()[0];
        assertThat(reclaimed.getInstanceState()).isEqualTo("TERMINATING");
        assertThat(reclaimed.getLatestOperation()).isEqualTo("RunInstances");
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

    @Test
    void ownersSeeOnlyTheirOwnInstancesButShareTheMarket() throws TencentCloudSDKException {
        CvmClient international =
                emulator.cvm("AKIDemulatorIntl", ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST);
        String id =
                cvm.RunInstances(request("ap-guangzhou-3", "SA2.LARGE8", 8)).getInstanceIdSet()[0];
        emulator.settle();

        assertThat(international.DescribeInstances(new DescribeInstancesRequest()).getTotalCount())
                .isZero();
        assertRefused(
                () -> international.TerminateInstances(terminate(id)),
                "InvalidInstanceId.NotFound");
        assertRefused(
                () -> international.RunInstances(request("ap-guangzhou-3", "SA2.LARGE8", 1)),
                "ResourcesSoldOut.SpecifiedInstanceType");
    }
}
