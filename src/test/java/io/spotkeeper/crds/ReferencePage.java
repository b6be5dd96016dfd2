package io.spotkeeper.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * The definitions of {@code crds/} as a page to read: a section for each object, a row for each
 * field. {@code make crds} writes it to {@code docs/reference.md}.
 */
public final class ReferencePage {
    private static final String HEAD =
            """
            # Reference

            Generated from `crds/` by `make crds`; `kubectl explain` says the same. Group `spotkeeper.io`, version `v1alpha1`. A field in
            bold is required. Nobody but the operator writes a status.
            """;

    private final StringBuilder page = new StringBuilder(HEAD);

    private ReferencePage() {}

    /**
     * Writes the page.
     *
     * @param args the folder of the definitions, and the file to write
     */
    public static void main(String[] args) throws IOException {
        Files.writeString(Path.of(args[1]), of(Path.of(args[0])));
        System.out.println(args[1]);
    }

    /** The page that these definitions make, in the order of their files' names. */
    static String of(Path folder) throws IOException {
        List<Path> definitions;
        try (var files = Files.list(folder)) {
            definitions = files.sorted().toList();
        }
        ReferencePage reference = new ReferencePage();
        for (Path definition : definitions) {
            reference.kind(new YAMLMapper().readTree(definition.toFile()).path("spec"));
        }
        return reference.page.toString();
    }

    private void kind(JsonNode definition) {
        String kind = definition.at("/names/kind").asText();
        JsonNode version = definition.at("/versions/0");
        JsonNode schema = version.at("/schema/openAPIV3Schema");
        page.append("\n## ").append(kind).append("\n\n");
        page.append(schema.path("description").asText())
                .append(" In short: `kubectl get ")
                .append(definition.at("/names/shortNames/0").asText())
                .append("`.");
        if (version.at("/subresources/scale").isObject()) {
            page.append(" `kubectl scale` sets `")
                    .append(
                            version.at("/subresources/scale/specReplicasPath")
                                    .asText()
                                    .substring(1))
                    .append("`.");
        }
        page.append('\n');
        rules(schema);
        object(kind + ".spec", schema.at("/properties/spec"));
        object(kind + ".status", schema.at("/properties/status"));
    }

    // What is inside a field has a section of its own, after the fields beside it.
    private void object(String path, JsonNode schema) {
        page.append("\n### ").append(path).append("\n\n");
        page.append(schema.path("description").asText()).append('\n');
        rules(schema);
        page.append("\n| field | what | meaning |\n|---|---|---|\n");
        SequencedMap<String, JsonNode> inside = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : schema.path("properties").properties()) {
            JsonNode value = field.getValue();
            row(field.getKey(), required(schema, field.getKey()), value);
            if (value.has("properties")) {
                inside.put(path + "." + field.getKey(), value);
            } else if (value.path("items").has("properties")) {
                inside.put(path + "." + field.getKey() + "[]", described(value));
            }
        }
        inside.forEach(this::object);
    }

    /** Items have no description of their own: that of the list is theirs. */
    private static JsonNode described(JsonNode list) {
        ObjectNode items = list.path("items").<ObjectNode>deepCopy();
        items.set("description", list.path("description"));
        return items;
    }

    private static boolean required(JsonNode schema, String name) {
        for (JsonNode required : schema.path("required")) {
            if (required.asText().equals(name)) {
                return true;
            }
        }
        return false;
    }

    private void row(String name, boolean required, JsonNode schema) {
        String mark = required ? "**" : "";
        page.append("| ")
                .append(mark)
                .append('`')
                .append(name)
                .append('`')
                .append(mark)
                .append(" | ")
                .append(cell(String.join(", ", facts(schema))))
                .append(" | ")
                .append(cell(schema.path("description").asText()))
                .append(" |\n");
    }

    private static List<String> facts(JsonNode schema) {
        List<String> facts = new ArrayList<>();
        facts.add(type(schema));
        if (schema.has("default")) {
            facts.add("default `" + schema.path("default").asText() + "`");
        }
        range(facts, schema, "minimum", "maximum", "");
        range(facts, schema, "minLength", "maxLength", " characters");
        range(facts, schema, "minItems", "maxItems", " items");
        range(facts, schema, "minProperties", "maxProperties", " entries");
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            facts.add(rule.path("message").asText());
        }
        return facts;
    }

    private static String type(JsonNode schema) {
        return switch (schema.path("type").asText()) {
            case "array" -> "list of " + type(schema.path("items"));
            case "object" ->
                    schema.path("additionalProperties").isObject()
                            ? "map to " + type(schema.path("additionalProperties"))
                            : "object";
            case String simple ->
                    schema.path("format").isTextual()
                            ? simple + " (" + schema.path("format").asText() + ")"
                            : simple;
        };
    }

    private static void range(
            List<String> facts, JsonNode schema, String least, String most, String unit) {
        boolean low = schema.has(least) && schema.path(least).asLong() != 0;
        if (schema.has(most)) {
            facts.add(schema.path(least).asLong() + " to " + schema.path(most).asText() + unit);
        } else if (low) {
            facts.add("at least " + schema.path(least).asText() + unit);
        }
    }

    private void rules(JsonNode schema) {
        if (schema.path("x-kubernetes-validations").isEmpty()) {
            return;
        }
        page.append('\n');
        for (JsonNode rule : schema.path("x-kubernetes-validations")) {
            page.append("- ").append(rule.path("message").asText()).append('\n');
        }
    }

    private static String cell(String text) {
        return text.strip().replace("|", "\\|").replace("\n", "<br>");
    }
}
