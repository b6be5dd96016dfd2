package io.spotkeeper.api.v1alpha1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** {@code docs/troubleshooting.md} helps with every reason, and asks only for fields that exist. */
class TroubleshootingTest {
    private static final Path PAGE = Path.of("docs", "troubleshooting.md");
    private static final Pattern PATH =
            Pattern.compile("(?<![\\w)])\\.((?:spec|status)(?:\\.[a-zA-Z]+|\\[[^]]*])*)");

    @ParameterizedTest
    @EnumSource
    void everyReasonHasACauseANextStepAndACommand(ConditionReason reason) throws IOException {
        String page = Files.readString(PAGE);
        String heading = "### " + reason + "\n";
        assertThat(page).containsOnlyOnce(heading);
        String section = page.substring(page.indexOf(heading) + heading.length());
        section = section.substring(0, section.indexOf("\n##"));
        assertThat(section)
                .matches(
                        "(?s)\\*\\*Cause:\\*\\* .+\n\n\\*\\*Next step:\\*\\* .+\n\n```\nkubectl .+```\n");
    }

    @Test
    void everyFieldThatACommandAsksForExists() throws IOException {
        // Given
        List<JsonNode> schemas = new ArrayList<>();
        try (var files = Files.list(Path.of("crds"))) {
            for (Path file : files.toList()) {
                schemas.add(
                        new YAMLMapper()
                                .readTree(file.toFile())
                                .at("/spec/versions/0/schema/openAPIV3Schema"));
            }
        }

        // When
        List<String> paths =
                PATH.matcher(Files.readString(PAGE)).results().map(MatchResult::group).toList();

        // Then
        assertThat(paths)
                .hasSizeGreaterThan(15)
                .allSatisfy(path -> assertThat(schemas).anyMatch(schema -> knows(schema, path)));
    }

    private static boolean knows(JsonNode schema, String path) {
        JsonNode at = schema;
        List<String> names =
                Arrays.asList(path.substring(1).replaceAll("\\[[^]]*]", "").split("\\.", -1));
        for (String name : names) {
            at = at.has("items") ? at.path("items") : at;
            at = at.path("properties").path(name);
        }
        return !at.isMissingNode();
    }
}
