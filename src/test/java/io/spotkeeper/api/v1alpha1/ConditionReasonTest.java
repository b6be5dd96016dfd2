package io.spotkeeper.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/conditions.md} has one section for each reason, and says what the code says. */
class ConditionReasonTest {
    private static final Path PAGE = Path.of("docs/conditions.md");

    @Test
    void pageHasOneSectionForEachReasonInTheOrderOfTheList() throws IOException {
        // Given
        List<String> reasons =
                Arrays.stream(ConditionReason.values()).map(ConditionReason::name).toList();

        // When
        List<String> sections =
                Pattern.compile("^### (\\w+)$", Pattern.MULTILINE)
                        .matcher(Files.readString(PAGE))
                        .results()
                        .map(match -> match.group(1))
                        .toList();

        // Then
        assertThat(sections).isEqualTo(reasons);
    }

    @ParameterizedTest
    @EnumSource
    void sectionSaysWhatItMeansAndWhatToDo(ConditionReason reason) throws IOException {
        // Given
        String expected =
                """
                ### %s
                *%s.* %s

                **What to do:** %s
                """
                        .formatted(
                                reason,
                                reason.progress().name().toLowerCase(Locale.ROOT),
                                reason.meaning(),
                                reason.remedy());

        // When
        String page = Files.readString(PAGE);

        // Then
        assertThat(page).contains(expected);
    }
}
