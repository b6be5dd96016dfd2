package io.spotkeeper.emulator.tencent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.spotkeeper.emulator.RunningEmulator;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InjectedFaultsTest {
    private static final String RUN =
            "{\"Placement\":{\"Zone\":\"ap-guangzhou-3\"},\"ImageId\":\"img-pmqg1cw7\","
                    + "\"InstanceType\":\"S2.MEDIUM4\",\"InstanceChargeType\":\"SPOTPAID\","
                    + "\"InstanceCount\":4,\"ClientToken\":\"t-1\"}";

    private RunningEmulator emulator;

    @BeforeEach
    void start() {
        emulator = RunningEmulator.start();
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    private void plan(String action, String kind, String more) {
        emulator.change(
                "faults", "{\"action\":\"%s\",\"kind\":\"%s\"%s}".formatted(action, kind, more));
    }

    private HttpResponse<String> run() {
        return emulator.send(emulator.signed("RunInstances", RUN, Instant.now()));
    }

    private int instances() {
        return emulator.show("state").path("instances").size();
    }

    private JsonNode lastEntry() {
        JsonNode entries = emulator.show("requests");
        return entries.get(entries.size() - 1);
    }

    @Test
    void aDroppedCallHasNoEffectOrAnEffectThatNobodyHearsOf() {
        plan("RunInstances", "DropBefore", "");
        assertThatThrownBy(this::run).isInstanceOf(UncheckedIOException.class);
        assertThat(instances()).isZero();

        plan("RunInstances", "DropAfter", "");
        assertThatThrownBy(this::run).isInstanceOf(UncheckedIOException.class);
        assertThat(instances()).isEqualTo(4);
        assertThat(lastEntry().path("httpStatus").asInt(-1)).isZero();
        assertThat(lastEntry().path("fault").asText()).isEqualTo("DropAfter");
        assertThat(lastEntry().path("instanceIds")).hasSize(4);

        JsonNode again = emulator.parse(run()).at("/Response/InstanceIdSet");
        assertThat(again).isEqualTo(lastEntry().path("instanceIds"));
        assertThat(instances()).isEqualTo(4);
    }

    @Test
    void gatewayTroubleComesBeforeOrAfterTheEffect() {
        plan("RunInstances", "Status", ",\"status\":503,\"retryAfter\":0");
        HttpResponse<String> before = run();
        assertThat(before.statusCode()).isEqualTo(503);
        assertThat(before.headers().firstValue("Retry-After")).contains("0");
        assertThat(instances()).isZero();

        plan("RunInstances", "StatusAfter", ",\"status\":502");
        assertThat(run().statusCode()).isEqualTo(502);
        assertThat(instances()).isEqualTo(4);
    }

    @Test
    void unreadableAnswersMayHideAnEffect() {
        plan("RunInstances", "Html", "");
        HttpResponse<String> html = run();
        assertThat(html.statusCode()).isEqualTo(200);
        assertThat(html.body()).startsWith("<html>");
        assertThat(instances()).isZero();

        plan("RunInstances", "EmptyBody", "");
        assertThat(run().body()).isEmpty();
        assertThat(instances()).isEqualTo(4);

        emulator.change("reset", "");
        plan("RunInstances", "NoResponse", "");
        assertThat(emulator.parse(run()).has("Response")).isFalse();
        assertThat(instances()).isEqualTo(4);

        emulator.change("reset", "");
        plan("RunInstances", "EmptyBody", ",\"effect\":false");
        assertThat(run().body()).isEmpty();
        assertThat(instances()).isZero();
    }

    @Test
    void anErrorOfAnyCodeCanBeInjectedForSomeCallsOfOneAccount() {
        plan("*", "Throttle", ",\"count\":2,\"account\":\"AKIDemulator\"");
        plan("RunInstances", "Error", ",\"code\":\"InternalError\",\"message\":\"m\"");

        assertThat(code(run())).isEqualTo("RequestLimitExceeded");
        assertThat(code(run())).isEqualTo("RequestLimitExceeded");
        assertThat(code(run())).isEqualTo("InternalError");
        assertThat(instances()).isZero();
        assertThat(code(run())).isEmpty();
    }

    private String code(HttpResponse<String> response) {
        return emulator.parse(response).at("/Response/Error/Code").asText();
    }

    @Test
    void listingsCanLie() {
        run();
        plan("DescribeInstances", "WrongEmpty", "");
        JsonNode empty = emulator.call("DescribeInstances", "{}");
        assertThat(empty.path("TotalCount").asInt(-1)).isZero();
        assertThat(empty.path("InstanceSet")).isEmpty();

        plan("DescribeInstances", "Truncated", "");
        JsonNode truncated = emulator.call("DescribeInstances", "{}");
        assertThat(truncated.path("TotalCount").asInt()).isEqualTo(4);
        assertThat(truncated.path("InstanceSet")).hasSize(2);

        assertThat(emulator.call("DescribeInstances", "{}").path("InstanceSet")).hasSize(4);
    }

    @Test
    void someOfTheNextInstancesFailToLaunch() {
        plan("RunInstances", "LaunchFailed", ",\"count\":3");
        assertThat(emulator.show("faults").get(0).path("count").asInt()).isEqualTo(3);
        run();

        emulator.settle();

        assertThat(emulator.show("state").path("instances"))
                .extracting(row -> row.path("state").asText())
                .containsExactly("LAUNCH_FAILED", "LAUNCH_FAILED", "LAUNCH_FAILED", "RUNNING");
        assertThat(emulator.show("faults")).isEmpty();
    }

    @Test
    void aTokenInProcessIsSaidToBe() {
        plan("RunInstances", "Delay", ",\"millis\":5000");
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            CompletableFuture<HttpResponse<String>> slow =
                    CompletableFuture.supplyAsync(this::run, threads);
            Awaitility.await()
                    .until(() -> emulator.show("counts").at("/actions/RunInstances").asInt() == 1);
            Awaitility.await().until(() -> emulator.show("faults").isEmpty());

            HttpResponse<String> second = run();

            assertThat(code(second)).isEqualTo("UnsupportedOperation.IdempotentProcessing");
            assertThat(code(slow.join())).isEmpty();
        }
        assertThat(instances()).isEqualTo(4);
    }

    @Test
    void aDelayComesTogetherWithAnotherFault() {
        plan("RunInstances", "Delay", ",\"millis\":1");
        plan("RunInstances", "DropAfter", "");

        assertThatThrownBy(this::run).isInstanceOf(UncheckedIOException.class);

        assertThat(instances()).isEqualTo(4);
        assertThat(emulator.show("faults")).isEmpty();
    }

    @Test
    void plannedFaultsAreShownAndForgotten() {
        plan("RunInstances", "Status", ",\"status\":500,\"count\":7");
        JsonNode planned = emulator.show("faults").get(0);
        assertThat(planned.path("kind").asText()).isEqualTo("Status");
        assertThat(planned.path("status").asInt()).isEqualTo(500);
        assertThat(planned.path("count").asInt()).isEqualTo(7);

        emulator.admin("DELETE", "faults", "");

        assertThat(emulator.show("faults")).isEmpty();
        assertThat(code(run())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"action\":\"RunInstances\",\"kind\":\"Explode\"}",
                "{\"action\":\"RunInstances\",\"kind\":\"Delay\"}",
                "{\"action\":\"RunInstances\",\"kind\":\"Status\",\"status\":200}",
                "{\"action\":\"RunInstances\",\"kind\":\"Error\"}",
                "{\"action\":\"RunInstances\",\"kind\":\"Throttle\",\"count\":0}",
                "{\"action\":\"DescribeInstances\",\"kind\":\"LaunchFailed\"}",
                "{\"action\":\"RunInstances\",\"kind\":\"Throttle\",\"colour\":1}"
            })
    void wrongFaultsAreRefusedWithWhatIsAllowed(String body) {
        HttpResponse<String> response = emulator.admin("POST", "faults", body);

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(emulator.parse(response).path("error").asText()).contains("\"");
        assertThat(emulator.show("faults")).isEmpty();
    }
}
