package io.spotkeeper.testing;

import static org.junit.jupiter.api.Assumptions.abort;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A program that tests ask, built by {@code hack/tools/build}. */
public final class BuiltTool {
    private static final Path BUILD = Path.of("hack", "tools", "build").toAbsolutePath();

    private final String program;

    private BuiltTool(String program) {
        this.program = program;
    }

    /** The program of this name; where it is not built a test is skipped, or failed in CI. */
    public static BuiltTool named(String name) {
        String program =
                Command.attempt(List.of(BUILD.toString(), "--print", name)).output().strip();
        if (!Files.isExecutable(Path.of(program))) {
            String missing = name + " is not built; run: hack/tools/build " + name;
            if ("true".equals(System.getenv("CI"))) {
                throw new IllegalStateException(missing);
            }
            return abort(missing);
        }
        return new BuiltTool(program);
    }

    /** Runs it, whatever comes of it. */
    public Command.Result attempt(String... arguments) {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        return Command.attempt(command);
    }
}
