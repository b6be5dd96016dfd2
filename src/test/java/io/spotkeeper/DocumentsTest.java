package io.spotkeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the pages point at is there: files, and the tests that are named as proof. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)\\s]*)?\\)");
    private static final Pattern HEADING = Pattern.compile("(?m)^#{1,6} (.+)$");
    private static final Pattern PROOF =
            Pattern.compile("`([A-Z]\\w+(?:Test|IT))(?:\\.(\\w+))?`(?!\\w)");

    static Stream<Path> pages() throws IOException {
        try (var docs = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md"), Path.of("SECURITY.md")),
                            docs.filter(file -> file.toString().endsWith(".md")).sorted())
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void everyLinkLeadsSomewhere(Path page) throws IOException {
        Path folder = page.toAbsolutePath().getParent();
        assertThat(matches(LINK, page))
                .allSatisfy(link -> {
                    Path file = folder.resolve(link.group(1));
                    assertThat(file).exists();
                    if (link.group(2) != null && file.toString().endsWith(".md")) {
                        assertThat(anchors(file)).contains(link.group(2).substring(1));
                    }
                });
    }

    /** As the places that show Markdown make them. */
    private static Set<String> anchors(Path page) {
        Set<String> anchors = new HashSet<>();
        for (MatchResult heading : matches(HEADING, page)) {
            anchors.add(
                    heading.group(1)
                            .toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\p{Alnum} _-]", "")
                            .replace(' ', '-'));
        }
        return anchors;
    }

    @Test
    void everyTestThatIsNamedAsProofExists() throws IOException {
        // Given
        var tests =
                new ClassFileImporter()
                        .withImportOption(new ImportOption.OnlyIncludeTests())
                        .importPackages("io.spotkeeper");
        Set<String> known = new HashSet<>();
        for (JavaClass test : tests) {
            known.add(test.getSimpleName());
            for (JavaMethod method : test.getMethods()) {
                known.add(test.getSimpleName() + "." + method.getName());
            }
        }

        // When
        List<String> named =
                pages().flatMap(page -> matches(PROOF, page).stream())
                        .map(proof ->
                                proof.group(2) == null
                                        ? proof.group(1)
                                        : proof.group(1) + "." + proof.group(2))
                        .distinct()
                        .toList();

        // Then
        assertThat(named).hasSizeGreaterThan(30).allSatisfy(test -> assertThat(known).contains(test));
    }

    private static List<MatchResult> matches(Pattern pattern, Path page) {
        try {
            return pattern.matcher(Files.readString(page)).results().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
