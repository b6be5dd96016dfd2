package io.spotkeeper.emulator.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.Filter;
import com.tencentcloudapi.cvm.v20170312.models.Instance;
import com.tencentcloudapi.cvm.v20170312.models.InstanceMarketOptionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.Placement;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.SpotMarketOptions;
import com.tencentcloudapi.cvm.v20170312.models.Tag;
import com.tencentcloudapi.cvm.v20170312.models.TagSpecification;
import com.tencentcloudapi.cvm.v20170312.models.TerminateInstancesRequest;
import io.spotkeeper.emulator.RunningEmulator;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** An emulator and the official client for it, anew for each test. */
abstract class CvmContract {
    RunningEmulator emulator;
    CvmClient cvm;

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

    static RunInstancesRequest seed(String maxPrice) {
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

    static void assertRefused(ThrowingCallable call, String code) {
        TencentCloudSDKException e = catchThrowableOfType(TencentCloudSDKException.class, call);
        assertThat(e).as("refusal " + code).isNotNull();
        assertThat(e.getErrorCode()).isEqualTo(code);
        assertThat(e.getRequestId()).isNotEmpty();
    }

    DescribeInstancesResponse byId(String... ids) throws TencentCloudSDKException {
        DescribeInstancesRequest request = new DescribeInstancesRequest();
        request.setInstanceIds(ids);
        return cvm.DescribeInstances(request);
    }

    DescribeInstancesResponse byFilter(String name, String... values)
            throws TencentCloudSDKException {
        DescribeInstancesRequest request = new DescribeInstancesRequest();
        Filter filter = new Filter();
        filter.setName(name);
        filter.setValues(values);
        request.setFilters(new Filter[] {filter});
        return cvm.DescribeInstances(request);
    }

    static TerminateInstancesRequest terminate(String... ids) {
        TerminateInstancesRequest request = new TerminateInstancesRequest();
        request.setInstanceIds(ids);
        return request;
    }

    static TagSpecification[] tags(String key, String value) {
        Tag tag = new Tag();
        tag.setKey(key);
        tag.setValue(value);
        TagSpecification specification = new TagSpecification();
        specification.setResourceType("instance");
        specification.setTags(new Tag[] {tag});
        return new TagSpecification[] {specification};
    }

    static List<String> ids(DescribeInstancesResponse response) {
        return Arrays.stream(response.getInstanceSet()).map(Instance::getInstanceId).toList();
    }

    List<String> names(String[] ids) throws TencentCloudSDKException {
        return Arrays.stream(byId(ids).getInstanceSet()).map(Instance::getInstanceName).toList();
    }
}
