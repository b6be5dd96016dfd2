package io.spotkeeper.cloud.tencent;

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
    private static final int CVM_CODES = 219;
    private static final int PLATFORM_CODES = 36;

    private final ErrorTable table = ErrorTable.load();
    private final ScriptedCloud cloud = new ScriptedCloud();
    private final TencentCloud provider = Samples.provider(cloud);

    @AfterAll
    void close() throws IOException {
        provider.close();
        cloud.close();
    }

    @ParameterizedTest(name = "{0}")
    @CsvFileSource(resources = "expected-errors.tsv", delimiter = '\t', numLinesToSkip = 1)
    void mapsEveryCode(
            String code,
            String actions,
            String expectedClass,
            String failureType,
            String scope,
            String whenMutating) {
        // Given
        cloud.answer(Replies.error(code, "no"));

        // When
        LaunchOutcome outcome = provider.launch(Samples.minimal(), Samples.NEVER);

        // Then
        assertThat(table.codes().contains(code)).isTrue();
        assertThat(table.classOf(code)).hasToString(expectedClass);
        CloudFailure failure = table.classOf(code).failure(code, "no");
        assertThat(failure.getClass().getSimpleName()).isEqualTo(failureType);
        assertThat(scope(failure)).isEqualTo(scope);
        switch (outcome) {
            case LaunchOutcome.Unknown(String cause) -> {
                assertThat(whenMutating).isEqualTo("Unknown");
                assertThat(cause).isEqualTo(code + ": no");
            }
            case LaunchOutcome.Refused(CloudFailure refusal) -> {
                assertThat(whenMutating).isEqualTo("Refused");
                assertThat(refusal).hasSameClassAs(failure);
                assertThat(refusal.code()).isEqualTo(code);
                assertThat(refusal.message()).startsWith("no");
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

            assertThat(rows).filteredOn(row -> !row.contains("\t*\t")).hasSize(CVM_CODES);
            assertThat(rows).filteredOn(row -> row.contains("\t*\t")).hasSize(PLATFORM_CODES);
            assertThat(table.codes()).hasSize(CVM_CODES + PLATFORM_CODES);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AuthFailure.Whatever, AUTH",
        "UnauthorizedOperation.CamNoAuth, AUTH",
        "RequestLimitExceeded.Whatever, THROTTLED",
        "InternalError.Whatever, TRANSIENT",
        "InternalServerError.Whatever, TRANSIENT",
        "ServiceUnavailable.Whatever, TRANSIENT",
        "FailedOperation.Whatever, TRANSIENT",
        "ResourceInUse.Whatever, TRANSIENT",
        "ResourceInsufficient.Whatever, CAPACITY_OFFERING",
        "ResourcesSoldOut.Whatever, CAPACITY_OFFERING",
        "ResourcesSoldOut, CAPACITY_OFFERING",
        "ResourceUnavailable.Whatever, NOT_OFFERED",
        "LimitExceeded.Whatever, QUOTA_ACCOUNT",
        "DisksQuotaLimitExceeded, QUOTA_ACCOUNT",
        "OverQuota, QUOTA_ACCOUNT",
        "InvalidAccount.Whatever, ACCOUNT",
        "AccountQualificationWhatever, ACCOUNT",
        "OperationDenied.Whatever, ACCOUNT",
        "InvalidWhatever, INVALID_SPEC",
        "MissingWhatever, INVALID_SPEC",
        "UnknownWhatever, INVALID_SPEC",
        "UnsupportedOperation.Whatever, INVALID_SPEC",
        "ResourceNotFound.Whatever, INVALID_SPEC",
        "NoSuchWhatever, INVALID_SPEC",
        "VpcWhatever, INVALID_SPEC",
        "Whatever, TRANSIENT",
        "Limit.Exceeded, TRANSIENT"
    })
    void judgesAnUnknownCodeByItsFirstSegment(String code, String expected) {
        assertThat(table.codes().contains(code)).isFalse();
        assertThat(table.classOf(code)).hasToString(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "UnsupportedOperation.IdempotentParameterMismatch, true",
        "InvalidParameterValue.IdempotentProcessing, true",
        "InvalidParameter.InvalidClientToken, true",
        "InvalidClientToken.TooLong, false",
        "AuthFailure.TokenFailure, false",
        "UnauthorizedOperation.InvalidToken, false",
        "SomethingNew, true"
    })
    void suspectsAnEarlierArrivalBehindWordsAboutTheToken(String code, boolean suspected) {
        assertThat(table.mayHaveBeenApplied(code)).isEqualTo(suspected);
    }

    private static String scope(CloudFailure failure) {
        return switch (failure) {
            case NoCapacity noCapacity -> noCapacity.scope().name();
            case QuotaExceeded quota -> quota.scope().name();
            default -> "-";
        };
    }
}
