package io.spotkeeper.cloud.huawei;

import static io.spotkeeper.cloud.huawei.Replies.error;
import static io.spotkeeper.cloud.huawei.Replies.launched;
import static io.spotkeeper.cloud.huawei.Replies.ok;
import static io.spotkeeper.cloud.huawei.Samples.NEVER;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.ScriptedCloud;
import io.spotkeeper.cloud.ScriptedCloud.Reply;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Market;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a launch sends and what becomes of the answer. */
class LaunchTest {
    private static final String CREATE = "POST /v1.1/project-1/cloudservers";

    private final ScriptedCloud cloud = new ScriptedCloud();
    private final HuaweiCloud provider = Samples.provider(cloud);

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
    void sendsTheIntentAsClientTokenAndSignsIt() {
        // Given
        cloud.answer(launched("a"));

        // When
        provider.launch(Samples.minimal(), NEVER);

        // Then
        Map<String, String> headers = cloud.seen().getFirst().headers();
        assertThat(headers)
                .containsEntry("x-client-token", "11111111-2222-4333-8444-555555555555")
                .containsEntry("x-project-id", "project-1")
                .containsEntry("host", cloud.authority());
        assertThat(headers.get("authorization"))
                .startsWith("SDK-HMAC-SHA256 Access=AKcanaryCANARYcanary, SignedHeaders=")
                .contains("x-client-token");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.6", "0.60", "0.0923", "1", "100000", "0.000001"})
    void sendsTheBidAsWritten(String price) {
        JsonNode body = sent(Samples.minimal(pool(Market.SPOT), new BigDecimal(price)));

        assertThat(body.at("/server/extendparam/spotPrice").textValue()).isEqualTo(price);
    }

    @Test
    void sendsNoBidAndNoMarketForAnOnDemandInstance() {
        JsonNode body = sent(Samples.minimal(pool(Market.ON_DEMAND), new BigDecimal("0.60")));

        assertThat(body.at("/server/extendparam")).hasToString("{\"chargingMode\":\"postPaid\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "BY_TRAFFIC, , '{\"size\":5,\"sharetype\":\"PER\",\"chargemode\":\"traffic\"}'",
        "BY_BANDWIDTH, , '{\"size\":5,\"sharetype\":\"PER\"}'",
        "BY_TRAFFIC, bwp-1, '{\"sharetype\":\"WHOLE\",\"id\":\"bwp-1\"}'"
    })
    void saysHowPublicTrafficIsPaid(BandwidthCharge charge, String packageId, String expected)
            throws IOException {
        PublicIp address = new PublicIp(5, charge, packageId, false);

        JsonNode body = sent(Samples.with(Samples.minimal(), Samples.template(address, List.of())));

        assertThat(body.at("/server/publicip/eip/bandwidth"))
                .isEqualTo(new ObjectMapper().readTree(expected));
        assertThat(body.at("/server/publicip/delete_on_termination").booleanValue()).isFalse();
    }

    @Test
    void namesEveryServerOfTheAnswerAndTheJobThatMakesThem() {
        cloud.answer(launched("a", "b", "c"));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome).isEqualTo(new LaunchOutcome.Launched(List.of("a", "b", "c"), "job-1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"job_id\":\"j\"}",
                "{\"job_id\":\"j\",\"serverIds\":[]}",
                "{\"job_id\":\"j\",\"serverIds\":null}",
                "{\"job_id\":\"j\",\"serverIds\":[null,\"\"]}",
                "{\"job_id\":\"j\",\"serverIds\":{\"a\":1}}",
                "null",
                "[]",
                "5"
            })
    void doesNotKnowWhenSuccessNamesNoServer(String body) {
        cloud.answer(ok(body));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome).isInstanceOf(LaunchOutcome.Unknown.class);
    }

    @ParameterizedTest
    @CsvSource({
        "400, Ecs.0122",
        "400, Ecs.0124",
        "400, Ecs.0204",
        "400, Ecs.1002",
        "500, Common.0001",
        "500, Ecs.9999",
        "504, APIGW.0201"
    })
    void doesNotKnowWhenTheCodeMayHideAnArrival(int status, String code) {
        cloud.answer(error(status, code, "try again"));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome).isEqualTo(new LaunchOutcome.Unknown(code + ": try again"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error\":{\"code\":\"Ecs.0319\",\"message\":\"no stock\"}}",
                "{\"error_code\":\"Ecs.0319\",\"error_msg\":\"no stock\"}",
                "{\"code\":\"Ecs.0319\",\"message\":\"no stock\"}"
            })
    void tellsWhyTheCloudRefusedInEveryFormOfError(String body) {
        cloud.answer(new Reply.Text(400, Map.of(), body));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome)
                .isEqualTo(
                        new LaunchOutcome.Refused(
                                new CloudFailure.NoCapacity(
                                        CloudFailure.Scope.POOL, "Ecs.0319", "no stock")));
    }

    @ParameterizedTest
    @CsvSource({"200", "202"})
    void readsARefusalInASuccess(int status) {
        cloud.answer(error(status, "Common.0024", "exceeds flow over limit"));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome)
                .isEqualTo(
                        new LaunchOutcome.Refused(
                                new CloudFailure.Throttled(
                                        null, "Common.0024", "exceeds flow over limit")));
    }

    @Test
    void pointsAtTheClockWhenTheSignatureExpired() {
        cloud.answer(
                new Reply.Text(
                        401,
                        Map.of(),
                        "{\"error_code\":\"APIGW.0301\",\"error_msg\":\"signature expired\"}"));

        LaunchOutcome outcome = provider.launch(Samples.minimal(), NEVER);

        assertThat(outcome).asString().contains("Unauthorized", "is this machine's clock right?");
    }

    @Test
    void refusesARegionWithoutAProjectAndSendsNothing() {
        LaunchRequest elsewhere =
                Samples.minimal(new CapacityPool("cn-north-4", "z", "t", Market.SPOT), null);

        LaunchOutcome outcome = provider.launch(elsewhere, NEVER);

        assertThat(outcome)
                .asString()
                .contains("Refused", "InvalidRequest", "NoProject", "cn-north-4");
        assertThat(cloud.connections()).isZero();
    }

    private static CapacityPool pool(Market market) {
        return Samples.pool(Samples.ZONE, Samples.TYPE, market);
    }

    private JsonNode sent(LaunchRequest request) {
        cloud.answer(launched("a"));
        provider.launch(request, NEVER);
        return cloud.bodies(CREATE).getLast();
    }

    private static JsonNode golden(String name) throws IOException {
        return new ObjectMapper().readTree(LaunchTest.class.getResource(name));
    }
}
