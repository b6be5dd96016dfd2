package io.spotkeeper.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The table of {@code docs/metrics.md}: the metrics that exist, as users are told. */
public final class MetricsPage {
    private static final Path PAGE = Path.of("docs", "metrics.md");
    private static final Pattern ROW =
            Pattern.compile("\\| `(\\w+)` \\| (\\w+) \\|([^|]*)\\| ([^|]+) \\|");
    private static final Pattern SAMPLE = Pattern.compile("(\\w+)(?:\\{(.*)})? [^ ]+");
    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private MetricsPage() {}

    /**
     * One row.
     *
     * @param type {@code counter}, {@code gauge}, {@code histogram} or {@code summary}
     * @param labels those of every series; some series may lack some
     * @param meaning what it is
     */
    public record Metric(String name, String type, Set<String> labels, String meaning) {
        /** Names under which it is exposed, with the labels of each. */
        Map<String, Set<String>> series() {
            return switch (type) {
                case "histogram" ->
                        Map.of(
                                name + "_bucket",
                                with("le"),
                                name + "_sum",
                                labels,
                                name + "_count",
                                labels,
                                name + "_max",
                                labels);
                case "summary" ->
                        Map.of(
                                name + "_sum", labels,
                                name + "_count", labels,
                                name + "_max", labels);
                default -> Map.of(name, labels);
            };
        }

        private Set<String> with(String label) {
            Set<String> all = new TreeSet<>(labels);
            all.add(label);
            return all;
        }
    }

    /** One series of a scrape. */
    public record Sample(String name, Map<String, String> labels) {}

    /** Every row of the table. */
    public static List<Metric> rows() {
        try {
            return Files.readString(PAGE)
                    .lines()
                    .map(ROW::matcher)
                    .filter(Matcher::matches)
                    .map(row ->
                            new Metric(
                                    row.group(1), row.group(2), words(row.group(3)), row.group(4)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Set<String> words(String cell) {
        return Pattern.compile("`(\\w+)`")
                .matcher(cell)
                .results()
                .map(label -> label.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Every name that a query may ask for, with its labels. */
    public static Map<String, Set<String>> series() {
        Map<String, Set<String>> series = new TreeMap<>();
        rows().forEach(row -> series.putAll(row.series()));
        return series;
    }

    /** What a scrape in the text format holds. */
    public static List<Sample> samples(String scrape) {
        return scrape.lines()
                .filter(line -> !line.startsWith("#"))
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .map(line -> new Sample(line.group(1), labels(line.group(2))))
                .toList();
    }

    private static Map<String, String> labels(String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            LABEL.matcher(text)
                    .results()
                    .forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return labels;
    }

    /** The types that a scrape declares, by name. */
    public static Map<String, String> types(String scrape) {
        Map<String, String> types = new TreeMap<>();
        scrape.lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" "))
                .forEach(line -> types.put(line[2], line[3]));
        return types;
    }
}
