package io.spotkeeper.cloud;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A provider's list of error codes: three columns separated by tabs, of which the first is the code
 * and the last its {@link ErrorClass}; a line that begins with {@code #} is a comment.
 */
public final class ErrorCodes {
    private final Map<String, ErrorClass> classes;

    private ErrorCodes(Map<String, ErrorClass> classes) {
        this.classes = Map.copyOf(classes);
    }

    /**
     * Reads a list that lies beside a class.
     *
     * @throws IllegalStateException when it is missing or has a row that is wrong or twice there
     */
    public static ErrorCodes beside(Class<?> neighbour, String resource) {
        try (InputStream in = neighbour.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is missing from the jar");
            }
            BufferedReader lines =
                    new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
            Map<String, ErrorClass> classes = new HashMap<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    add(classes, line);
                }
            }
            return new ErrorCodes(classes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void add(Map<String, ErrorClass> classes, String line) {
        String[] columns = line.split("\t", -1);
        if (columns.length != 3
                || classes.putIfAbsent(columns[0], ErrorClass.valueOf(columns[2])) != null) {
            throw new IllegalStateException("bad row of error codes: " + line);
        }
    }

    /** Codes that it knows. */
    public Set<String> all() {
        return classes.keySet();
    }

    /** The class of a code, where it is known. */
    public @Nullable ErrorClass classOf(String code) {
        return classes.get(code);
    }
}
