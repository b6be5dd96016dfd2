package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Replies.error;
import static io.spotkeeper.cloud.huawei.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.HandTime;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.StoredTemplate;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.UserData;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Launch templates that are kept at Huawei Cloud. */
class TemplateVersionsTest {
    private static final String BOOT =
            """
            {"source_type": "image", "source_id": "image-1", "volume_type": "SSD",
             "volume_size": 40, "attachment": {"boot_index": 0}}
            """;

    private final ScriptedCloud cloud = new ScriptedCloud();
    private final HuaweiCloud provider = Samples.provider(cloud, new HandTime());

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    private StoredTemplate read(String data) {
        cloud.answer(_ ->
                ok(
                        """
                        {"launch_template_versions": [
                          {"launch_template_id": "lt-1", "version_number": 2,
                           "template_data": {"name": "other"}},
                          {"launch_template_id": "lt-1", "version_number": 1,
                           "template_data": %s}]}
                        """
                                .formatted(data)));
        return provider.storedTemplate(Samples.REGION, "lt-1", 1);
    }

    @Test
    void readsEverythingThatALaunchCanHave() {
        StoredTemplate read =
                read(
                        """
                        {"name": "render", "enterprise_project_id": "ep-1",
                         "flavor_id": "ignored", "market_options": {"market_type": "spot"},
                         "os_profile": {"key_name": "key-1", "user_data": "aGk=",
                           "iam_agency_name": "worker", "enable_monitoring_service": true},
                         "security_group_ids": ["sg-1"],
                         "network_interfaces": [{"virsubnet_id": "subnet-1"}],
                         "block_device_mappings": [%s,
                           {"source_type": "blank", "volume_type": "SAS", "volume_size": 100,
                            "attachment": {"boot_index": 1, "delete_on_termination": false}}],
                         "internet_access": {"publicip": {"publicip_type": "5_bgp",
                           "bandwidth": {"share_type": "PER", "size": 5,
                             "charge_mode": "traffic"}}},
                         "tag_options": [{"tags": [{"key": "team", "value": "render"}]}]}
                        """
                                .formatted(BOOT));

        assertThat(read)
                .isEqualTo(
                        new StoredTemplate.Found(
                                new LaunchTemplate(
                                        "image-1",
                                        "render",
                                        null,
                                        List.of("sg-1"),
                                        List.of("key-1"),
                                        new UserData("hi".getBytes(StandardCharsets.UTF_8)),
                                        new Disk("SSD", 40, null, false, true),
                                        List.of(new Disk("SAS", 100, null, false, false)),
                                        new PublicIp(5, BandwidthCharge.BY_TRAFFIC, null, true),
                                        null,
                                        "worker",
                                        true,
                                        false,
                                        null,
                                        Map.of("team", "render"),
                                        null,
                                        "ep-1"),
                                new StoredTemplate.Network(null, null, List.of("subnet-1"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"n\"} | names no image",
                "{\"block_device_mappings\": [BOOT, {\"encrypted\": true}]} | encrypted disk",
                "{\"block_device_mappings\": [BOOT, {\"source_id\": \"i\"}]} | from an image",
                "{\"block_device_mappings\": [BOOT], \"metadata\": {\"a\": \"b\"}} | metadata",
                "{\"block_device_mappings\": [BOOT], \"os_profile\": {\"user_data\": \"x\"}} | not"
                        + " base64",
                "{\"block_device_mappings\": [BOOT], \"network_interfaces\": [{}, {}]} | more"
                        + " than one network"
            })
    void saysWhatALaunchCannotHave(String data, String expected) {
        StoredTemplate read = read(data.replace("BOOT", BOOT));

        assertThat(read)
                .isInstanceOfSatisfying(
                        StoredTemplate.Unusable.class,
                        unusable ->
                                assertThat(unusable.message())
                                        .contains("Version 1", "lt-1", expected));
    }

    @Test
    void saysThatThereIsNone() {
        cloud.answer(_ -> ok("{\"launch_template_versions\": []}"));

        assertThat(provider.storedTemplate(Samples.REGION, "lt-9", 3))
                .isEqualTo(
                        new StoredTemplate.Unusable(
                                "There is no version 3 of a launch template lt-9 in "
                                        + Samples.REGION));
    }

    @Test
    void doesNotTakeARefusalForAnAbsence() {
        cloud.answer(_ -> error(403, "Ecs.0200", "no"));

        assertThat(provider.storedTemplate(Samples.REGION, "lt-1", 1))
                .isInstanceOf(StoredTemplate.Failed.class);
    }
}
