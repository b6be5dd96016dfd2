package io.spotkeeper.cloud.tencent;

import static io.spotkeeper.cloud.tencent.Replies.error;
import static io.spotkeeper.cloud.tencent.Replies.ok;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Launch templates that are kept at Tencent Cloud. */
class TemplateVersionsTest {
    private static final String ID = "lt-b8v1kcyq";

    private final ScriptedCloud cloud = new ScriptedCloud();
    private final TencentCloud provider = Samples.provider(cloud);

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    private StoredTemplate read(String data) {
        cloud.answer(
                ok(
                        """
                        {"TotalCount": 2, "RequestId": "r", "LaunchTemplateVersionSet": [
                          {"LaunchTemplateId": "lt-b8v1kcyq", "LaunchTemplateVersion": 2,
                           "LaunchTemplateVersionData": {"ImageId": "img-other"}},
                          {"LaunchTemplateId": "lt-b8v1kcyq", "LaunchTemplateVersion": 1,
                           "LaunchTemplateVersionData": %s}]}
                        """
                                .formatted(data)));
        return provider.storedTemplate(Samples.REGION, ID, 1);
    }

    private StoredTemplate.Found found(String data) {
        StoredTemplate read = read(data);
        assertThat(read).isInstanceOf(StoredTemplate.Found.class);
        return (StoredTemplate.Found) read;
    }

    // ---- what can be had ----

    @Test
    void readsEverythingThatALaunchCanHave() {
        StoredTemplate read =
                read(
                        """
                        {"Placement": {"Zone": "ap-guangzhou-3", "ProjectId": 42},
                         "InstanceType": "S5.16XLARGE256", "InstanceName": "render",
                         "InstanceChargeType": "SPOTPAID", "InstanceCount": 7,
                         "InstanceMarketOptions": {"MarketType": "spot",
                           "SpotOptions": {"MaxPrice": "0.1"}},
                         "ClientToken": "theirs", "HostName": "render-host",
                         "VirtualPrivateCloud": {"VpcId": "vpc-1", "SubnetId": "subnet-1",
                           "AsVpcGateway": false, "Ipv6AddressCount": 0},
                         "ImageId": "img-1", "SecurityGroupIds": ["sg-1", "sg-2"],
                         "SystemDisk": {"DiskType": "CLOUD_BSSD", "DiskSize": 50, "DiskId": ""},
                         "DataDisks": [
                           {"DiskType": "CLOUD_SSD", "DiskSize": 100, "SnapshotId": "snap-1",
                            "Encrypt": true, "KmsKeyId": "", "DeleteWithInstance": false},
                           {"DiskSize": 20, "Encrypt": false}],
                         "InternetAccessible": {"InternetChargeType": "BANDWIDTH_POSTPAID_BY_HOUR",
                           "InternetMaxBandwidthOut": 5, "PublicIpAssigned": true},
                         "LoginSettings": {"KeyIds": ["skey-1"]}, "CamRoleName": "worker",
                         "EnhancedService": {"SecurityService": {"Enabled": false},
                           "MonitorService": {"Enabled": true},
                           "AutomationService": {"Enabled": true}},
                         "UserData": "aGk=", "DisasterRecoverGroupIds": ["ps-1"],
                         "TagSpecification": [{"ResourceType": "instance",
                           "Tags": [{"Key": "team", "Value": "render"}]}],
                         "DisableApiTermination": false}
                        """);

        assertThat(read)
                .isEqualTo(
                        new StoredTemplate.Found(
                                new LaunchTemplate(
                                        "img-1",
                                        "render",
                                        "render-host",
                                        List.of("sg-1", "sg-2"),
                                        List.of("skey-1"),
                                        new UserData("hi".getBytes(StandardCharsets.UTF_8)),
                                        new Disk("CLOUD_BSSD", 50, null, false, true),
                                        List.of(
                                                new Disk("CLOUD_SSD", 100, "snap-1", true, false),
                                                new Disk(null, 20, null, false, true)),
                                        new PublicIp(5, BandwidthCharge.BY_BANDWIDTH, null, true),
                                        "ps-1",
                                        "worker",
                                        true,
                                        false,
                                        true,
                                        Map.of("team", "render"),
                                        42L,
                                        null),
                                new StoredTemplate.Network(
                                        "ap-guangzhou-3", "vpc-1", List.of("subnet-1"))));
    }

    @Test
    void asksForTheOneVersionAndNothingElse() {
        read("{\"ImageId\": \"img-1\"}");

        JsonNode body = cloud.bodies("DescribeLaunchTemplateVersions").getFirst();
        assertThat(body.path("LaunchTemplateId").asText()).isEqualTo(ID);
        assertThat(body.path("LaunchTemplateVersions").toString()).isEqualTo("[1]");
        // LaunchTemplateVersions excludes paging and DefaultVersion, as documented.
        assertThat(body.size()).isEqualTo(2);
        assertThat(cloud.seen().getFirst().headers())
                .containsEntry("x-tc-region", Samples.REGION)
                .containsEntry("x-tc-version", "2017-03-12");
    }

    @Test
    void leavesToTheCloudWhatATemplateLeavesOut() {
        StoredTemplate.Found least = found("{\"ImageId\": \"img-1\"}");

        assertThat(least.template()).isEqualTo(LaunchTemplate.plain("img-1", ""));
        assertThat(least.network()).isNull();
    }

    /** The cloud fills fields that nobody set. */
    @Test
    void takesEmptyFieldsForFieldsThatAreNotThere() {
        StoredTemplate.Found filled =
                found(
                        """
                        {"ImageId": "img-1", "HostName": "", "CamRoleName": "", "UserData": "",
                         "HpcClusterId": "", "Placement": {"Zone": "z", "ProjectId": 0,
                           "HostIds": [], "HostId": null, "RackId": ""},
                         "ActionTimer": {"TimerAction": "", "Externals": {}}, "Metadata": {"Items": []},
                         "InstanceChargePrepaid": null, "EnableJumboFrame": false,
                         "LoginSettings": {"KeyIds": null, "KeepImageLogin": "FALSE"},
                         "InternetAccessible": {"InternetMaxBandwidthOut": 0,
                           "PublicIpAssigned": false},
                         "DisasterRecoverGroupIds": null, "DataDisks": [], "TagSpecification": []}
                        """);

        assertThat(filled.template()).isEqualTo(LaunchTemplate.plain("img-1", ""));
    }

    @ParameterizedTest
    @CsvSource({"DEFAULT, DEFAULT", "'', ''", ","})
    void theDefaultNetworkIsNone(@Nullable String vpc, @Nullable String subnet) {
        String network =
                vpc == null
                        ? "null"
                        : "{\"VpcId\": \"%s\", \"SubnetId\": \"%s\"}".formatted(vpc, subnet);

        StoredTemplate.Found read =
                found("{\"ImageId\": \"img-1\", \"VirtualPrivateCloud\": %s}".formatted(network));

        assertThat(read.network()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"InternetMaxBandwidthOut\":9,\"InternetChargeType\":\"TRAFFIC_POSTPAID_BY_HOUR\"}"
                        + " | 9 | BY_TRAFFIC |",
                "{\"InternetMaxBandwidthOut\":9,\"InternetChargeType\":\"BANDWIDTH_PACKAGE\","
                        + "\"BandwidthPackageId\":\"bwp-1\",\"InternetServiceProvider\":\"BGP\","
                        + "\"IPv4AddressType\":\"WanIP\"} | 9 | BY_TRAFFIC | bwp-1"
            })
    void bandwidthBringsAnAddress(
            String internet,
            int bandwidth,
            BandwidthCharge charge,
            @Nullable String bandwidthPackage) {
        StoredTemplate.Found read =
                found("{\"ImageId\": \"img-1\", \"InternetAccessible\": %s}".formatted(internet));

        assertThat(read.template().publicIp())
                .isEqualTo(new PublicIp(bandwidth, charge, bandwidthPackage, true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"InternetMaxBandwidthOut\": 0, \"InternetChargeType\": \"BANDWIDTH_PREPAID\"}",
                "{\"InternetMaxBandwidthOut\": 9, \"PublicIpAssigned\": false}"
            })
    void thereIsNoAddressWithoutBandwidthOrWhereNoneIsWanted(String internet) {
        StoredTemplate.Found read =
                found("{\"ImageId\": \"img-1\", \"InternetAccessible\": %s}".formatted(internet));

        assertThat(read.template().publicIp()).isNull();
    }

    // ---- what cannot ----

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"ImageId\": \"\" | names no image",
                "\"DisableApiTermination\": true | protects its instances",
                "\"ActionTimer\": {\"TimerAction\": \"TerminateInstances\"} | ActionTimer",
                "\"UserData\": \"a\" | not base64",
                "\"Placement\": {\"HostIds\": [\"host-1\"]} | dedicated hosts",
                "\"Placement\": {\"RackId\": \"rack-1\"} | sets Placement.RackId",
                "\"HpcClusterId\": \"hpc-1\" | HPC cluster",
                "\"DisasterRecoverGroupIds\": [\"ps-1\", \"ps-2\"] | more than one placement",
                "\"VirtualPrivateCloud\": {\"VpcId\": \"vpc-1\"} | without the other",
                "\"VirtualPrivateCloud\": {\"VpcId\": \"vpc-1\", \"SubnetId\": \"subnet-1\"}"
                        + " | not the zone",
                "\"VirtualPrivateCloud\": {\"AsVpcGateway\": true} | gateways",
                "\"VirtualPrivateCloud\": {\"PrivateIpAddresses\": [\"10.0.0.2\"]} | private"
                        + " addresses",
                "\"VirtualPrivateCloud\": {\"Ipv6AddressCount\": 1} | IPv6",
                "\"InternetAccessible\": {\"InternetMaxBandwidthOut\": 1} | is not given; it has",
                "\"InternetAccessible\": {\"InternetMaxBandwidthOut\": 1, \"InternetChargeType\":"
                        + " \"BANDWIDTH_PREPAID\"} | is BANDWIDTH_PREPAID",
                "\"InternetAccessible\": {\"InternetMaxBandwidthOut\": 1, \"InternetChargeType\":"
                        + " \"BANDWIDTH_PACKAGE\"} | does not name",
                "\"InternetAccessible\": {\"InternetMaxBandwidthOut\": 1, \"InternetChargeType\":"
                        + " \"TRAFFIC_POSTPAID_BY_HOUR\", \"InternetServiceProvider\": \"CMCC\"}"
                        + " | CMCC",
                "\"InternetAccessible\": {\"InternetMaxBandwidthOut\": 1, \"InternetChargeType\":"
                        + " \"TRAFFIC_POSTPAID_BY_HOUR\", \"IPv4AddressType\": \"AntiDDoSEIP\"}"
                        + " | AntiDDoSEIP",
                "\"InternetAccessible\": {\"InternetMaxBandwidthOut\": 1, \"InternetChargeType\":"
                        + " \"TRAFFIC_POSTPAID_BY_HOUR\", \"IPv6AddressType\": \"EIPv6\"} | with IPv6",
                "\"SystemDisk\": {\"DiskId\": \"disk-1\"} | disk that exists",
                "\"SystemDisk\": {\"Encrypt\": true} | sets SystemDisk.Encrypt",
                "\"SystemDisk\": {\"CdcId\": \"cluster-1\"} | dedicated cluster",
                "\"DataDisks\": [{\"DiskName\": \"data\"}] | names a disk",
                "\"DataDisks\": [{\"DiskSize\": 10}, {\"KmsKeyId\": \"kms-1\"}] | key of its own",
                "\"DataDisks\": [{\"ThroughputPerformance\": 100}] | extra performance",
                "\"DataDisks\": [{\"BurstPerformance\": true}] | extra performance",
                "\"DataDisks\": [{\"DiskSize\": 10}, {\"Novelty\": 1}] | sets DataDisks.Novelty",
                "\"LoginSettings\": {\"Password\": \"hidden\"} | sets a password",
                "\"LoginSettings\": {\"KeepImageLogin\": \"TRUE\"} | image's login",
                "\"TagSpecification\": [{\"ResourceType\": \"disk\", \"Tags\": [{\"Key\": \"k\","
                        + " \"Value\": \"v\"}]}] | something else than instances",
                "\"TagSpecification\": [{\"ResourceType\": \"instance\", \"Tags\": [{\"Key\":"
                        + " \"spotkeeper-fleet\", \"Value\": \"v\"}]}] | operator's own",
                "\"Metadata\": {\"Items\": [{\"Key\": \"a\", \"Value\": \"b\"}]} | sets Metadata",
                "\"NetworkInterfaces\": [{\"InterfaceType\": \"PRIMARY\"}] | sets NetworkInterfaces",
                "\"EnableJumboFrame\": true | sets EnableJumboFrame"
            })
    void saysWhatALaunchCannotHave(String field, String expected) {
        String image = field.contains("ImageId") ? "" : "\"ImageId\": \"img-1\", ";

        StoredTemplate read = read("{" + image + field + "}");

        assertThat(read)
                .isInstanceOfSatisfying(
                        StoredTemplate.Unusable.class,
                        unusable ->
                                assertThat(unusable.message())
                                        .startsWith("Version 1 of the launch template " + ID)
                                        .contains(expected)
                                        .doesNotContain("hidden"));
    }

    // ---- what is not there ----

    @ParameterizedTest
    @ValueSource(
            strings = {
                "LaunchTemplateIdMalformed",
                "LaunchTemplateIdNotExisted",
                "LaunchTemplateIdVerNotExisted",
                "LaunchTemplateNotFound",
                "LaunchTemplateVersion"
            })
    void aRefusalThatSaysSoIsAnAbsence(String code) {
        cloud.answer(error("InvalidParameterValue." + code, "no"));

        assertThat(provider.storedTemplate(Samples.REGION, "lt-9", 3))
                .isEqualTo(
                        new StoredTemplate.Unusable(
                                "There is no version 3 of a launch template lt-9 in "
                                        + Samples.REGION));
    }

    @Test
    void soIsAnAnswerWithoutIt() {
        cloud.answer(ok("{\"TotalCount\": 0, \"LaunchTemplateVersionSet\": []}"));

        assertThat(provider.storedTemplate(Samples.REGION, "lt-9", 3))
                .isInstanceOf(StoredTemplate.Unusable.class);
    }

    @Test
    void anyOtherRefusalIsAFailure() {
        cloud.answer(error("UnauthorizedOperation", "no"));

        assertThat(provider.storedTemplate(Samples.REGION, ID, 1))
                .isEqualTo(
                        new StoredTemplate.Failed(
                                new CloudFailure.Unauthorized("UnauthorizedOperation", "no")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"RequestId\": \"r\"}",
                "{\"LaunchTemplateVersionSet\": null}",
                "{\"LaunchTemplateVersionSet\": [{\"LaunchTemplateId\": \"lt-b8v1kcyq\","
                        + " \"LaunchTemplateVersion\": 1}]}",
                "{\"LaunchTemplateVersionSet\": [{\"LaunchTemplateId\": \"lt-b8v1kcyq\","
                        + " \"LaunchTemplateVersion\": 1, \"LaunchTemplateVersionData\":"
                        + " {\"ImageId\": {}, \"UserData\": \"hidden\"}}]}"
            })
    void anAnswerThatCannotBeReadIsAFailure(String response) {
        cloud.answer(ok(response));

        assertThat(provider.storedTemplate(Samples.REGION, ID, 1))
                .isInstanceOfSatisfying(
                        StoredTemplate.Failed.class,
                        failed -> assertThat(failed.failure().message()).doesNotContain("hidden"));
    }

    @Test
    void soIsAConnectionThatIsLost() {
        cloud.answer(new Reply.Drop());

        assertThat(provider.storedTemplate(Samples.REGION, ID, 1))
                .isInstanceOf(StoredTemplate.Failed.class);
    }
}
