package io.spotkeeper.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The image's root file system, laid out by {@code hack/image} and moved elsewhere, as an image's
 * is; one for all tests of the JVM, and gone with it. No daemon is needed: what the image would run
 * is started from the folder.
 */
public final class ImageRoot {
    /** What the image is made by. */
    public static final Path DOCKERFILE = Path.of("Dockerfile");

    private static @Nullable ImageRoot shared;

    private final Path folder;

    private ImageRoot(Path folder) {
        this.folder = folder;
    }

    /** Of the jar in {@code target/}; laid out now if it was not. */
    public static synchronized ImageRoot get() {
        if (shared == null) {
            shared = layOut();
        }
        return shared;
    }

    private static ImageRoot layOut() {
        try {
            Path work = Files.createTempDirectory("spotkeeper-image-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(work)));
            Path built = work.resolve("built");
            Command.run(List.of(Path.of("hack", "image").toString(), built.toString()));
            return new ImageRoot(Files.move(built, work.resolve("root")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path work) {
        try (var files = Files.walk(work)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * The Dockerfile's entry point, in the folder; it ends at once where the AOT cache cannot be
     * used.
     */
    public List<String> entryPoint() {
        List<String> command = new ArrayList<>();
        try {
            for (JsonNode word : new ObjectMapper().readTree(instruction("ENTRYPOINT "))) {
                command.add(word.asText().replace("/opt/", folder + "/opt/"));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        command.add(1, "-XX:AOTMode=on");
        return command;
    }

    /** The environment variables that the Dockerfile sets. */
    public Map<String, String> environment() {
        Map<String, String> variables = new HashMap<>();
        for (String pair : instruction("ENV ").split(" ")) {
            String[] parts = pair.split("=", 2);
            variables.put(parts[0], parts[1]);
        }
        return variables;
    }

    /** Every file with the time of its last change; in a pod the root is read-only. */
    public Map<Path, FileTime> files() {
        Map<Path, FileTime> found = new HashMap<>();
        try (var all = Files.walk(folder)) {
            for (Path file : all.toList()) {
                found.put(folder.relativize(file), Files.getLastModifiedTime(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }

    private static String instruction(String name) {
        try {
            return Files.readAllLines(DOCKERFILE).stream()
                    .filter(line -> line.startsWith(name))
                    .findFirst()
                    .orElseThrow()
                    .substring(name.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
