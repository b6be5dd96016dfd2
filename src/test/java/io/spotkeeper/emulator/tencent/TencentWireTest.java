package io.spotkeeper.emulator.tencent;

import static io.spotkeeper.emulator.RunningEmulator.KEY;
import static io.spotkeeper.emulator.RunningEmulator.SECRET;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.RunningEmulator;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The wire below what an official client lets one do. */
class TencentWireTest {
    private static final String RUN =
            "{\"Placement\":{\"Zone\":\"ap-guangzhou-3\"},\"ImageId\":\"img-pmqg1cw7\","
                    + "\"InstanceType\":\"S2.MEDIUM4\",\"InstanceChargeType\":\"SPOTPAID\"}";

    private RunningEmulator emulator;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private String code(HttpRequest.Builder request) {
        HttpResponse<String> response = emulator.send(request);
        assertThat(response.statusCode()).isEqualTo(200);
        JsonNode fields = emulator.parse(response).path("Response");
        assertThat(fields.path("RequestId").asText()).isNotEmpty();
        return fields.at("/Error/Code").asText();
    }

    @Test
    void answersAndErrorsAreStatus200WithExactlyTheJsonContentType() {
        HttpResponse<String> good =
                emulator.send(emulator.signed("DescribeInstances", "{}", Instant.now()));
        HttpResponse<String> bad =
                emulator.send(emulator.signed("DescribeInstances", "{\"X\":1}", Instant.now()));

        for (HttpResponse<String> response : java.util.List.of(good, bad)) {
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.headers().allValues("content-type"))
                    .containsExactly("application/json");
        }
        assertThat(emulator.parse(good).at("/Response/TotalCount").asInt(-1)).isZero();
        assertThat(emulator.parse(bad).at("/Response/Error/Code").asText())
                .isEqualTo("UnknownParameter");
    }

    @Test
    void unsignedForgedAndUnknownCallersAreTurnedAway() {
        Instant now = Instant.now();
        String body = "{}";
        assertThat(
                        code(
                                emulator.builder("/")
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .header("Content-Type", "application/json")
                                        .header("X-TC-Action", "DescribeInstances")))
                .isEqualTo("AuthFailure.InvalidAuthorization");
        assertThat(
                        code(
                                emulator.signed("DescribeInstances", body, now)
                                        .setHeader("Authorization", "TC3-HMAC-SHA256 x")))
                .isEqualTo("AuthFailure.InvalidAuthorization");
        assertThat(code(emulator.signed("DescribeInstances", body, now, KEY, "wrong")))
                .isEqualTo("AuthFailure.SignatureFailure");
        assertThat(code(emulator.signed("DescribeInstances", body, now, "AKIDnobody", SECRET)))
                .isEqualTo("AuthFailure.SecretIdNotFound");
        assertThat(
                        code(
                                emulator.signed("DescribeInstances", body, now)
                                        .POST(HttpRequest.BodyPublishers.ofString("{ }"))))
                .isEqualTo("AuthFailure.SignatureFailure");
        assertThat(
                        code(
                                emulator.signed("DescribeInstances", body, now)
                                        .setHeader("X-TC-Token", "unexpected")))
                .isEqualTo("AuthFailure.TokenFailure");
        assertThat(emulator.show("state").path("instances")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "PT-6M, AuthFailure.SignatureExpire",
        "PT6M, AuthFailure.SignatureExpire",
        "PT-4M, ''",
        "PT4M, ''"
    })
    void theClockMayBeFiveMinutesOffEitherWay(Duration off, String code) {
        assertThat(code(emulator.signed("DescribeInstances", "{}", Instant.now().plus(off))))
                .isEqualTo(code);
    }

    @Test
    void jumpsOfTheWorldsClockDoNotTouchSignatures() {
        emulator.change("clock", "{\"advance\":\"PT5H\"}");

        assertThat(code(emulator.signed("DescribeInstances", "{}", Instant.now()))).isEmpty();
    }

    @Test
    void aRotatedOrDisabledKeyStopsWorkingAtOnce() {
        emulator.change("accounts", "{\"secretId\":\"" + KEY + "\",\"secretKey\":\"fresh\"}");
        assertThat(code(emulator.signed("DescribeInstances", "{}", Instant.now())))
                .isEqualTo("AuthFailure.SignatureFailure");
        assertThat(code(emulator.signed("DescribeInstances", "{}", Instant.now(), KEY, "fresh")))
                .isEmpty();

        emulator.change("accounts", "{\"secretId\":\"" + KEY + "\",\"enabled\":false}");
        assertThat(code(emulator.signed("DescribeInstances", "{}", Instant.now(), KEY, "fresh")))
                .isEqualTo("AuthFailure.SecretIdNotFound");
    }

    @Test
    void twoKeysOfOneOwnerSeeTheSameInstances() {
        emulator.call("RunInstances", RUN);
        emulator.change(
                "accounts",
                "{\"secretId\":\"AKIDsecond\",\"secretKey\":\"s\",\"uin\":\"100000000001\"}");

        HttpResponse<String> seen =
                emulator.send(
                        emulator.signed(
                                "DescribeInstances", "{}", Instant.now(), "AKIDsecond", "s"));

        assertThat(emulator.parse(seen).at("/Response/TotalCount").asInt()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"InstanceCount\":\"1\"} | InvalidParameter",
                "{\"InstanceCount\":1.5} | InvalidParameter",
                "{\"DryRun\":\"true\"} | InvalidParameter",
                "{\"Placement\":\"zone\"} | InvalidParameter",
                "{\"SecurityGroupIds\":\"sg-1\"} | InvalidParameter",
                "{\"Placement\":{}} | MissingParameter",
                "{\"Placement\":{\"Zone\":\"z\",\"Color\":\"red\"}} | UnknownParameter",
                "{\"DataDisks\":[{\"DiskSize\":10,\"Speed\":1}]} | UnknownParameter",
                "{} | MissingParameter",
                "[] | InvalidRequest",
                "{\"a\" | InvalidRequest"
            })
    void wrongFieldsAndTypesAreRefused(String body, String code) {
        assertThat(code(emulator.signed("RunInstances", body, Instant.now()))).isEqualTo(code);
    }

    @Test
    void unknownActionsVersionsAndRegionsAreRefused() {
        Instant now = Instant.now();
        assertThat(code(emulator.signed("Nonsense", "{}", now))).isEqualTo("InvalidAction");
        assertThat(
                        code(
                                emulator.signed("DescribeInstances", "{}", now)
                                        .setHeader("X-TC-Version", "2017-01-01")))
                .isEqualTo("NoSuchVersion");
        assertThat(
                        code(
                                emulator.signed("DescribeInstances", "{}", now)
                                        .setHeader("X-TC-Region", "ap-atlantis")))
                .isEqualTo("UnsupportedRegion");
        assertThat(
                        code(
                                emulator.signed("DescribeInstances", "{}", now)
                                        .setHeader("X-TC-Region", "")))
                .isEqualTo("MissingParameter");
        assertThat(code(emulator.builder("/").method("PUT", HttpRequest.BodyPublishers.noBody())))
                .isEqualTo("UnsupportedProtocol");
    }

    @Test
    void aMalformedHostIsVerifiedAsItWasReceived() throws IOException {
        // tccli has no switch for plain HTTP and sends its whole endpoint as the Host.
        String host = "http://" + emulator.authority();
        Instant now = Instant.now();
        String request =
                "POST / HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n".formatted(host)
                        + "X-TC-Action: DescribeInstances\r\nX-TC-Version: 2017-03-12\r\n"
                        + "X-TC-Region: ap-guangzhou\r\nX-TC-Timestamp: %d\r\n"
                                .formatted(now.getEpochSecond())
                        + "Authorization: %s\r\n"
                                .formatted(
                                        RunningEmulator.authorization(host, "{}", now, KEY, SECRET))
                        + "Connection: close\r\nContent-Length: 2\r\n\r\n{}";

        String response = raw(request);

        assertThat(response).startsWith("HTTP/1.1 200 ").contains("\"TotalCount\":0");
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", emulator.address().getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.UTF_8));
            out.flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void anUnsignedPayloadIsAcceptedWhenItSaysSo() {
        Instant now = Instant.now();
        String authorization =
                RunningEmulator.authorization(
                        emulator.authority(), "UNSIGNED-PAYLOAD", now, KEY, SECRET);

        assertThat(
                        code(
                                emulator.signed("DescribeInstances", "{\"Limit\":5}", now)
                                        .setHeader("Authorization", authorization)
                                        .setHeader("X-TC-Content-SHA256", "UNSIGNED-PAYLOAD")))
                .isEmpty();
    }

    @Test
    void rateLimitsRefuseTheCallsAboveThem() {
        try (RunningEmulator limited =
                RunningEmulator.start("tencent: {rateLimits: {DescribeInstances: 2}}")) {
            int refused = 0;
            for (int i = 0; i < 20; i++) {
                String code = limited.call("DescribeInstances", "{}").at("/Error/Code").asText();
                refused += code.equals("RequestLimitExceeded") ? 1 : 0;
            }
            assertThat(refused).isPositive();
            for (int i = 0; i < 20; i++) {
                assertThat(limited.call("DescribeZones", "{}").has("Error")).isFalse();
            }
        }
    }

    @Test
    void scenariosDecideWhatTheDocumentationLeavesOpen() {
        String rules =
                "subnets: [{id: subnet-in3, vpcId: vpc-mine, zone: ap-guangzhou-3}]\n"
                        + "tencent:\n"
                        + "  dryRunAnswer: DryRunOperation\n"
                        + "  minCountRefused: [{region: ap-guangzhou, chargeType: SPOTPAID}]\n";
        try (RunningEmulator special = RunningEmulator.start(rules)) {
            assertThat(error(special, "\"DryRun\":true")).isEqualTo("DryRunOperation");
            assertThat(error(special, "\"MinCount\":1"))
                    .isEqualTo("UnsupportedOperation.MinCountUnsupportedRegion");
            assertThat(error(special, network("vpc-mine", "subnet-in3"))).isEmpty();
            assertThat(error(special, network("vpc-mine", "subnet-other")))
                    .isEqualTo("InvalidParameterValue.SubnetNotExist");
            assertThat(error(special, network("vpc-other", "subnet-in3")))
                    .isEqualTo("InvalidParameterValue.VpcIdSubnetIdNotMatch");
            assertThat(error(special, network("vpc-mine", "nonsense")))
                    .isEqualTo("InvalidParameterValue.SubnetIdMalformed");
            String elsewhere =
                    RUN.replace("guangzhou-3", "guangzhou-4").replace("S2.MED", "S3.MED");
            assertThat(
                            special.call(
                                            "RunInstances",
                                            with(elsewhere, network("vpc-mine", "subnet-in3")))
                                    .at("/Error/Code")
                                    .asText())
                    .isEqualTo("InvalidParameterValue.SubnetIdZoneIdNotMatch");
        }
    }

    private static String network(String vpc, String subnet) {
        return "\"VirtualPrivateCloud\":{\"VpcId\":\"%s\",\"SubnetId\":\"%s\"}"
                .formatted(vpc, subnet);
    }

    private static String with(String body, String field) {
        return body.substring(0, body.length() - 1) + "," + field + "}";
    }

    private static String error(RunningEmulator emulator, String field) {
        return emulator.call("RunInstances", with(RUN, field)).at("/Error/Code").asText();
    }

    @Test
    void anOfferingRunsOutBeforeAnyQuota() {
        int bought = 0;
        String code = "";
        while (bought < 6000 && code.isEmpty()) {
            JsonNode answer = emulator.call("RunInstances", with(RUN, "\"InstanceCount\":100"));
            bought += answer.path("InstanceIdSet").size();
            code = answer.at("/Error/Code").asText();
        }
        assertThat(bought).isGreaterThan(200);
        assertThat(code).isEqualTo("ResourcesSoldOut.SpecifiedInstanceType");
    }
}
