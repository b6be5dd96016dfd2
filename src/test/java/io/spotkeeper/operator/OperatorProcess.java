package io.spotkeeper.operator;

import static java.util.concurrent.TimeUnit.SECONDS;
import static java.util.stream.Collectors.toSet;

import io.spotkeeper.testing.ControlPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The operator as it is shipped, {@code java -jar spotkeeper.jar operator}, in a process of its own
 * that can be killed. Periods are short, in the proportions that the launch protocol needs.
 */
final class OperatorProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "spotkeeper.jar").toAbsolutePath();
    private static final Path LOGS = Path.of("target", "operator-logs").toAbsolutePath();
    private static final Pattern PORT = Pattern.compile("operator started .*port=\"?(\\d+)");
    private static final long START_LIMIT = 60;

    /** Enough for G, W and all cool-downs to pass within a test. */
    static final List<String> SHORT_PERIODS =
            List.of(
                    "--inventory-interval=300ms",
                    "--visibility-grace=2s",
                    "--resend-window=4s",
                    "--send-deadline=3s",
                    "--signature-age=1s",
                    "--listing-lag=1s",
                    "--processing-limit=1s",
                    "--orphan-age=7s",
                    "--orphan-report-only=1s",
                    "--account-interval=500ms",
                    "--cool-down=1s",
                    "--cool-down-max=3s");

    private final List<String> command;
    private final Map<String, String> environment;
    private final Path log;
    private Process process;
    private long logOffset;

    private OperatorProcess(List<String> command, Map<String, String> environment, Path log)
            throws IOException {
        this.command = command;
        this.environment = environment;
        this.log = log;
        this.process = launch();
    }

    /**
     * Starts an operator and waits until it works.
     *
     * @param name of its log file, {@code target/operator-logs/<name>.log}
     * @param flags besides those that shorten periods, or in their place
     */
    static OperatorProcess start(String name, String... flags) {
        return start(name, Map.of(), flags);
    }

    /** The same with more environment variables. */
    static OperatorProcess start(String name, Map<String, String> more, String... flags) {
        List<String> arguments = new ArrayList<>(List.of("operator", "--http-port=0"));
        Set<String> given = Stream.of(flags).map(OperatorProcess::name).collect(toSet());
        SHORT_PERIODS.stream().filter(flag -> !given.contains(name(flag))).forEach(arguments::add);
        arguments.addAll(List.of(flags));
        Map<String, String> environment = new HashMap<>(more);
        environment.put("KUBECONFIG", ControlPlane.get().kubeconfigFile().toString());
        environment.put("SPOTKEEPER_LOG_FORMAT", "text");
        return start(name, arguments, environment);
    }

    /**
     * Starts an operator with these arguments and no others, as a kubelet would, and waits until it
     * works.
     *
     * @param environment must make it log for people
     */
    static OperatorProcess start(
            String name, List<String> arguments, Map<String, String> environment) {
        if (!Files.exists(JAR)) {
            throw new IllegalStateException(JAR + " is missing; build it with: make build");
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // The tests begin and end many of these; none lives long enough for more.
        command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx256m"));
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(arguments);
        try {
            Files.createDirectories(LOGS);
            Path log = LOGS.resolve(name + ".log");
            Files.deleteIfExists(log);
            Files.createFile(log);
            OperatorProcess operator = new OperatorProcess(command, environment, log);
            operator.awaitStart();
            return operator;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(String flag) {
        return flag.substring(0, flag.indexOf('='));
    }

    private Process launch() throws IOException {
        logOffset = Files.size(log);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().remove("POD_NAMESPACE");
        builder.environment().putAll(environment);
        return builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    private void awaitStart() throws IOException {
        long deadline = System.nanoTime() + SECONDS.toNanos(START_LIMIT);
        while (!PORT.matcher(newLog()).find()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError("the operator did not start:\n" + newLog());
            }
            pause();
        }
    }

    /** What was logged since the last start. */
    String newLog() {
        try {
            byte[] all = Files.readAllBytes(log);
            int from = (int) Math.min(logOffset, all.length);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Port of its probes and metrics. */
    int port() {
        Matcher matcher = PORT.matcher(newLog());
        if (!matcher.find()) {
            throw new AssertionError("the operator told no port");
        }
        return Integer.parseInt(matcher.group(1));
    }

    /** Ends it at once, wherever it is: SIGKILL. */
    void kill() {
        process.destroyForcibly();
        waitFor();
    }

    /** Asks it to end, SIGTERM, and returns its exit code. */
    int terminate() {
        process.destroy();
        return waitFor();
    }

    /** Starts another process with the same flags and waits until it works. */
    void startAgain() {
        if (process.isAlive()) {
            throw new IllegalStateException("it still runs");
        }
        try {
            process = launch();
            awaitStart();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until it ends by itself and returns its exit code. */
    int awaitEnd() {
        return waitFor();
    }

    private int waitFor() {
        try {
            if (!process.waitFor(60, SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the operator did not end within a minute");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        waitFor();
    }
}
