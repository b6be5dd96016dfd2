package io.spotkeeper.simulation.mutants;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A change of one source file. White space counts only as such, so that formatting does not make it
 * stale.
 *
 * @param file path below {@code src/main/java/io/spotkeeper}
 * @param before the text to replace; it is there exactly once
 * @param after the text in its place
 */
public record Edit(String file, String before, String after) {
    private static final Path SOURCES = Path.of("src", "main", "java", "io", "spotkeeper");

    /**
     * The source with this change.
     *
     * @throws StaleException when the text to replace is not there exactly once
     */
    String apply(String source) {
        Matcher found = pattern().matcher(source);
        if (!found.find()) {
            throw new StaleException(file + " does not contain: " + before);
        }
        String changed =
                source.substring(0, found.start()) + after.strip() + source.substring(found.end());
        if (found.find()) {
            throw new StaleException(file + " contains more than once: " + before);
        }
        return changed;
    }

    /** The source file as it is. */
    String source() throws IOException {
        return Files.readString(SOURCES.resolve(file));
    }

    /** The name of the class in it. */
    String className() {
        return "io.spotkeeper." + file.replace(".java", "").replace('/', '.');
    }

    private Pattern pattern() {
        StringBuilder pattern = new StringBuilder();
        for (String word : before.strip().split("\\s+", -1)) {
            pattern.append(pattern.isEmpty() ? "" : "\\s+").append(Pattern.quote(word));
        }
        return Pattern.compile(pattern.toString());
    }

    /** The source has changed: the edit has to be written anew. */
    static final class StaleException extends RuntimeException {
        private static final long serialVersionUID = 1;

        StaleException(String message) {
            super("stale: " + message);
        }
    }
}
