import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A fresh control plane and a fresh emulator in .bench/, and operators for them. */
final class Stage implements AutoCloseable {
    /** The program as it is built. */
    static final List<String> JAR = List.of("bin/spotkeeper");

    private static final Path DIR = Path.of(".bench").toAbsolutePath();
    private static final Pattern ADDRESS = Pattern.compile("http://([0-9.]+:\\d+)");
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration QUIET = Duration.ofSeconds(40);

    private final String kubeconfig = DIR.resolve("kubeconfig").toString();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final String address;
    final Cluster cluster;
    final Cloud cloud;

    Stage() {
        clear();
        run("hack/controlplane/start", DIR.toString(), Long.toString(ProcessHandle.current().pid()));
        open.add(() -> run("hack/controlplane/stop", DIR.toString()));
        Program emulator =
                Program.start(
                        DIR.resolve("emulator.log"),
                        List.of("bin/spotkeeper", "emulator", "--port", "0"),
                        kubeconfig,
                        "listening on");
        open.add(emulator);
        Matcher matcher = ADDRESS.matcher(emulator.up().line());
        if (!matcher.find()) {
            throw new IllegalStateException("no address in: " + emulator.up().line());
        }
        address = matcher.group(1);
        cloud = new Cloud("http://" + address);
        run("hack/kubectl", "apply", "-f", "crds/");
        run("hack/kubectl", "wait", "--for=condition=Established", "--timeout=30s", "-f", "crds/");
        cluster = new Cluster(Path.of(kubeconfig));
        open.add(cluster);
        cluster.account(cloud.endpoint());
    }

    private static void clear() {
        run("hack/controlplane/stop", DIR.toString());
        if (!Files.exists(DIR)) {
            return;
        }
        try (Stream<Path> files = Files.walk(DIR)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void run(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().put("KUBECONFIG", DIR.resolve("kubeconfig").toString());
            Path log = Files.createTempFile("bench", ".log");
            int exit = builder.redirectOutput(log.toFile()).start().waitFor();
            String said = Files.readString(log);
            Files.delete(log);
            if (exit != 0) {
                throw new IllegalStateException(String.join(" ", command) + " failed: " + said);
            }
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(String.join(" ", command), e);
        }
    }

    /** Lays out the image's root file system; the command that it runs. */
    List<String> image() {
        Path root = DIR.resolve("image");
        run("hack/image", root.toString());
        Path app = root.resolve("opt/spotkeeper");
        return List.of(
                app + "/runtime/bin/java",
                "@" + app + "/java.options",
                "-XX:AOTCache=" + app + "/spotkeeper.aot",
                "-jar",
                app + "/spotkeeper.jar");
    }

    /** Starts an operator with the flags that a user gets, and these; not waited for. */
    Program operator(List<String> program, String... flags) {
        List<String> command = new ArrayList<>(program);
        command.addAll(List.of("operator", "--http-port", "0", "--allowed-endpoint", address));
        command.addAll(List.of(flags));
        Program operator = Program.start(DIR.resolve("operator.log"), command, kubeconfig, "operator started");
        open.add(operator);
        return operator;
    }

    /** Waits for something, looking this often. */
    static void await(String what, Duration between, BooleanSupplier reached) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not reached in " + PATIENCE.toMinutes() + " min: " + what);
            }
            sleep(between);
        }
    }

    /** Waits until nothing was written for longer than any period of the operator. */
    void awaitQuiet() {
        long[] since = {System.nanoTime()};
        List<Map<String, Long>> last = new ArrayList<>(List.of(cluster.writes()));
        await("no more writes", Duration.ofSeconds(2), () -> {
            Map<String, Long> now = cluster.writes();
            if (!now.equals(last.set(0, now))) {
                since[0] = System.nanoTime();
            }
            return System.nanoTime() - since[0] > QUIET.toNanos();
        });
    }

    static void sleep(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What is counted more often than before. */
    static Map<String, Long> grown(Map<String, Long> before, Map<String, Long> after) {
        Map<String, Long> grown = new TreeMap<>();
        after.forEach((key, value) -> {
            long by = value - before.getOrDefault(key, 0L);
            if (by > 0) {
                grown.put(key, by);
            }
        });
        return grown;
    }

    static long sum(Map<String, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public void close() {
        for (AutoCloseable thing : open.reversed()) {
            try {
                thing.close();
            } catch (Exception e) {
                System.err.println("bench: " + e);
            }
        }
    }
}
