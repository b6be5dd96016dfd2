package io.spotkeeper.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The chart's values as a table: names and defaults from {@code values.yaml}, what they mean from
 * {@code values.schema.json}. {@code make manifests} writes it into the chart's README.
 */
public final class ValuesTable {
    private static final String BEGIN = "<!-- values -->\n";
    private static final String END = "<!-- end of values -->\n";
    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * One value.
     *
     * @param path with dots
     * @param description empty where the schema says nothing
     */
    record Row(String path, JsonNode fallback, String description) {}

    private ValuesTable() {}

    /**
     * Writes the table into the README of a chart.
     *
     * @param args the chart's folder
     */
    public static void main(String[] args) throws IOException {
        Path chart = Path.of(args[0]);
        Files.writeString(chart.resolve("README.md"), readme(chart));
    }

    /** The README with the table as it should be. */
    static String readme(Path chart) throws IOException {
        String text = Files.readString(chart.resolve("README.md"));
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalStateException("README.md has lost its marks " + BEGIN + END);
        }
        return text.substring(0, begin) + table(rows(chart)) + text.substring(end);
    }

    /** Every value, in the order of {@code values.yaml}. */
    static List<Row> rows(Path chart) throws IOException {
        JsonNode values = new YAMLMapper().readTree(chart.resolve("values.yaml").toFile());
        JsonNode schema = JSON.readTree(chart.resolve("values.schema.json").toFile());
        List<Row> rows = new ArrayList<>();
        collect("", values, schema, rows);
        return rows;
    }

    // A group is what the schema knows the members of; all else is one value, whatever its form.
    private static void collect(String prefix, JsonNode values, JsonNode schema, List<Row> rows) {
        values.properties()
                .forEach(entry -> {
                    String path = prefix + entry.getKey();
                    JsonNode described = schema.path("properties").path(entry.getKey());
                    if (described.has("properties")) {
                        collect(path + ".", entry.getValue(), described, rows);
                    } else {
                        String text = described.path("description").asText();
                        rows.add(new Row(path, entry.getValue(), text));
                    }
                });
    }

    private static String table(List<Row> rows) throws IOException {
        StringBuilder table =
                new StringBuilder("| value | default | what it is |\n|---|---|---|\n");
        for (Row row : rows) {
            table.append("| `")
                    .append(row.path())
                    .append("` | `")
                    .append(JSON.writeValueAsString(row.fallback()))
                    .append("` | ")
                    .append(row.description().replace("|", "\\|"))
                    .append(" |\n");
        }
        return table.toString();
    }
}
