package io.spotkeeper.convert;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The requests in {@code src/test/resources/convert}, each with what it becomes. */
final class Cases {
    /** What stands in every place of the requests that is a secret, and nowhere else. */
    static final String SECRET = "THE-SECRET";

    /** The same in base64, as user data is written. */
    static final String ENCODED_SECRET = "VEhFLVNFQ1JFV";

    private static final Path FOLDER = Path.of("src", "test", "resources", "convert");

    private Cases() {}

    /** All of them, in the order of their names. */
    static List<Path> all() {
        try (var cases = Files.list(FOLDER)) {
            return cases.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request of a case. */
    static String request(Path folder) {
        return read(file(folder, "in."));
    }

    /** The request of a case by its name. */
    static String request(String name) {
        return request(FOLDER.resolve(name));
    }

    /** The file of a case whose name begins so. */
    static Path file(Path folder, String begin) {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().startsWith(begin))
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(folder + " has no " + begin));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
