package io.spotkeeper.cloud.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.StoredTemplate;
import io.spotkeeper.emulator.RunningEmulator;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Launch templates that are kept at the emulator, read and launched from through the SDK. */
class EmulatedTemplatesTest {
    private static final String EVERYBODYS = "lt-b8v1kcyq";

    private final RunningEmulator emulator = RunningEmulator.start();
    private final TencentCloud provider =
            new TencentCloud(
                    new TencentSettings(
                            TencentSettings.Site.CHINA,
                            emulator.address().toString(),
                            Samples.CLUSTER,
                            new TencentCredentials(
                                    RunningEmulator.KEY, RunningEmulator.SECRET, null)));

    @AfterEach
    void close() {
        provider.close();
        emulator.close();
    }

    private StoredTemplate read(String id, int version) {
        return provider.storedTemplate(Samples.REGION, id, version);
    }

    private StoredTemplate.Found found(String id, int version) {
        StoredTemplate read = read(id, version);
        assertThat(read).isInstanceOf(StoredTemplate.Found.class);
        return (StoredTemplate.Found) read;
    }

    private String launched(StoredTemplate.Found found) {
        StoredTemplate.Network network = Objects.requireNonNull(found.network());
        LaunchOutcome outcome =
                provider.launch(
                        new LaunchRequest(
                                "11111111-2222-4333-8444-555555555555",
                                new CapacityPool(
                                        Samples.REGION,
                                        "ap-guangzhou-3",
                                        "S2.MEDIUM4",
                                        Market.ON_DEMAND),
                                network.vpcId(),
                                network.subnetIds().getFirst(),
                                1,
                                true,
                                null,
                                found.template(),
                                found.template().tags()),
                        Samples.NEVER);
        assertThat(outcome).isInstanceOf(LaunchOutcome.Launched.class);
        return ((LaunchOutcome.Launched) outcome).instanceIds().getFirst();
    }

    /** An instance as the cloud shows it, without what no two instances have in common. */
    private JsonNode shown(String id) {
        ObjectNode row =
                (ObjectNode)
                        emulator.call("DescribeInstances", "{\"InstanceIds\":[\"" + id + "\"]}")
                                .at("/InstanceSet/0");
        row.remove(
                List.of(
                        "InstanceId",
                        "Uuid",
                        "CreatedTime",
                        "LatestOperationRequestId",
                        "PrivateIpAddresses",
                        "PublicIpAddresses"));
        ((ObjectNode) row.path("SystemDisk")).remove("DiskId");
        row.path("DataDisks").forEach(disk -> ((ObjectNode) disk).remove("DiskId"));
        row.set(
                "UserData",
                emulator.call(
                                "DescribeInstancesAttributes",
                                "{\"Attributes\":[\"UserData\"],\"InstanceIds\":[\"" + id + "\"]}")
                        .at("/InstanceSet/0/Attributes/UserData"));
        return row;
    }

    @Test
    void aLaunchOfOursIsTheCloudsOwnLaunchFromTheTemplate() {
        String theirs =
                emulator.call(
                                "RunInstances",
                                "{\"LaunchTemplate\":{\"LaunchTemplateId\":\"lt-b8v1kcyq\"}}")
                        .at("/InstanceIdSet/0")
                        .asText();

        String ours = launched(found(EVERYBODYS, 1));

        emulator.settle();
        assertThat(shown(ours)).isEqualTo(shown(theirs));
        assertThat(shown(ours).path("UserData").asText()).isNotEmpty();
        assertThat(shown(ours).at("/DataDisks/0/DiskSize").asInt()).isEqualTo(100);
    }

    @Test
    void aVersionThatIsMadeLaterIsFoundThen() {
        StoredTemplate before = read(EVERYBODYS, 2);
        emulator.call(
                "CreateLaunchTemplateVersion",
                "{\"LaunchTemplateId\":\"lt-b8v1kcyq\",\"Placement\":{\"Zone\":\"ap-guangzhou-4\"}}");

        StoredTemplate.Found after = found(EVERYBODYS, 2);

        assertThat(before)
                .isEqualTo(
                        new StoredTemplate.Unusable(
                                "There is no version 2 of a launch template lt-b8v1kcyq in"
                                        + " ap-guangzhou"));
        assertThat(after.template()).isEqualTo(found(EVERYBODYS, 1).template());
        assertThat(Objects.requireNonNull(after.network()).zone()).isEqualTo("ap-guangzhou-4");
    }

    @Test
    void aTemplateIsOfOneRegion() {
        assertThat(provider.storedTemplate("ap-shanghai", EVERYBODYS, 1))
                .isInstanceOf(StoredTemplate.Unusable.class);
    }
}
