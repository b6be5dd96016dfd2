package io.spotkeeper;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
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
        assertThat(matches(LINK, page))
                .allSatisfy(link -> {
                    Path file = page.toAbsolutePath().resolveSibling(link.group(1));
                    String anchor = link.group(2);
                    assertThat(file).exists();
                    if (anchor != null && file.toString().endsWith(".md")) {
                        assertThat(anchors(file)).contains(anchor.substring(1));
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
        JavaClasses tests = new ClassFileImporter().importPackages("io.spotkeeper");
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
                        .map(DocumentsTest::named)
                        .distinct()
                        .toList();

        // Then
        assertThat(named)
                .hasSizeGreaterThan(30)
                .allSatisfy(test -> assertThat(known).contains(test));
    }

    private static String named(MatchResult proof) {
        String method = proof.group(2);
        return method == null ? proof.group(1) : proof.group(1) + "." + method;
    }

    private static List<MatchResult> matches(Pattern pattern, Path page) {
        try {
            return pattern.matcher(Files.readString(page)).results().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
