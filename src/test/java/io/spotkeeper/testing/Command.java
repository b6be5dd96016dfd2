package io.spotkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A program that is run to its end, with nothing to read. */
public final class Command {
    private Command() {}

    /** What came of it; both outputs together. */
    public record Result(int code, String output) {}

    /** Runs it, whatever comes of it. */
    public static Result attempt(List<String> command) {
        try {
            Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
            process.getOutputStream().close();
            String output =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Runs it.
     *
     * @return what it wrote to either output
     * @throws AssertionError if it failed
     */
    public static String run(List<String> command) {
        Result result = attempt(command);
        if (result.code() != 0) {
            throw new AssertionError(
                    String.join(" ", command)
                            + " ended with "
                            + result.code()
                            + ":\n"
                            + result.output());
        }
        return result.output();
    }
}
