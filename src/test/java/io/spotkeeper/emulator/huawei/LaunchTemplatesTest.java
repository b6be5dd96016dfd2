package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.huaweicloud.sdk.cms.v1.model.AutoLaunchGroupReqV2;
import com.huaweicloud.sdk.cms.v1.model.DeleteAutoLaunchGroupRequest;
import com.huaweicloud.sdk.core.exception.ServiceResponseException;
import com.huaweicloud.sdk.ecs.v2.model.CreateLaunchTemplateRequest;
import com.huaweicloud.sdk.ecs.v2.model.CreateLaunchTemplateRequestBody;
import com.huaweicloud.sdk.ecs.v2.model.DeleteLaunchTemplatesRequest;
import com.huaweicloud.sdk.ecs.v2.model.LaunchTemplate;
import com.huaweicloud.sdk.ecs.v2.model.LaunchTemplateOption;
import com.huaweicloud.sdk.ecs.v2.model.ListLaunchTemplateVersionsRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListTemplatesRequest;
import com.huaweicloud.sdk.ecs.v2.model.ServerDetail;
import com.huaweicloud.sdk.ecs.v2.model.ShowServerRequest;
import com.huaweicloud.sdk.ecs.v2.model.TemplateBlockDeviceMappingOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateData;
import com.huaweicloud.sdk.ecs.v2.model.TemplateMarketOptions;
import com.huaweicloud.sdk.ecs.v2.model.TemplateNetworkInterfaceOption;
import com.huaweicloud.sdk.ecs.v2.model.TemplateTag;
import com.huaweicloud.sdk.ecs.v2.model.TemplateTagOptions;
import com.huaweicloud.sdk.ecs.v2.model.TemplateVersion;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Launch templates and what auto launch groups make of them. */
class LaunchTemplatesTest extends CmsContract {
    private static TemplateData data() {
        return new TemplateData()
                .withName("from-template")
                .withNetworkInterfaces(
                        List.of(
                                new TemplateNetworkInterfaceOption()
                                        .withVirsubnetId("61b1f4a0-3c52-4f7e-8d0c-3a5a7c9d2e41")))
                .withBlockDeviceMappings(
                        List.of(
                                disk("image").withSourceId("67f433d8-ed0e-4321-a8a2-a71838539e09"),
                                disk("blank")))
                .withTagOptions(
                        List.of(
                                new TemplateTagOptions()
                                        .withTags(
                                                List.of(
                                                        new TemplateTag()
                                                                .withKey("team")
                                                                .withValue("blue")))));
    }

    private static TemplateBlockDeviceMappingOption disk(String source) {
        return new TemplateBlockDeviceMappingOption()
                .withSourceType(TemplateBlockDeviceMappingOption.SourceTypeEnum.fromValue(source))
                .withVolumeType("SSD")
                .withVolumeSize(40);
    }

    private String template(TemplateData data) {
        return ecs.createLaunchTemplate(
                        new CreateLaunchTemplateRequest()
                                .withBody(
                                        new CreateLaunchTemplateRequestBody()
                                                .withLaunchTemplate(
                                                        new LaunchTemplateOption()
                                                                .withName("mine")
                                                                .withTemplateData(data))))
                .getLaunchTemplateId();
    }

    private static AutoLaunchGroupReqV2 groupOf(String template) {
        AutoLaunchGroupReqV2 group = group("region1", 1, 0, option("az1", FLAVOR, 1));
        group.getRegionSpecs()
                .getFirst()
                .getLaunchTemplateConfig()
                .getLaunchTemplate()
                .setLaunchTemplateId(template);
        return group;
    }

    @Test
    void everybodysTemplateAndOnesOwnAreListedAndOnesOwnCanBeDeleted() {
        String id = template(data());

        assertThat(ecs.listTemplates(new ListTemplatesRequest()).getLaunchTemplates())
                .extracting(LaunchTemplate::getId)
                .containsExactly(TEMPLATE, id);
        List<TemplateVersion> versions =
                ecs.listLaunchTemplateVersions(
                                new ListLaunchTemplateVersionsRequest()
                                        .withLaunchTemplateId(id)
                                        .withVersion(List.of(1, 2)))
                        .getLaunchTemplateVersions();
        assertThat(versions)
                .singleElement()
                .satisfies(version -> {
                    assertThat(version.getVersionNumber()).isEqualTo(1);
                    assertThat(version.getTemplateData().getName()).isEqualTo("from-template");
                });
        ecs.deleteLaunchTemplates(new DeleteLaunchTemplatesRequest().withLaunchTemplateId(id));
        assertThat(ecs.listTemplates(new ListTemplatesRequest()).getLaunchTemplates()).hasSize(1);
    }

    @Test
    void theServersOfAGroupAreMadeFromItsTemplate() {
        String group = made(groupOf(template(data())));
        String id = instances(group).getFirst().getId();

        ServerDetail server = ecs.showServer(new ShowServerRequest().withServerId(id)).getServer();
        cms.deleteAutoLaunchGroup(new DeleteAutoLaunchGroupRequest().withAutoLaunchGroupId(group));
        emulator.settle();

        assertThat(server.getName()).isEqualTo("from-template");
        assertThat(server.getTags()).containsExactly("team=blue");
        assertThat(server.getOsExtendedVolumesVolumesAttached()).hasSize(2);
        assertThat(server.getMetadata()).containsEntry("charging_mode", "2");
        // Its data disk did not say that it ends with the server, and a group's end cannot either.
        assertThat(emulator.show("state").path("leftovers")).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"prepaid, yearly or monthly", "disk, 100ums", "flavor, bare metal"})
    void aTemplateThatGroupsDoNotSupportIsRefused(String defect, String message) {
        TemplateData data = data();
        switch (defect) {
            case "prepaid" ->
                    data.setMarketOptions(
                            new TemplateMarketOptions()
                                    .withMarketType(
                                            TemplateMarketOptions.MarketTypeEnum.fromValue(
                                                    "prepaid")));
            case "disk" -> data.getBlockDeviceMappings().getLast().setVolumeType("SSD-100ums");
            case "flavor" -> data.setFlavorId("physical.s3.large");
            default -> throw new AssertionError(defect);
        }
        AutoLaunchGroupReqV2 group = groupOf(template(data));

        ServiceResponseException e =
                catchThrowableOfType(ServiceResponseException.class, () -> create(group));

        assertThat(e.getErrorMsg()).contains(message);
    }
}
