import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of ours: its log, the first line of it that says it is up, and what it uses. */
final class Program implements AutoCloseable {
    private static final Pattern HEAP_USED = Pattern.compile("(?:total|heap)[^\n]*?used (\\d+)K");
    private static final double TICKS_PER_SECOND = 100;

    private final Process process;
    private final Path log;
    private final CompletableFuture<Up> up = new CompletableFuture<>();

    /** The line that was waited for, and how long after the start of the process it came. */
    record Up(String line, Duration after) {}

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a program that is up when a line of its output contains {@code sign}. */
    static Program start(Path log, List<String> command, String kubeconfig, String sign) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("KUBECONFIG", kubeconfig);
            long begun = System.nanoTime();
            Program program = new Program(builder.start(), log);
            Thread.ofPlatform().daemon(true).start(() -> program.read(begun, sign));
            return program;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(long begun, String sign) {
        try (BufferedReader lines = process.inputReader();
                BufferedWriter copy = Files.newBufferedWriter(log)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.contains(sign)) {
                    up.complete(new Up(line, Duration.ofNanos(System.nanoTime() - begun)));
                }
                copy.write(line + "\n");
                copy.flush();
            }
        } catch (IOException e) {
            up.completeExceptionally(e);
        }
        up.completeExceptionally(new IOException("it ended; its log is " + log));
    }

    /** Waits until it is up. */
    Up up() {
        try {
            return up.get(1, TimeUnit.MINUTES);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new IllegalStateException("not up, see " + log, e);
        }
    }

    /** Resident memory in KiB: now, or ({@code VmHWM}) the most that it ever was. */
    long memoryKib(String row) {
        String digits = field("status", row).replaceAll("\\D", "");
        return Long.parseLong(digits);
    }

    private String field(String file, String row) {
        try {
            return Files.readAllLines(Path.of("/proc", pid(), file)).stream()
                    .filter(line -> line.startsWith(row + ":"))
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Processor time that it has used, in seconds. */
    double cpuSeconds() {
        try {
            String stat = Files.readString(Path.of("/proc", pid(), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Heap in use, in KiB: as it is, garbage included, or after a full collection. */
    long heapKib(boolean collected) {
        if (collected) {
            jcmd("GC.run");
        }
        Matcher used = HEAP_USED.matcher(jcmd("GC.heap_info"));
        long sum = 0;
        while (used.find()) {
            sum += Long.parseLong(used.group(1));
        }
        return sum;
    }

    /** What {@code jcmd} says about it. */
    String jcmd(String... command) {
        try {
            List<String> line = new java.util.ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
            line.add(pid());
            line.addAll(List.of(command));
            Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
            return new String(jcmd.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String pid() {
        return Long.toString(process.pid());
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
