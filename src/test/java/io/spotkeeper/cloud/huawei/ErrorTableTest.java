package io.spotkeeper.cloud.huawei;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudFailure.NoCapacity;
import io.spotkeeper.cloud.CloudFailure.QuotaExceeded;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.ScriptedCloud;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

/** Every code, one by one, and the rules for codes that nobody listed. */
@TestInstance(Lifecycle.PER_CLASS)
class ErrorTableTest {
    /** The 200 of the documentation's table, and three of the page on idempotency. */
    private static final int ECS_CODES = 203;

    private static final int GATEWAY_CODES = 15;
    private static final int STATUSES = 16;

    private final ErrorTable table = ErrorTable.load();
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final HuaweiCloud provider = Samples.provider(cloud);

    @AfterAll
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "expected-errors.tsv", delimiter = '\t', numLinesToSkip = 1)
    void mapsEveryCode(
            String code,
            int status,
            String expectedClass,
            String failureType,
            String scope,
            String whenMutating) {
        // Given
        boolean codeless = code.startsWith("HTTP");
        cloud.answer(codeless ? ScriptedCloud.status(status) : Replies.error(status, code, "no"));

        // When
        LaunchOutcome outcome = provider.launch(Samples.minimal(), Samples.NEVER);

        // Then
        assertThat(table.codes().contains(code)).isTrue();
        assertThat(table.classOf(code, status)).hasToString(expectedClass);
        CloudFailure failure = table.classOf(code, status).failure(code, "no");
        assertThat(failure.getClass().getSimpleName()).isEqualTo(failureType);
        assertThat(scope(failure)).isEqualTo(scope);
        switch (outcome) {
            case LaunchOutcome.Unknown(String cause) -> {
                assertThat(whenMutating).isEqualTo("Unknown");
                assertThat(cause).startsWith(code + ": ");
            }
            case LaunchOutcome.Refused(CloudFailure refusal) -> {
                assertThat(whenMutating).isEqualTo("Refused");
                assertThat(refusal).hasSameClassAs(failure);
                assertThat(refusal.code()).isEqualTo(code);
            }
            case LaunchOutcome.Launched launched -> fail("launched: " + launched);
        }
    }

    @Test
    void holdsEveryCodeOfThePublishedListsAndNoOther() throws IOException {
        try (InputStream in = ErrorTableTest.class.getResourceAsStream("errors.tsv")) {
            assertThat(in).isNotNull();
            List<String> rows =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> !line.startsWith("#"))
                            .toList();

            assertThat(rows)
                    .filteredOn(row -> row.matches("(Ecs|Common|Pdp)\\..*"))
                    .hasSize(ECS_CODES);
            assertThat(rows).filteredOn(row -> row.startsWith("APIG")).hasSize(GATEWAY_CODES);
            assertThat(rows).filteredOn(row -> row.startsWith("HTTP")).hasSize(STATUSES);
            assertThat(table.codes()).hasSize(ECS_CODES + GATEWAY_CODES + STATUSES);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Ecs.9999, 400, TRANSIENT",
        "Ecs.9999, 401, AUTH",
        "Ecs.9999, 403, AUTH",
        "Ecs.9999, 404, GONE",
        "Ecs.9999, 409, BUSY",
        "Ecs.9999, 422, TRANSIENT",
        "Ecs.9999, 429, THROTTLED",
        "Ecs.9999, 500, TRANSIENT_AMBIGUOUS",
        "Ecs.9999, 202, TRANSIENT_AMBIGUOUS",
        "HTTP418, 418, TRANSIENT_AMBIGUOUS",
        "HTTP599, 599, TRANSIENT_AMBIGUOUS"
    })
    void judgesAnUnknownCodeByItsStatus(String code, int status, String expected) {
        assertThat(table.codes().contains(code)).isFalse();
        assertThat(table.classOf(code, status)).hasToString(expected);
    }

    private static String scope(CloudFailure failure) {
        return switch (failure) {
            case NoCapacity noCapacity -> noCapacity.scope().name();
            case QuotaExceeded quota -> quota.scope().name();
            default -> "-";
        };
    }
}
