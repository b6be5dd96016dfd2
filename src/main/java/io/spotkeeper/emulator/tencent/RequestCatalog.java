package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spotkeeper.emulator.tencent.FieldType.Field;
import io.spotkeeper.emulator.tencent.FieldType.Struct;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The documented request fields of every action, by version. */
final class RequestCatalog {
    private static final String RESOURCE = "/emulator/tencent-requests.yaml";

    private final Map<String, Map<String, Struct>> actionsByVersion = new LinkedHashMap<>();

    RequestCatalog() {
        try (InputStream resource = RequestCatalog.class.getResourceAsStream(RESOURCE)) {
            if (resource == null) {
                throw new IllegalStateException("the jar lacks " + RESOURCE);
            }
            new YAMLMapper()
                    .readTree(resource)
                    .properties()
                    .forEach(version -> add(version.getKey(), version.getValue()));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE, e);
        }
    }

    private void add(String version, JsonNode actions) {
        Map<String, Struct> structs = new LinkedHashMap<>();
        actions.properties()
                .forEach(action -> structs.put(action.getKey(), struct(action.getValue())));
        actionsByVersion.put(version, structs);
    }

    private static Struct struct(JsonNode node) {
        Map<String, Field> fields = new LinkedHashMap<>();
        node.properties()
                .forEach(field -> {
                    boolean required = field.getKey().endsWith("!");
                    String name = field.getKey().replace("!", "");
                    fields.put(name, new Field(type(field.getValue()), required));
                });
        return new Struct(fields);
    }

    private static FieldType type(JsonNode node) {
        if (node.isArray()) {
            return new FieldType.ListOf(type(node.get(0)));
        }
        if (node.isObject()) {
            return struct(node);
        }
        return switch (node.asText()) {
            case "string" -> new FieldType.Text();
            case "int" -> new FieldType.Whole();
            case "float" -> new FieldType.Fraction();
            case "bool" -> new FieldType.Flag();
            default -> throw new IllegalStateException(RESOURCE + " has a type " + node.asText());
        };
    }

    /** Whether some version has the action. */
    boolean knows(String action) {
        return actionsByVersion.values().stream().anyMatch(actions -> actions.containsKey(action));
    }

    /** The request of an action; null if that version has no such action. */
    @Nullable Struct request(String version, String action) {
        return actionsByVersion.getOrDefault(version, Map.of()).get(action);
    }
}
