package io.spotkeeper.emulator.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesStatusRequest;
import com.tencentcloudapi.cvm.v20170312.models.Filter;
import com.tencentcloudapi.cvm.v20170312.models.Instance;
import com.tencentcloudapi.cvm.v20170312.models.InternetAccessible;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.SystemDisk;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.VirtualPrivateCloud;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Instances and their ends, as Tencent's own Java client sees them. */
class CvmInstancesTest extends CvmContract {
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
