package io.spotkeeper.emulator.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.huaweicloud.sdk.core.exception.ConnectionException;
import com.huaweicloud.sdk.core.exception.SdkException;
import com.huaweicloud.sdk.ecs.v2.model.ListServersDetailsRequest;
import io.spotkeeper.emulator.RunningEmulator;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a client that is not the SDK sends, and what goes wrong on the wire. */
class HuaweiWireTest extends HuaweiContract {
    private static final String DETAIL = "/v1/emulator-project/cloudservers/detail";

    private SdkSignature get(String pathAndQuery) {
        return new SdkSignature(emulator.authority(), "GET", pathAndQuery, "");
    }

    private HttpResponse<String> send(SdkSignature signature) {
        return emulator.send(signature.request(emulator.address()));
    }

    private String code(HttpResponse<String> response) {
        return emulator.parse(response).findPath("error_code").asText();
    }

    @Test
    void aGoodSignatureIsAccepted() {
        HttpResponse<String> answer = send(get(DETAIL));

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/json");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
    }

    @Test
    void aBadSignatureIsRefusedAsTheGatewayDoes() {
        HttpResponse<String> answer = send(get(DETAIL).withSecret("wrong"));

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(code(answer)).isEqualTo("APIGW.0301");
        assertThat(answer.body())
                .contains("Incorrect IAM authentication information")
                .contains("request_id");
    }

    @Test
    void nobodyWithoutASignatureIsServed() {
        assertThat(emulator.send(emulator.builder(DETAIL).GET()).statusCode()).isEqualTo(401);
        assertThat(send(get(DETAIL).withAccessKey("AKIDemulator")).statusCode()).isEqualTo(401);
        assertThat(send(get(DETAIL).withAccessKey("NOBODY")).statusCode()).isEqualTo(401);
    }

    @Test
    void keysCanBeRotatedAndAddedAndNeedTheirToken() {
        emulator.change(
                "accounts",
                """
                {"secretId":"SECOND","secretKey":"new","token":"temporary","uin":"emulator-domain"}\
                """);
        emulator.change("accounts", "{\"secretId\":\"EMULATORAK\",\"secretKey\":\"rotated\"}");

        assertThat(send(get(DETAIL)).statusCode()).isEqualTo(401);
        assertThat(send(get(DETAIL).withSecret("rotated")).statusCode()).isEqualTo(200);
        SdkSignature second = get(DETAIL).withAccessKey("SECOND").withSecret("new");
        assertThat(send(second).statusCode()).isEqualTo(401);
        assertThat(
                        send(second.withHeader("X-Security-Token", "temporary")
                                        .withSigned("host;x-sdk-date;x-security-token"))
                                .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource({"-880, 200", "880, 200", "-930, 401", "930, 401"})
    void aSignatureMayBeFifteenMinutesOff(long seconds, int status) {
        Instant at = Instant.now().plus(Duration.ofSeconds(seconds));

        assertThat(send(get(DETAIL).withTime(at)).statusCode()).isEqualTo(status);
    }

    @Test
    void theBodyIsCovered() {
        String path = "/v1/emulator-project/cloudservers/delete";
        SdkSignature signed =
                new SdkSignature(emulator.authority(), "POST", path, "{\"servers\":[]}");

        HttpResponse<String> changed =
                emulator.send(
                        signed.request(emulator.address())
                                .POST(HttpRequest.BodyPublishers.ofString("{\"servers\":[1]}")));

        assertThat(changed.statusCode()).isEqualTo(401);
        assertThat(send(signed).statusCode()).isEqualTo(400);
    }

    @Test
    void anUnsignedPayloadIsAccepted() {
        SdkSignature signed =
                new SdkSignature(
                                emulator.authority(),
                                "POST",
                                "/v1/emulator-project/cloudservers/delete",
                                "{\"servers\":[{\"id\":\"x\"}]}")
                        .withHeader("X-Sdk-Content-Sha256", "UNSIGNED-PAYLOAD")
                        .withPayloadHash("UNSIGNED-PAYLOAD");

        assertThat(send(signed).statusCode()).isEqualTo(404);
    }

    @Test
    void anySetOfHeadersMayBeSignedButTheDateMust() {
        assertThat(
                        send(get(DETAIL)
                                        .withHeader("User-Agent", "go/1 (a; b) #c @d")
                                        .withSigned("user-agent;x-sdk-date"))
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        send(get(DETAIL)
                                        .withHeader(
                                                "Content-Type", "application/json;charset=utf-8")
                                        .withSigned("content-type;host;x-sdk-date"))
                                .statusCode())
                .isEqualTo(200);
        assertThat(send(get(DETAIL).withSigned("host")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource({
        "name=a%20b%2Bc%2F%2A~, name=a%20b%2Bc%2F%2A~",
        "name=a%20b%2Bc%2F*%7E, name=a%20b%2Bc%2F%2A~",
        "status=ACTIVE&limit=5, limit=5&status=ACTIVE",
        "name=, name=",
        "name, name="
    })
    void theQueryIsDecodedAndEncodedAgain(String sent, String canonical) {
        assertThat(send(get(DETAIL + "?" + sent).withQuery(canonical)).statusCode()).isEqualTo(200);
    }

    @Test
    void aPrefixBeforeThePathIsSignedAndMayNameARegion() {
        create(server(ZONE, FLAVOR, 1));
        create(server("az1", FLAVOR, 1));
        emulator.settle();

        HttpResponse<String> all = send(get("/huawei" + DETAIL));
        HttpResponse<String> region1 = send(get("/region1" + DETAIL));

        assertThat(emulator.parse(all).path("count").asInt()).isEqualTo(2);
        assertThat(emulator.parse(region1).path("count").asInt()).isEqualTo(1);
    }

    @Test
    void aDomainThatIsNotFilledInOrNotOnesOwnIsRefusedByTheGateway() {
        HttpResponse<String> literal = send(get("/v2/%7Bdomain_id%7D/auto-launch-groups"));
        HttpResponse<String> foreign = send(get("/v2/somebody/auto-launch-groups"));

        assertThat(literal.statusCode()).isEqualTo(403);
        assertThat(code(literal)).isEqualTo("APIGW.0302");
        assertThat(foreign.statusCode()).isEqualTo(403);
    }

    @Test
    void unknownPathsAreRefusedByTheGateway() {
        HttpResponse<String> unknown = send(get("/v9/nothing"));

        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(code(unknown)).isEqualTo("APIGW.0101");
    }

    @Test
    void aBodyThatIsNoJsonIsRefused() {
        SdkSignature signed =
                new SdkSignature(
                        emulator.authority(),
                        "POST",
                        "/v1.1/emulator-project/cloudservers",
                        "{\"server\":");

        HttpResponse<String> answer = send(signed);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(emulator.parse(answer).path("error").path("code").asText())
                .isEqualTo("Common.0002");
    }

    @ParameterizedTest
    @CsvSource({
        "'', 400, '{\"error\":{\"code\":\"Ecs.0018\",\"message\":\"injected\"}}'",
        "'\"shape\":\"Plain\",', 400, '{\"code\":\"Ecs.0018\",\"message\":\"injected\"}'",
        "'\"status\":503,', 503, '{\"error\":{\"code\":\"Ecs.0018\",\"message\":\"injected\"}}'"
    })
    void errorsComeInThreeShapes(String more, int status, String body) {
        emulator.change(
                "faults",
                "{%s\"action\":\"ListServersDetails\",\"kind\":\"Error\",\"code\":\"Ecs.0018\"}"
                        .formatted(more));

        HttpResponse<String> answer = send(get(DETAIL));

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.body()).isEqualTo(body);
    }

    @ParameterizedTest
    @CsvSource({
        "Common.0024, 202",
        "Ecs.0603, 501",
        "Common.1503, 503",
        "APIGW.0308, 429",
        "Ecs.0067, 403"
    })
    void someCodesHaveTheirOwnStatus(String code, int status) {
        emulator.change(
                "faults",
                "{\"action\":\"ListServersDetails\",\"kind\":\"Error\",\"code\":\"%s\"}"
                        .formatted(code));

        assertThat(send(get(DETAIL)).statusCode()).isEqualTo(status);
        assertThat(emulator.show("requests").path(0).path("code").asText()).isEqualTo(code);
    }

    private void fault(String kind) {
        emulator.change(
                "faults", "{\"action\":\"ListServersDetails\",\"kind\":\"%s\"}".formatted(kind));
    }

    @Test
    void theSdkMeetsEveryFaultAsMeasured() {
        ListServersDetailsRequest request = new ListServersDetailsRequest();

        fault("Throttle");
        assertRefused(() -> ecs.listServersDetails(request), 429, "APIGW.0308");
        fault("NullCode");
        assertThatThrownBy(() -> ecs.listServersDetails(request))
                .isInstanceOf(NullPointerException.class);
        fault("NoContentType");
        assertThatThrownBy(() -> ecs.listServersDetails(request)).isInstanceOf(SdkException.class);
        fault("NoResponse");
        assertThat(ecs.listServersDetails(request).getServers()).isNull();
    }

    @Test
    void aLostAnswerIsACallThatTookEffect() {
        emulator.change("faults", "{\"action\":\"CreateServers\",\"kind\":\"DropAfter\"}");

        assertThatThrownBy(() -> create(server(ZONE, FLAVOR, 1)))
                .isInstanceOf(ConnectionException.class);

        assertThat(emulator.show("state").path("instances")).hasSize(1);
        assertThat(emulator.show("requests").path(0).path("httpStatus").asInt()).isZero();
    }

    @Test
    void listingsCanBeWrong() {
        create(server(ZONE, FLAVOR, 4));
        emulator.settle();
        fault("WrongEmpty");
        var empty = ecs.listServersDetails(new ListServersDetailsRequest());
        fault("Truncated");
        var half = ecs.listServersDetails(new ListServersDetailsRequest());

        assertThat(empty.getServers()).isEmpty();
        assertThat(empty.getCount()).isZero();
        assertThat(half.getServers()).hasSize(2);
        assertThat(half.getCount()).isEqualTo(4);
    }

    @Test
    void limitsAreKeptPerAction() {
        try (var limited =
                RunningEmulator.start("huawei: {rules: {rateLimits: {ListServersDetails: 1}}}\n")) {
            emulator.close();
            emulator = limited;
            int refused = 0;
            for (int i = 0; i < 20; i++) {
                refused += send(get(DETAIL)).statusCode() == 429 ? 1 : 0;
            }
            assertThat(refused).isPositive();
        }
    }

    @Test
    void theJournalHidesSecrets() {
        create(server(ZONE, FLAVOR, 1).withAdminPass("hunter2!").withUserData("c2VjcmV0"));

        assertThat(emulator.show("requests?action=CreateServers").path(0).path("body").toString())
                .contains("\"adminPass\":\"***\"")
                .contains("\"user_data\":\"***\"")
                .doesNotContain("hunter2");
    }
}
