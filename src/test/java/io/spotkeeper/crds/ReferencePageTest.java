package io.spotkeeper.crds;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page about the custom resources is that of their definitions. */
class ReferencePageTest {
    private static final Path PAGE = Path.of("docs", "reference.md");

    @Test
    void thePageIsThatOfTheDefinitions() throws IOException {
        assertThat(Files.readString(PAGE))
                .as("docs/reference.md is out of date: run `make crds`")
                .isEqualTo(ReferencePage.of(Path.of("crds")));
    }

    @Test
    void everyFieldHasItsRow() throws IOException {
        // Given
        String page = Files.readString(PAGE);

        // Then
        assertThat(page)
                .contains("### ComputeEnvironment.spec.template.dataDisks[]")
                .contains("### AutoLaunchGroup.spec.regions[].overrides[]")
                .contains("| **`desiredCount`** | integer, 0 to 2000 |")
                .doesNotContain("null");
        assertThat(page.lines().filter(line -> line.startsWith("| `") || line.startsWith("| **`")))
                .hasSizeGreaterThan(200)
                .allMatch(row -> row.split(" \\| ", -1).length == 3);
    }
}
