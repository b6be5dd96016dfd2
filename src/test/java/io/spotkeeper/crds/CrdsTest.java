package io.spotkeeper.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The definitions in {@code crds/} are those of the records. */
class CrdsTest {
    private static final Path COMMITTED = Path.of("crds");

    @Test
    void committedDefinitionsAreTheGeneratedOnes() throws IOException {
        // Given
        SortedMap<String, String> committed = new TreeMap<>();
        try (var files = Files.list(COMMITTED)) {
            for (Path file : files.toList()) {
                committed.put(file.getFileName().toString(), Files.readString(file));
            }
        }

        // When
        SortedMap<String, String> generated = CrdGeneration.generate();

        // Then
        assertThat(committed).as("crds/ is out of date: run `make crds`").isEqualTo(generated);
    }
}
