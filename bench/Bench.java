import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The parts of the measurement, each on a stage of its own; {@code bench/run} starts it. */
final class Bench {
    private static final Set<String> MUTATING =
            Set.of("RunInstances", "TerminateInstances", "AttachResourcesTag", "DetachResourcesTag");
    private static final int WAVE = 20;

    /** Instances that can be launched: no part is about what is sold out. */
    private static final int STOCK = 10_000;

    /** By instances; the second is the limit of the chart's container. */
    private static final Map<Integer, String> MEMORY_BOUNDS = Map.of(2000, "256 MiB", 6000, "512 MiB");

    private final Table table = new Table();
    private final Set<String> parts = new HashSet<>();
    private Duration steady = Duration.ofMinutes(5);
    private int waves = 15;
    private int starts = 7;

    public static void main(String[] arguments) {
        Bench bench = new Bench();
        bench.options(arguments);
        bench.run();
        bench.table.print(("bench/run " + String.join(" ", arguments)).strip());
    }

    private void options(String[] arguments) {
        for (int i = 0; i < arguments.length; i += 2) {
            String value = i + 1 < arguments.length ? arguments[i + 1] : "";
            switch (arguments[i]) {
                case "--steady" -> steady = Duration.ofSeconds(Long.parseLong(value));
                case "--waves" -> waves = Integer.parseInt(value);
                case "--starts" -> starts = Integer.parseInt(value);
                case "--only" -> parts.add(value);
                default -> throw new IllegalArgumentException(arguments[i] + ": see bench/run");
            }
        }
    }

    private void run() {
        part("start", () -> coldStart("of the jar", "1.5 s", false));
        part("image", () -> coldStart("of the image", "0.6 s", true));
        part("one", () -> fleets(1, 100));
        part("ten", () -> fleets(10, 10));
        part("hundred", () -> fleets(100, 1));
        part("memory", () -> fleets(100, 20));
        part("limit", () -> fleets(300, 20));
    }

    private void part(String name, Runnable part) {
        if (parts.isEmpty() || parts.contains(name)) {
            System.err.println("bench: part " + name);
            table.load();
            part.run();
        }
    }

    // ---- cold start ----

    private void coldStart(String what, String bound, boolean image) {
        List<Double> times = new ArrayList<>();
        List<Double> work = new ArrayList<>();
        try (Stage stage = new Stage()) {
            List<String> program = image ? stage.image() : Stage.JAR;
            for (int i = 0; i < starts; i++) {
                try (Program operator = stage.operator(program)) {
                    times.add(operator.up().after().toMillis() / 1e3);
                    work.add(operator.cpuSeconds());
                }
            }
        }
        table.add(
                "cold start " + what + ", from the process beginning to “operator started”, median and worst of " + starts,
                bound,
                Table.number("%.2f s, %.2f s", Replenishment.percentile(times, 0.5), Replenishment.percentile(times, 1)));
        table.add(
                "cold start " + what + ": processor time, median and worst",
                "",
                Table.number("%.2f s, %.2f s", Replenishment.percentile(work, 0.5), Replenishment.percentile(work, 1)));
    }

    // ---- fleets ----

    private void fleets(int environments, int size) {
        boolean one = environments == 1;
        String fleets = one ? "1 environment of " + size : environments + " environments of " + size;
        // Instances of this measurement die young, which is held against their pool for half a minute.
        String[] flags = one ? new String[] {"--cool-down", "10ms", "--cool-down-max", "10ms"} : new String[0];
        try (Stage stage = new Stage()) {
            Program operator = stage.operator(Stage.JAR, flags);
            operator.up();
            stage.cloud.stock(STOCK);
            stage.awaitQuiet();
            converge(stage, fleets, environments, size);
            stage.awaitQuiet();
            steady(stage, operator, fleets);
            if (one) {
                replenish(stage);
            }
            memory(operator, fleets, environments * size);
        }
    }

    private void converge(Stage stage, String fleets, int environments, int size) {
        int instances = environments * size;
        Map<String, Long> writesBefore = stage.cluster.writes();
        Map<String, Long> callsBefore = stage.cloud.counts();
        Instant began = Instant.now();
        for (int i = 0; i < environments; i++) {
            stage.cluster.environment("bench-" + i, size);
        }
        Duration look = Duration.ofMillis(environments == 1 ? 50 : 500);
        Stage.await("all ready", look, () -> stage.cluster.ready() == environments);
        Duration took = Duration.between(began, Instant.now());
        if (stage.cloud.running() != instances) {
            throw new IllegalStateException("the cloud counts " + stage.cloud.running() + " running");
        }
        stage.awaitQuiet();
        Map<String, Long> writes = Stage.grown(writesBefore, stage.cluster.writes());
        Map<String, Long> calls = Stage.grown(callsBefore, stage.cloud.counts());
        table.add(fleets + ": converged after", "", Table.number("%.1f s", took.toMillis() / 1e3));
        table.add(
                fleets + ": own API writes per instance launched, Events included",
                environments == 1 ? "0.2" : "",
                Table.number("%.2f (%s)", (double) Stage.sum(writes) / instances, words(writes)));
        table.add(fleets + ": RunInstances calls", "", String.valueOf(calls.getOrDefault("RunInstances", 0L)));
    }

    private void steady(Stage stage, Program operator, String fleets) {
        System.err.println("bench: steady state for " + steady);
        Map<String, Long> writesBefore = stage.cluster.writes();
        Map<String, Long> callsBefore = stage.cloud.counts();
        double cpuBefore = operator.cpuSeconds();
        Stage.sleep(steady);
        double cores = (operator.cpuSeconds() - cpuBefore) / steady.toSeconds();
        Map<String, Long> writes = Stage.grown(writesBefore, stage.cluster.writes());
        Map<String, Long> calls = Stage.grown(callsBefore, stage.cloud.counts());
        Map<String, Long> mutating = new TreeMap<>(calls);
        mutating.keySet().retainAll(MUTATING);
        String during = fleets + ", steady for " + steady.toSeconds() + " s: ";
        table.add(during + "Kubernetes writes without Leases", "0", total(writes));
        table.add(during + "mutating cloud calls", "0", total(mutating));
        table.add(during + "listing calls a minute", "", perMinute(calls.getOrDefault("DescribeInstances", 0L)));
        calls.keySet().removeAll(MUTATING);
        calls.remove("DescribeInstances");
        table.add(during + "other cloud calls a minute", "", perMinute(Stage.sum(calls)) + " (" + words(calls) + ")");
        table.add(during + "processor of the operator", "", Table.number("%.3f cores", cores));
    }

    private String perMinute(long count) {
        return Table.number("%.1f", count * 60.0 / steady.toSeconds());
    }

    private static String total(Map<String, Long> counts) {
        return counts.isEmpty() ? "0" : Stage.sum(counts) + " (" + words(counts) + ")";
    }

    private static String words(Map<String, Long> counts) {
        List<String> words = new ArrayList<>();
        counts.forEach((what, count) -> words.add(count + " " + what));
        return String.join(", ", words);
    }

    private void replenish(Stage stage) {
        Replenishment replenishment = new Replenishment(stage, "bench-0");
        for (int i = 0; i < waves; i++) {
            replenishment.wave(WAVE);
        }
        List<Double> shares = replenishment.shares();
        table.add(
                "own share of replacing " + replenishment.interrupted() + " interruptions, " + WAVE
                        + " at once: p50, p90, p99, worst",
                "p99 100 ms",
                Table.number(
                        "%.0f, %.0f, %.0f, %.0f ms",
                        Replenishment.percentile(shares, 0.5),
                        Replenishment.percentile(shares, 0.9),
                        Replenishment.percentile(shares, 0.99),
                        Replenishment.percentile(shares, 1)));
        table.add(
                "from " + WAVE + " interruptions to the fleet ready again (listing every 10 s, boot 0.5 s): median, worst",
                "",
                Table.number(
                        "%.1f, %.1f s",
                        Replenishment.percentile(replenishment.whole(), 0.5),
                        Replenishment.percentile(replenishment.whole(), 1)));
    }

    private void memory(Program operator, String fleets, int instances) {
        long resident = operator.memoryKib("VmRSS");
        long most = operator.memoryKib("VmHWM");
        long heap = operator.heapKib(false);
        long live = operator.heapKib(true);
        table.add(
                fleets + ": resident memory at the end, and at most",
                MEMORY_BOUNDS.getOrDefault(instances, ""),
                Table.number("%d MiB, %d MiB", resident >> 10, most >> 10));
        table.add(
                fleets + ": heap in use, and after a collection",
                "",
                Table.number("%d MiB, %d MiB", heap >> 10, live >> 10));
    }
}
