package io.spotkeeper.emulator.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.emulator.RunningEmulator;
import io.spotkeeper.testing.Mutations;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Thousands of requests with something wrong in them: done, or refused with a reason. */
class AdminFuzzTest {
    private static final int PER_CALL = 100;

    static final List<Map.Entry<String, String>> CALLS =
            List.of(
                    Map.entry("interrupt", "{\"fleet\":\"f\",\"count\":1,\"notice\":\"PT2M\"}"),
                    Map.entry("stop", "{\"ids\":[\"ins-1\"]}"),
                    Map.entry("untag", "{\"ids\":[\"ins-1\"],\"keys\":[\"team\"]}"),
                    Map.entry(
                            "pools",
                            "{\"region\":\"ap-guangzhou\",\"zone\":\"ap-guangzhou-3\",\"instanceType\":\"S2.MEDIUM4\","
                                    + "\"market\":\"Spot\",\"stock\":5,\"price\":\"0.40\"}"),
                    Map.entry(
                            "quotas",
                            "{\"region\":\"ap-guangzhou\",\"instances\":10,\"spotCpus\":100}"),
                    Map.entry("images", "{\"id\":\"img-1\",\"present\":true}"),
                    Map.entry(
                            "accounts",
                            "{\"secretId\":\"AKIDx\",\"secretKey\":\"k\",\"uin\":\"u\",\"spotAllowed\":true}"),
                    Map.entry("lag", "{\"listing\":100,\"describe\":100,\"tag\":100}"),
                    Map.entry("clock", "{\"advance\":\"PT1M\"}"),
                    Map.entry("reset", "{\"seed\":1}"),
                    Map.entry(
                            "faults",
                            "{\"action\":\"RunInstances\",\"kind\":\"Status\",\"status\":503,\"count\":1}"));

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
    void changedBodiesAreDoneOrRefusedWithAReason(Map.Entry<String, String> call) {
        for (int seed = 0; seed < PER_CALL; seed++) {
            Random random = new Random(seed);
            String body =
                    seed % 2 == 0
                            ? Mutations.ofFields(call.getValue(), random)
                            : Mutations.ofText(call.getValue(), random);

            HttpResponse<String> response = emulator.admin("POST", call.getKey(), body);

            assertThat(response.statusCode())
                    .as("%s with seed %d: %s", call.getKey(), seed, body)
                    .isIn(200, 400);
            if (response.statusCode() == 400) {
                assertThat(emulator.parse(response).path("error").asText()).isNotEmpty();
            }
        }
        assertThat(emulator.admin("GET", "state", "").statusCode()).isEqualTo(200);
        assertThat(emulator.admin("GET", "requests", "").statusCode()).isEqualTo(200);
        assertThat(emulator.admin("GET", "faults", "").statusCode()).isEqualTo(200);
    }
}
