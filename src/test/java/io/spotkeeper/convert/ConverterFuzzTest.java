package io.spotkeeper.convert;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spotkeeper.convert.Conversion.Done;
import io.spotkeeper.convert.Conversion.Refused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Thousands of requests with something wrong in them: an answer each time, whole or none. */
class ConverterFuzzTest {
    private static final int PER_CASE = 1_000;

    @Test
    void changedTextsAreConvertedWholeOrRefusedWithTheirPlace() throws IOException {
        int converted = 0;
        for (Path folder : Cases.all()) {
            String request = Cases.request(folder);
            for (int seed = 0; seed < PER_CASE; seed++) {
                // Given
                String changed = Mutations.ofText(request, new Random(seed));

                // When
                Conversion conversion = Converter.convert(changed, null, Choices.NONE);

                // Then
                converted += answered(folder, seed, conversion) ? 1 : 0;
            }
        }
        assertThat(converted).as("neither all nor none").isBetween(500, 5_000);
    }

    @Test
    void changedFieldsAreConvertedWholeOrRefusedAndKeepSecretsOut() throws IOException {
        for (Path folder : jsonCases()) {
            String request = Cases.request(folder);
            for (int seed = 0; seed < PER_CASE; seed++) {
                // Given
                String changed = Mutations.ofFields(request, new Random(seed));

                // When
                Conversion conversion = Converter.convert(changed, null, Choices.NONE);

                // Then
                answered(folder, seed, conversion);
                assertThat(conversion.toString())
                        .as("%s with seed %d", folder, seed)
                        .doesNotContain(Cases.SECRET)
                        .doesNotContain(Cases.ENCODED_SECRET);
            }
        }
    }

    @Test
    void everyKindRefusesEveryOtherKindsRequestWithoutFalling() throws IOException {
        for (Path folder : Cases.all()) {
            for (InputKind kind : InputKind.values()) {
                answered(folder, 0, Converter.convert(Cases.request(folder), kind, Choices.NONE));
            }
        }
    }

    private static List<Path> jsonCases() {
        return Cases.all().stream()
                .filter(folder -> Cases.file(folder, "in.").toString().endsWith(".json"))
                .toList();
    }

    private static boolean answered(Path folder, int seed, Conversion conversion)
            throws IOException {
        return switch (conversion) {
            case Done(InputKind kind, String text, List<Note> notes) -> {
                JsonNode whole =
                        kind == InputKind.AUTO_LAUNCH_GROUP
                                ? new ObjectMapper().readTree(text)
                                : new YAMLMapper().readTree(text);
                assertThat(whole.size()).as("%s with seed %d", folder, seed).isPositive();
                assertThat(notes)
                        .as("%s with seed %d", folder, seed)
                        .allSatisfy(note ->
                                assertThat(note.text()).doesNotContainPattern("\\p{Cntrl}"));
                yield true;
            }
            case Refused refused -> {
                assertThat(refused.line()).isPositive();
                assertThat(refused.column()).isPositive();
                assertThat(refused.expected())
                        .as("%s with seed %d", folder, seed)
                        .startsWith("expected ")
                        .doesNotContainPattern("\\p{Cntrl}");
                assertThat(refused.path()).doesNotContainPattern("\\p{Cntrl}");
                yield false;
            }
        };
    }
}
