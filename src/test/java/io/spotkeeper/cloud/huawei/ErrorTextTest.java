package io.spotkeeper.cloud.huawei;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of an answer's text is an error, where the HTTP status says that all is well. */
class ErrorTextTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"error_code\":\"Ecs.0001\",\"error_msg\":\"too many\"}",
                "{\"error_code\":\"Ecs.0001\"}",
                "{\"auto_launch_group_id\":null,\"error_code\":\"Ecs.0001\"}",
            })
    void isSeenInASuccess(String body) {
        assertThat(ErrorText.in(body, 200).orElseThrow().code()).isEqualTo("Ecs.0001");
    }

    @Test
    void mayBeANumber() {
        assertThat(ErrorText.in("{\"error_code\":10001}", 200).orElseThrow().code())
                .isEqualTo("10001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"auto_launch_group_id\":\"c516\"}",
                "{\"auto_launch_group_id\":\"c516\",\"error_code\":null}",
                "{\"auto_launch_group_id\":\"c516\",\"error_code\":0}",
                "{\"auto_launch_group_id\":\"c516\",\"error_code\":\"\"}",
                "{\"status\":\"FAIL\",\"error_code\":\"Ecs.0611\",\"fail_reason\":\"no stock\"}",
                "{\"status\":\"FAIL\",\"job_type\":\"createServer\",\"error_code\":\"Ecs.0611\"}",
                "{\"entities\":{\"error_code\":\"Ecs.0611\"}}",
                "<html>",
            })
    void isNotSeenWhereThereIsNone(String body) {
        assertThat(ErrorText.in(body, 200)).isEmpty();
    }
}
