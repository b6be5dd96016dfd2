package io.spotkeeper.emulator.tencent;

import static io.spotkeeper.emulator.RunningEmulator.KEY;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.RunningEmulator;
import io.spotkeeper.testing.Mutations;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Thousands of requests with something wrong in them: an answer in the documented form each time.
 */
class TencentFuzzTest {
    private static final int PER_CALL = 200;

    static final List<Map.Entry<String, String>> CALLS =
            List.of(
                    Map.entry(
                            "RunInstances",
                            """
                            {"Placement":{"Zone":"ap-guangzhou-3","ProjectId":0},"ImageId":"img-pmqg1cw7",
                             "InstanceType":"S2.MEDIUM4","InstanceChargeType":"SPOTPAID","InstanceCount":2,"MinCount":1,
                             "InstanceName":"web","HostName":"web","UserData":"IyEvYmluL3No",
                             "SystemDisk":{"DiskType":"CLOUD_PREMIUM","DiskSize":50},
                             "DataDisks":[{"DiskType":"CLOUD_PREMIUM","DiskSize":20,"Encrypt":false}],
                             "VirtualPrivateCloud":{"VpcId":"vpc-11112222","SubnetId":"subnet-11112222"},
                             "InternetAccessible":{"InternetMaxBandwidthOut":5,"PublicIpAssigned":true},
                             "LoginSettings":{"KeyIds":["skey-11112222"]},"SecurityGroupIds":["sg-11112222"],
                             "EnhancedService":{"MonitorService":{"Enabled":true}},"ClientToken":"token-1","DryRun":false,
                             "InstanceMarketOptions":{"MarketType":"spot","SpotOptions":{"MaxPrice":"0.60"}},
                             "TagSpecification":[{"ResourceType":"instance","Tags":[{"Key":"team","Value":"render"}]}]}
                            """),
                    Map.entry(
                            "DescribeInstances",
                            """
                            {"Filters":[{"Name":"zone","Values":["ap-guangzhou-3"]},{"Name":"tag:team","Values":["render"]}],
                             "Offset":0,"Limit":20}
                            """),
                    Map.entry(
                            "TerminateInstances",
                            "{\"InstanceIds\":[\"ins-11112222\"],\"ReleaseAddress\":true}"),
                    Map.entry(
                            "DescribeZoneInstanceConfigInfos",
                            "{\"Filters\":[{\"Name\":\"instance-charge-type\",\"Values\":[\"SPOTPAID\"]}]}"),
                    Map.entry(
                            "InquiryPriceRunInstances",
                            """
                            {"Placement":{"Zone":"ap-guangzhou-3"},"ImageId":"img-pmqg1cw7","InstanceType":"S2.MEDIUM4",
                             "InstanceChargeType":"SPOTPAID"}
                            """),
                    Map.entry(
                            "CreateLaunchTemplate",
                            """
                            {"LaunchTemplateName":"mine","Placement":{"Zone":"ap-guangzhou-3"},"ImageId":"img-pmqg1cw7",
                             "SystemDisk":{"DiskSize":50},"InstanceCount":1,"UserData":"IyEvYmluL3No","DryRun":true,
                             "LaunchTemplateTagSpecification":[{"ResourceType":"launch-template",
                              "Tags":[{"Key":"team","Value":"render"}]}]}
                            """),
                    Map.entry(
                            "CreateLaunchTemplateVersion",
                            """
                            {"LaunchTemplateId":"lt-b8v1kcyq","LaunchTemplateVersion":1,"Placement":{"Zone":"ap-guangzhou-3"},
                             "LaunchTemplateVersionDescription":"the next","InstanceType":"S3.MEDIUM4","DryRun":true}
                            """),
                    Map.entry(
                            "DescribeLaunchTemplateVersions",
                            "{\"LaunchTemplateId\":\"lt-b8v1kcyq\",\"MinVersion\":0,\"Offset\":0,\"Limit\":20}"),
                    Map.entry(
                            "DescribeLaunchTemplates",
                            """
                            {"Filters":[{"Name":"LaunchTemplateName","Values":["emulator-template"]},
                              {"Name":"tag:team","Values":["render"]}],"Offset":0,"Limit":20}
                            """),
                    Map.entry(
                            "AttachResourcesTag",
                            """
                            {"ServiceType":"cvm","ResourcePrefix":"instance","ResourceRegion":"ap-guangzhou",
                             "ResourceIds":["ins-11112222"],"TagKey":"team","TagValue":"render"}
                            """));

    private RunningEmulator emulator;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @FieldSource("CALLS")
    void changedBodiesAreAnsweredOrRefused(Map.Entry<String, String> call) {
        int refused = 0;
        for (int seed = 0; seed < PER_CALL; seed++) {
            Random random = new Random(seed);
            String body =
                    seed % 2 == 0
                            ? Mutations.ofFields(call.getValue(), random)
                            : Mutations.ofText(call.getValue(), random);

            refused +=
                    refused(
                            call.getKey(),
                            seed,
                            emulator.signed(call.getKey(), body, Instant.now()));
        }
        assertThat(refused).as("some are wrong").isPositive();
    }

    @Test
    void changedFormsAreAnsweredOrRefused() {
        String form =
                "Action=RunInstances&Version=2017-03-12&Region=ap-guangzhou&Nonce=1&Timestamp=%d&SecretId=%s"
                        + "&Placement.Zone=ap-guangzhou-3&SecurityGroupIds.0=sg-1&InstanceCount=1&Signature=x%%3D";
        for (int seed = 0; seed < PER_CALL; seed++) {
            String body =
                    Mutations.ofText(
                            form.formatted(Instant.now().getEpochSecond(), KEY), new Random(seed));

            refused(
                    "a form",
                    seed,
                    emulator.builder("/")
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body)));
        }
    }

    @Test
    void changedHeadersAreAnsweredOrRefused() {
        Instant now = Instant.now();
        String authorization =
                RunningEmulator.authorization(
                        emulator.authority(), "{}", now, KEY, RunningEmulator.SECRET);
        for (int seed = 0; seed < PER_CALL; seed++) {
            Random random = new Random(seed);
            HttpRequest.Builder request = emulator.signed("DescribeInstances", "{}", now);
            switch (seed % 4) {
                case 0 -> request.setHeader("Authorization", header(authorization, random));
                case 1 ->
                        request.setHeader(
                                "X-TC-Timestamp", header("" + now.getEpochSecond(), random));
                case 2 -> request.setHeader("X-TC-Action", header("DescribeInstances", random));
                default -> request.setHeader("Content-Type", header("application/json", random));
            }

            refused("a header", seed, request);
        }
    }

    /** What a client can send at all. */
    private static String header(String value, Random random) {
        return Mutations.ofText(value, random).replaceAll("[^\\x21-\\x7e]", " ").strip();
    }

    private int refused(String what, int seed, HttpRequest.Builder request) {
        HttpResponse<String> response = emulator.send(request);
        assertThat(response.statusCode()).as("%s with seed %d", what, seed).isEqualTo(200);
        JsonNode answer = emulator.parse(response).path("Response");
        assertThat(answer.path("RequestId").asText())
                .as("%s with seed %d", what, seed)
                .isNotEmpty();
        boolean refused = answer.has("Error");
        if (refused) {
            assertThat(answer.at("/Error/Code").asText()).isNotEmpty();
            assertThat(answer.at("/Error/Message").asText()).isNotEmpty();
        }
        return refused ? 1 : 0;
    }
}
