import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures, as Markdown. */
final class Table {
    private final List<String> rows = new ArrayList<>();
    private final List<String> loads = new ArrayList<>();

    void add(String figure, String bound, String measured) {
        rows.add("| %s | %s | %s |".formatted(figure, bound, measured));
        System.err.printf("bench: %s: %s%n", figure, measured);
    }

    /** Takes note of how busy the machine is. */
    void load() {
        loads.add(read("/proc/loadavg").split(" ")[0]);
    }

    void print(String command) {
        System.out.printf(
                "%s, commit %s, `%s`%n%s. Load average at the beginning of each part: %s.%n%n",
                LocalDate.now(ZoneOffset.UTC), commit(), command, machine(), String.join(", ", loads));
        System.out.println("| figure | bound | measured |\n|---|---|---|");
        rows.forEach(System.out::println);
    }

    static String number(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String commit() {
        try {
            Process git = new ProcessBuilder("git", "describe", "--always", "--dirty").start();
            return new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "unknown";
        }
    }

    private static String machine() {
        String model =
                read("/proc/cpuinfo").lines()
                        .filter(line -> line.startsWith("model name"))
                        .map(line -> line.replaceFirst(".*:\\s*", ""))
                        .findFirst()
                        .orElse("processor unknown");
        long kib = Long.parseLong(read("/proc/meminfo").lines().findFirst().orElse("0").replaceAll("\\D", ""));
        return "%s %s, %d processors (%s), %d GiB, Java %s"
                .formatted(
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.getRuntime().availableProcessors(),
                        model,
                        kib >> 20,
                        Runtime.version());
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
