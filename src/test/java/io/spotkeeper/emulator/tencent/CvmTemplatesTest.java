package io.spotkeeper.emulator.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.tencentcloudapi.common.exception.TencentCloudSDKException;
import com.tencentcloudapi.common.profile.ClientProfile;
import com.tencentcloudapi.common.profile.HttpProfile;
import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.CreateLaunchTemplateRequest;
import com.tencentcloudapi.cvm.v20170312.models.CreateLaunchTemplateVersionRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesAttributesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeLaunchTemplateVersionsRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeLaunchTemplatesRequest;
import com.tencentcloudapi.cvm.v20170312.models.Filter;
import com.tencentcloudapi.cvm.v20170312.models.Instance;
import com.tencentcloudapi.cvm.v20170312.models.LaunchTemplate;
import com.tencentcloudapi.cvm.v20170312.models.LaunchTemplateInfo;
import com.tencentcloudapi.cvm.v20170312.models.LaunchTemplateVersionData;
import com.tencentcloudapi.cvm.v20170312.models.LaunchTemplateVersionInfo;
import com.tencentcloudapi.cvm.v20170312.models.LoginSettings;
import com.tencentcloudapi.cvm.v20170312.models.Placement;
import com.tencentcloudapi.cvm.v20170312.models.RunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.SystemDisk;
import io.spotkeeper.emulator.RunningEmulator;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Launch templates, as Tencent's own Java client makes, sees and launches from them. */
class CvmTemplatesTest extends CvmContract {
    private static final String EVERYBODYS = "lt-b8v1kcyq";
    private static final String USER_DATA = "IyEvYmluL3NoCmVjaG8gZnJvbSB0aGUgdGVtcGxhdGUK";

    private static Placement zone(String name) {
        Placement placement = new Placement();
        placement.setZone(name);
        return placement;
    }

    private static CreateLaunchTemplateRequest mine() {
        CreateLaunchTemplateRequest request = new CreateLaunchTemplateRequest();
        request.setLaunchTemplateName("mine");
        request.setPlacement(zone("ap-guangzhou-3"));
        request.setImageId("img-pmqg1cw7");
        request.setInstanceType("S3.MEDIUM4");
        request.setUserData("aGk=");
        return request;
    }

    private static CreateLaunchTemplateVersionRequest next(String id) {
        CreateLaunchTemplateVersionRequest request = new CreateLaunchTemplateVersionRequest();
        request.setLaunchTemplateId(id);
        request.setPlacement(zone("ap-guangzhou-4"));
        return request;
    }

    private static DescribeLaunchTemplateVersionsRequest versions(String id, Long... numbers) {
        DescribeLaunchTemplateVersionsRequest request = new DescribeLaunchTemplateVersionsRequest();
        request.setLaunchTemplateId(id);
        if (numbers.length > 0) {
            request.setLaunchTemplateVersions(numbers);
        }
        return request;
    }

    private List<Long> numbers(DescribeLaunchTemplateVersionsRequest request)
            throws TencentCloudSDKException {
        return Arrays.stream(
                        cvm.DescribeLaunchTemplateVersions(request).getLaunchTemplateVersionSet())
                .map(LaunchTemplateVersionInfo::getLaunchTemplateVersion)
                .toList();
    }

    private List<String> ids(DescribeLaunchTemplatesRequest request)
            throws TencentCloudSDKException {
        return Arrays.stream(cvm.DescribeLaunchTemplates(request).getLaunchTemplateSet())
                .map(LaunchTemplateInfo::getLaunchTemplateId)
                .toList();
    }

    // ---- show ----

    @ParameterizedTest
    @CsvSource({
        "TC3-HMAC-SHA256, POST",
        "TC3-HMAC-SHA256, GET",
        "HmacSHA256, POST",
        "HmacSHA1, GET"
    })
    void aVersionIsShownUnderEverySignature(String signMethod, String httpMethod)
            throws TencentCloudSDKException {
        CvmClient client = emulator.cvm(RunningEmulator.KEY, signMethod, httpMethod);

        var answer = client.DescribeLaunchTemplateVersions(versions(EVERYBODYS, 1L));

        assertThat(answer.getTotalCount()).isEqualTo(1);
        LaunchTemplateVersionInfo row = answer.getLaunchTemplateVersionSet()[0];
        assertThat(row.getLaunchTemplateId()).isEqualTo(EVERYBODYS);
        assertThat(row.getLaunchTemplateVersion()).isEqualTo(1);
        assertThat(row.getIsDefaultVersion()).isTrue();
        LaunchTemplateVersionData data = row.getLaunchTemplateVersionData();
        assertThat(data.getImageId()).isEqualTo("img-eb30mz89");
        assertThat(data.getUserData()).isEqualTo(USER_DATA);
        assertThat(data.getVirtualPrivateCloud().getSubnetId()).isEqualTo("subnet-he88kvqu");
        assertThat(data.getDataDisks()[0].getDiskSize()).isEqualTo(100);
    }

    @Test
    void everybodysTemplateIsInItsRegionAndOnesOwnIsOnesOwn() throws TencentCloudSDKException {
        String id = cvm.CreateLaunchTemplate(mine()).getLaunchTemplateId();
        DescribeLaunchTemplatesRequest all = new DescribeLaunchTemplatesRequest();
        emulator.change(
                "accounts",
                "{\"secretId\":\"AKIDother\",\"secretKey\":\"emulator-secret\",\"uin\":\"u-2\"}");

        assertThat(id).matches("lt-[0-9a-z]{8}");
        assertThat(ids(all)).containsExactly(EVERYBODYS, id);
        cvm = emulator.cvm("AKIDother", ClientProfile.SIGN_TC3_256, HttpProfile.REQ_POST);
        assertThat(ids(all)).containsExactly(EVERYBODYS);
        assertRefused(
                () -> cvm.DescribeLaunchTemplateVersions(versions(id)),
                "InvalidParameterValue.LaunchTemplateIdNotExisted");
        cvm.setRegion("ap-shanghai");
        assertThat(ids(all)).isEmpty();
    }

    @Test
    void templatesAreFoundByIdAndByNameAndNotByBoth() throws TencentCloudSDKException {
        String id = cvm.CreateLaunchTemplate(mine()).getLaunchTemplateId();
        DescribeLaunchTemplatesRequest byId = new DescribeLaunchTemplatesRequest();
        byId.setLaunchTemplateIds(new String[] {id});
        Filter name = new Filter();
        name.setName("LaunchTemplateName");
        name.setValues(new String[] {"mine"});
        DescribeLaunchTemplatesRequest byName = new DescribeLaunchTemplatesRequest();
        byName.setFilters(new Filter[] {name});

        assertThat(ids(byId)).containsExactly(id);
        assertThat(ids(byName)).containsExactly(id);
        byName.setLaunchTemplateIds(new String[] {id});
        assertRefused(() -> cvm.DescribeLaunchTemplates(byName), "InvalidParameter");
        byId.setLaunchTemplateIds(new String[] {"lt-00000000"});
        assertRefused(
                () -> cvm.DescribeLaunchTemplates(byId),
                "InvalidParameterValue.LaunchTemplateIdNotExisted");
    }

    @Test
    void templatesAreFoundByTheirOwnTags() throws TencentCloudSDKException {
        CreateLaunchTemplateRequest tagged = mine();
        tagged.setLaunchTemplateTagSpecification(tags("team", "blue"));
        String id = cvm.CreateLaunchTemplate(tagged).getLaunchTemplateId();
        cvm.CreateLaunchTemplate(mine());

        for (String[] pair :
                new String[][] {{"tag-key", "team"}, {"tag-value", "blue"}, {"tag:team", "blue"}}) {
            Filter filter = new Filter();
            filter.setName(pair[0]);
            filter.setValues(new String[] {pair[1]});
            DescribeLaunchTemplatesRequest request = new DescribeLaunchTemplatesRequest();
            request.setFilters(new Filter[] {filter});

            assertThat(ids(request)).as(pair[0]).containsExactly(id);
        }
    }

    @Test
    void versionsAreFoundByNumberRangeAndDefault() throws TencentCloudSDKException {
        String id = cvm.CreateLaunchTemplate(mine()).getLaunchTemplateId();
        for (long number = 2; number <= 4; number++) {
            assertThat(cvm.CreateLaunchTemplateVersion(next(id)).getLaunchTemplateVersionNumber())
                    .isEqualTo(number);
        }
        DescribeLaunchTemplateVersionsRequest range = versions(id);
        range.setMinVersion(2L);
        range.setMaxVersion(3L);
        DescribeLaunchTemplateVersionsRequest standard = versions(id);
        standard.setDefaultVersion(true);
        DescribeLaunchTemplateVersionsRequest paged = versions(id);
        paged.setOffset(1L);
        paged.setLimit(2L);

        assertThat(numbers(versions(id))).containsExactly(1L, 2L, 3L, 4L);
        assertThat(numbers(versions(id, 4L, 2L))).containsExactly(4L, 2L);
        assertThat(numbers(range)).containsExactly(2L, 3L);
        assertThat(numbers(standard)).containsExactly(1L);
        assertThat(numbers(paged)).containsExactly(2L, 3L);
    }

    @Test
    void aVersionThatIsNotThereIsRefused() {
        DescribeLaunchTemplateVersionsRequest both = versions(EVERYBODYS, 1L);
        both.setDefaultVersion(true);

        assertRefused(
                () -> cvm.DescribeLaunchTemplateVersions(versions(EVERYBODYS, 1L, 2L)),
                "InvalidParameterValue.LaunchTemplateIdVerNotExisted");
        assertRefused(
                () -> cvm.DescribeLaunchTemplateVersions(versions("lt-00000000", 1L)),
                "InvalidParameterValue.LaunchTemplateIdNotExisted");
        assertRefused(
                () -> cvm.DescribeLaunchTemplateVersions(versions("c516c350", 1L)),
                "InvalidParameterValue.LaunchTemplateIdMalformed");
        assertRefused(
                () -> cvm.DescribeLaunchTemplateVersions(both), "InvalidParameterCombination");
    }

    // ---- make ----

    @Test
    void aVersionIsTheOneItIsBasedOnWithWhatItGivesItself() throws TencentCloudSDKException {
        LoginSettings login = new LoginSettings();
        login.setPassword("Secret-123");
        CreateLaunchTemplateRequest first = mine();
        first.setLoginSettings(login);
        String id = cvm.CreateLaunchTemplate(first).getLaunchTemplateId();
        CreateLaunchTemplateVersionRequest second = next(id);
        second.setLaunchTemplateVersionDescription("the second");
        second.setImageId("img-eb30mz89");

        cvm.CreateLaunchTemplateVersion(second);

        LaunchTemplateVersionInfo row =
                cvm.DescribeLaunchTemplateVersions(versions(id, 2L))
                        .getLaunchTemplateVersionSet()[0];
        assertThat(row.getLaunchTemplateVersionDescription()).isEqualTo("the second");
        assertThat(row.getIsDefaultVersion()).isFalse();
        LaunchTemplateVersionData data = row.getLaunchTemplateVersionData();
        assertThat(data.getPlacement().getZone()).isEqualTo("ap-guangzhou-4");
        assertThat(data.getImageId()).isEqualTo("img-eb30mz89");
        assertThat(data.getUserData()).isEqualTo("aGk=");
        assertThat(data.getLoginSettings().getPassword()).isNull();
    }

    @Test
    void aTemplateIsHeldToWhatALaunchIsHeldTo() {
        CreateLaunchTemplateRequest short1 = mine();
        short1.setLaunchTemplateName("m");
        CreateLaunchTemplateRequest image = mine();
        image.setImageId("img-00000000");
        CreateLaunchTemplateRequest elsewhere = mine();
        elsewhere.setPlacement(zone("ap-shanghai-2"));
        CreateLaunchTemplateRequest disk = mine();
        SystemDisk small = new SystemDisk();
        small.setDiskSize(1L);
        disk.setSystemDisk(small);

        assertRefused(
                () -> cvm.CreateLaunchTemplate(short1),
                "InvalidParameterValue.InvalidLaunchTemplateName");
        assertRefused(() -> cvm.CreateLaunchTemplate(image), "InvalidImageId.NotFound");
        assertRefused(() -> cvm.CreateLaunchTemplate(elsewhere), "InvalidZone.MismatchRegion");
        assertRefused(() -> cvm.CreateLaunchTemplate(disk), "InvalidParameterValue.Range");
        assertRefused(
                () -> cvm.CreateLaunchTemplateVersion(next("lt-00000000")),
                "InvalidParameterValue.LaunchTemplateIdNotExisted");
    }

    @Test
    void aDryRunMakesNothing() throws TencentCloudSDKException {
        CreateLaunchTemplateRequest dry = mine();
        dry.setDryRun(true);

        assertThat(cvm.CreateLaunchTemplate(dry).getLaunchTemplateId()).isNull();
        assertThat(ids(new DescribeLaunchTemplatesRequest())).containsExactly(EVERYBODYS);
    }

    @Test
    void thereAreThirtyVersions() throws TencentCloudSDKException {
        String id = cvm.CreateLaunchTemplate(mine()).getLaunchTemplateId();
        for (int number = 2; number <= 30; number++) {
            cvm.CreateLaunchTemplateVersion(next(id));
        }

        assertRefused(
                () -> cvm.CreateLaunchTemplateVersion(next(id)),
                "LimitExceeded.LaunchTemplateVersionQuota");
    }

    // ---- launch ----

    @Test
    void aLaunchHasWhatItsTemplateSaysAndItDoesNot() throws TencentCloudSDKException {
        RunInstancesRequest request = new RunInstancesRequest();
        LaunchTemplate template = new LaunchTemplate();
        template.setLaunchTemplateId(EVERYBODYS);
        request.setLaunchTemplate(template);
        request.setInstanceName("mine");

        String id = cvm.RunInstances(request).getInstanceIdSet()[0];
        emulator.settle();

        Instance instance = byId(id).getInstanceSet()[0];
        assertThat(instance.getInstanceName()).isEqualTo("mine");
        assertThat(instance.getImageId()).isEqualTo("img-eb30mz89");
        assertThat(instance.getInstanceType()).isEqualTo("S2.MEDIUM4");
        assertThat(instance.getInstanceChargeType()).isEqualTo("POSTPAID_BY_HOUR");
        assertThat(instance.getPlacement().getZone()).isEqualTo("ap-guangzhou-3");
        assertThat(instance.getDataDisks()[0].getDiskSize()).isEqualTo(100);
        DescribeInstancesAttributesRequest attributes = new DescribeInstancesAttributesRequest();
        attributes.setInstanceIds(new String[] {id});
        attributes.setAttributes(new String[] {"UserData"});
        assertThat(
                        cvm.DescribeInstancesAttributes(attributes)
                                .getInstanceSet()[0]
                                .getAttributes()
                                .getUserData())
                .isEqualTo(USER_DATA);
        template.setLaunchTemplateVersion(9L);
        assertRefused(
                () -> cvm.RunInstances(request),
                "InvalidParameterValue.LaunchTemplateIdVerNotExisted");
    }

    @Test
    void attributesAreOfInstancesThatAreThere() {
        DescribeInstancesAttributesRequest request = new DescribeInstancesAttributesRequest();
        request.setAttributes(new String[] {"UserData"});
        request.setInstanceIds(new String[] {"ins-00000000"});

        assertRefused(() -> cvm.DescribeInstancesAttributes(request), "InvalidInstanceId.NotFound");
        request.setInstanceIds(new String[] {"no-id"});
        assertRefused(
                () -> cvm.DescribeInstancesAttributes(request),
                "InvalidParameterValue.InstanceIdMalformed");
        request.setAttributes(new String[] {"Colour"});
        assertRefused(() -> cvm.DescribeInstancesAttributes(request), "InvalidParameterValue");
    }
}
