package io.spotkeeper.emulator.huawei;

import com.huaweicloud.sdk.cms.v1.CmsClient;
import com.huaweicloud.sdk.cms.v1.model.AutoLaunchGroupReqV2;
import com.huaweicloud.sdk.cms.v1.model.CreateAutoLaunchGroupRequest;
import com.huaweicloud.sdk.cms.v1.model.CreateAutoLaunchGroupResponse;
import com.huaweicloud.sdk.cms.v1.model.InstanceInfo;
import com.huaweicloud.sdk.cms.v1.model.LaunchTemplateConfig;
import com.huaweicloud.sdk.cms.v1.model.LaunchTemplateInfo;
import com.huaweicloud.sdk.cms.v1.model.ListInstancesRequest;
import com.huaweicloud.sdk.cms.v1.model.OverrideInfo;
import com.huaweicloud.sdk.cms.v1.model.RegionSpec;
import com.huaweicloud.sdk.cms.v1.model.ShowAutoLaunchGroupRequest;
import com.huaweicloud.sdk.cms.v1.model.ShowAutoLaunchGroupResp;
import com.huaweicloud.sdk.cms.v1.model.UpdateAutoLaunchGroupReqV2;
import com.huaweicloud.sdk.cms.v1.model.UpdateAutoLaunchGroupRequest;
import com.huaweicloud.sdk.core.auth.GlobalCredentials;
import io.spotkeeper.emulator.RunningEmulator;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;

/** The vendor's own client of CMS, and groups to make with it. */
abstract class CmsContract extends HuaweiContract {
    static final String TEMPLATE = "c516c350-7091-4490-9338-47ddb90360f2";

    CmsClient cms;

    @BeforeEach
    void connect() {
        cms = cms();
    }

    private CmsClient cms() {
        return CmsClient.newBuilder()
                .withEndpoint(emulator.address().toString())
                .withCredential(
                        new GlobalCredentials().withAk(KEY).withSk(SECRET).withDomainId(DOMAIN))
                .withHttpConfig(http())
                .build();
    }

    void restart(String scenario) {
        emulator.close();
        emulator = RunningEmulator.start(scenario);
        ecs = ecs(PROJECT);
        connect();
    }

    static OverrideInfo option(String zone, String flavor, double weight) {
        return new OverrideInfo()
                .withAvailabilityZoneId(zone)
                .withFlavorId(flavor)
                .withWeightedCapacity(weight);
    }

    static AutoLaunchGroupReqV2 group(
            String region, int target, int stable, OverrideInfo... overrides) {
        return new AutoLaunchGroupReqV2()
                .withName("test")
                .withTargetCapacity(target)
                .withStableCapacity(stable)
                .withRegionSpecs(
                        List.of(
                                new RegionSpec()
                                        .withRegionId(region)
                                        .withExpectTargetCapacity(target)
                                        .withExpectStableCapacity(stable)
                                        .withLaunchTemplateConfig(
                                                new LaunchTemplateConfig()
                                                        .withLaunchTemplate(
                                                                new LaunchTemplateInfo()
                                                                        .withLaunchTemplateId(
                                                                                TEMPLATE)
                                                                        .withVersion("1"))
                                                        .withOverrides(List.of(overrides)))));
    }

    CreateAutoLaunchGroupResponse create(AutoLaunchGroupReqV2 group) {
        return cms.createAutoLaunchGroup(new CreateAutoLaunchGroupRequest().withBody(group));
    }

    String made(AutoLaunchGroupReqV2 group) {
        String id = create(group).getAutoLaunchGroupId();
        emulator.settle();
        return id;
    }

    ShowAutoLaunchGroupResp show(String id) {
        return cms.showAutoLaunchGroup(new ShowAutoLaunchGroupRequest().withAutoLaunchGroupId(id))
                .getAutoLaunchGroup();
    }

    List<InstanceInfo> instances(String id) {
        return cms.listInstances(new ListInstancesRequest().withAutoLaunchGroupId(id))
                .getInstances();
    }

    void update(String id, Consumer<UpdateAutoLaunchGroupReqV2> change) {
        UpdateAutoLaunchGroupReqV2 body = new UpdateAutoLaunchGroupReqV2();
        change.accept(body);
        cms.updateAutoLaunchGroup(
                new UpdateAutoLaunchGroupRequest().withAutoLaunchGroupId(id).withBody(body));
        emulator.settle();
    }

    static AutoLaunchGroupReqV2 seed() {
        AutoLaunchGroupReqV2 seed =
                group(
                        "region1",
                        10,
                        5,
                        option("az1", FLAVOR, 6),
                        option("az2", FLAVOR, 12),
                        option("az3", FLAVOR, 2));
        seed.getRegionSpecs()
                .getFirst()
                .getLaunchTemplateConfig()
                .getOverrides()
                .forEach(o -> o.withSpotPrice(2.0).setPriority(4));
        return seed.withGuaranteePlanId("plan_id").withSpotPrice(0.5);
    }

    static String pool(String change) {
        return "{\"region\":\"region1\",\"zone\":\"az1\",\"instanceType\":\"s3.large.2\","
                + "\"market\":\"Spot\","
                + change
                + "}";
    }
}
