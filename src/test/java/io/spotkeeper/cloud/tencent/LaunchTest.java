package io.spotkeeper.cloud.tencent;

import static io.spotkeeper.cloud.tencent.Replies.error;
import static io.spotkeeper.cloud.tencent.Replies.ok;
import static io.spotkeeper.cloud.tencent.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a launch sends and what becomes of the answer. */
class LaunchTest {
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final TencentCloud provider = Samples.provider(cloud);

    @AfterEach
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @Test
    void sendsEveryFieldOfTheTemplate() throws IOException {
        assertThat(sent(Samples.full())).isEqualTo(golden("launch-full.json"));
    }

    @Test
    void leavesOutWhatTheOwnerDidNotSay() throws IOException {
        assertThat(sent(Samples.minimal())).isEqualTo(golden("launch-minimal.json"));
    }

    @Test
    void hashesTheVeryBytesThatAreSent() throws NoSuchAlgorithmException {
        // Given
        cloud.answer(ok("{\"InstanceIdSet\":[\"ins-1\"],\"RequestId\":\"r\"}"));

        // When
        provider.launch(Samples.full(), NEVER);

        // Then
        String text =
                String.join(
                                "\0",
                                "RunInstances",
                                cloud.endpoint(),
                                "ap-guangzhou",
                                cloud.seen().getFirst().text())
                        + "\0";
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        assertThat(provider.requestHash(Samples.full())).isEqualTo(HexFormat.of().formatHex(hash));
    }

    @Test
    void addressesTheRegionInEnglishWithASignedPost() {
        // Given
        cloud.answer(ok("{\"InstanceIdSet\":[\"ins-1\"],\"RequestId\":\"r\"}"));

        // When
        provider.launch(Samples.minimal(), NEVER);

        // Then
        Map<String, String> headers = cloud.seen().getFirst().headers();
        assertThat(headers)
                .containsEntry("x-tc-action", "RunInstances")
                .containsEntry("x-tc-version", "2017-03-12")
                .containsEntry("x-tc-region", "ap-guangzhou")
                .containsEntry("x-tc-language", "en-US")
                .containsEntry("host", cloud.authority());
        assertThat(headers.get("authorization"))
                .startsWith("TC3-HMAC-SHA256 Credential=AKIDcanaryCANARYcanary/");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6", "0.60", "0.0923", "1", "100000", "0.000001"})
    void sendsTheBidAsWritten(String price) {
        JsonNode body = sent(bidding(Market.SPOT, new BigDecimal(price)));

        assertThat(body.at("/InstanceMarketOptions/SpotOptions/MaxPrice").textValue())
                .isEqualTo(price);
    }

    @Test
    void sendsNoBidForAnOnDemandInstance() {
        JsonNode body = sent(bidding(Market.ON_DEMAND, new BigDecimal("0.60")));

        assertThat(body.path("InstanceChargeType").textValue()).isEqualTo("POSTPAID_BY_HOUR");
        assertThat(body.has("InstanceMarketOptions")).isFalse();
    }

    @Test
    void asksForAllOrNothingWhenFewerAreNotAllowed() {
        LaunchRequest r = Samples.full();

        JsonNode body =
                sent(
                        new LaunchRequest(
                                r.token(),
                                r.pool(),
                                r.vpcId(),
                                r.subnetId(),
                                10,
                                false,
                                r.maxPrice(),
                                r.template(),
                                r.tags()));

        assertThat(body.has("MinCount")).isFalse();
    }

    /** The full sample has no word about it, and sends none. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void sendsWhetherTheAutomationAgentIsInstalledWhereThatIsSaid(boolean installed) {
        LaunchRequest r = Samples.full();
        LaunchTemplate t = r.template();

        JsonNode body =
                sent(
                        new LaunchRequest(
                                r.token(),
                                r.pool(),
                                r.vpcId(),
                                r.subnetId(),
                                r.count(),
                                true,
                                r.maxPrice(),
                                new LaunchTemplate(
                                        t.imageId(),
                                        t.instanceName(),
                                        t.hostName(),
                                        t.securityGroupIds(),
                                        t.keyPairs(),
                                        t.userData(),
                                        t.systemDisk(),
                                        t.dataDisks(),
                                        t.publicIp(),
                                        t.placementGroupId(),
                                        t.instanceRole(),
                                        t.monitorAgent(),
                                        t.securityAgent(),
                                        installed,
                                        t.tags(),
                                        t.tencentProjectId(),
                                        null),
                                r.tags()));

        assertThat(body.at("/EnhancedService/AutomationService/Enabled").booleanValue())
                .isEqualTo(installed);
        assertThat(body.at("/EnhancedService/AutomationService").isMissingNode()).isFalse();
    }

    @Test
    void sendsTheBandwidthPackageAsChargeType() {
        LaunchRequest r = Samples.minimal();
        PublicIp address = new PublicIp(5, BandwidthCharge.BY_TRAFFIC, "bwp-1", true);

        JsonNode body =
                sent(
                        new LaunchRequest(
                                r.token(),
                                r.pool(),
                                null,
                                null,
                                1,
                                true,
                                null,
                                Samples.template(
                                        null, List.of(), List.of(), null, null, List.of(), address),
                                r.tags()));

        assertThat(body.at("/InternetAccessible/InternetChargeType").textValue())
                .isEqualTo("BANDWIDTH_PACKAGE");
        assertThat(body.at("/InternetAccessible/BandwidthPackageId").textValue())
                .isEqualTo("bwp-1");
    }

    @Test
    void namesEveryInstanceOfTheAnswer() {
        cloud.answer(ok("{\"InstanceIdSet\":[\"ins-1\",\"ins-2\",\"ins-3\"],\"RequestId\":\"r\"}"));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome)
                .isEqualTo(new LaunchOutcome.Launched(List.of("ins-1", "ins-2", "ins-3"), null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"RequestId\":\"r\"}",
                "{\"InstanceIdSet\":[],\"RequestId\":\"r\"}",
                "{\"InstanceIdSet\":null,\"RequestId\":\"r\"}",
                "{\"InstanceIdSet\":[null,\"\"],\"RequestId\":\"r\"}",
                "{\"InstanceIdSet\":{\"a\":1},\"RequestId\":\"r\"}",
                "{\"InstanceIdSet\":5}"
            })
    void doesNotKnowWhenSuccessNamesNoInstance(String response) {
        cloud.answer(ok(response));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome).isInstanceOf(LaunchOutcome.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UnsupportedOperation.IdempotentParameterMismatch",
                "UnsupportedOperation.IdempotentProcessing",
                "InvalidParameter.InvalidClientToken",
                "InvalidClientToken.Expired",
                "InternalError.TradeUnknownError",
                "InternalError",
                "ServiceUnavailable",
                "SomethingNobodyEverHeardOf"
            })
    void doesNotKnowWhenTheCodeMayHideAnEarlierArrival(String code) {
        cloud.answer(error(code, "try again"));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome).isEqualTo(new LaunchOutcome.Unknown(code + ": try again"));
    }

    @Test
    void tellsWhyTheCloudRefused() {
        cloud.answer(error("InvalidParameterValue.InsufficientOffering", "out of stock"));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome)
                .isEqualTo(
                        new LaunchOutcome.Refused(
                                new CloudFailure.NoCapacity(
                                        CloudFailure.Scope.POOL,
                                        "InvalidParameterValue.InsufficientOffering",
                                        "out of stock")));
    }

    @Test
    void pointsAtTheClockWhenTheSignatureExpired() {
        cloud.answer(error("AuthFailure.SignatureExpire", "expired"));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome).asString().contains("Unauthorized", "is this machine's clock right?");
    }

    private JsonNode sent(LaunchRequest request) {
        cloud.answer(ok("{\"InstanceIdSet\":[\"ins-1\"],\"RequestId\":\"r\"}"));
        provider.launch(request, NEVER);
        return cloud.bodies("RunInstances").getLast();
    }

    private static LaunchRequest bidding(Market market, BigDecimal maxPrice) {
        LaunchRequest r = Samples.minimal();
        return new LaunchRequest(
                r.token(),
                Samples.pool("ap-guangzhou-3", "S2.MEDIUM4", market),
                null,
                null,
                1,
                true,
                maxPrice,
                r.template(),
                r.tags());
    }

    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper().readTree(LaunchTest.class.getResource(name));
    }
}
