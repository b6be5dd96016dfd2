package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.tencent.FieldType.Field;
import io.spotkeeper.emulator.tencent.FieldType.Flag;
import io.spotkeeper.emulator.tencent.FieldType.Fraction;
import io.spotkeeper.emulator.tencent.FieldType.ListOf;
import io.spotkeeper.emulator.tencent.FieldType.Struct;
import io.spotkeeper.emulator.tencent.FieldType.Text;
import io.spotkeeper.emulator.tencent.FieldType.Whole;
import io.spotkeeper.emulator.tencent.ReceivedCall.Parameters;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the parameters of one call against the documented names and types. The first objection is
 * kept and ends the reading.
 */
final class ParameterReader {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ObjectNode params;
    private @Nullable Refusal refusal;

    ParameterReader(Struct request, Parameters parameters) {
        this.params =
                switch (parameters) {
                    case Parameters.Json(ObjectNode document) -> object(request, document, "");
                    case Parameters.Flat(Map<String, String> values) -> flat(request, values);
                };
    }

    /** The parameters; to be used only if there is no refusal. */
    ObjectNode params() {
        return params;
    }

    @Nullable Refusal refusal() {
        return refusal;
    }

    private void refuse(String code, String message) {
        if (refusal == null) {
            refusal = new Refusal(code, message);
        }
    }

    /** In the order of the catalog, so that one call in two forms reads the same. */
    private ObjectNode object(Struct struct, JsonNode document, String path) {
        document.fieldNames()
                .forEachRemaining(name -> {
                    if (!struct.fields().containsKey(name)) {
                        unknown(path + name);
                    }
                });
        ObjectNode read = NODES.objectNode();
        struct.fields()
                .forEach((name, field) -> {
                    if (document.hasNonNull(name)) {
                        JsonNode given = document.get(name);
                        read.set(name, value(field.type(), given, path + name));
                    } else if (field.required()) {
                        refuse(
                                "MissingParameter",
                                "The request is missing a required parameter `%s`."
                                        .formatted(path + name));
                    }
                });
        return read;
    }

    private void unknown(String name) {
        refuse("UnknownParameter", "The parameter `%s` is not recognized.".formatted(name));
    }

    private JsonNode value(FieldType type, JsonNode value, String name) {
        boolean right =
                switch (type) {
                    case Text() -> value.isTextual();
                    case Whole() -> value.isIntegralNumber() && value.canConvertToLong();
                    case Fraction() -> value.isNumber();
                    case Flag() -> value.isBoolean();
                    case ListOf(FieldType element) -> value.isArray();
                    case Struct(Map<String, Field> fields) -> value.isObject();
                };
        if (!right) {
            refuse(
                    "InvalidParameter",
                    "The value type of parameter `%s` is not valid.".formatted(name));
            return value;
        }
        return switch (type) {
            case ListOf(FieldType element) -> {
                ArrayNode list = NODES.arrayNode();
                for (int i = 0; i < value.size(); i++) {
                    list.add(value(element, value.get(i), name + "." + i));
                }
                yield list;
            }
            case Struct struct -> object(struct, value, name + ".");
            case Text(), Whole(), Fraction(), Flag() -> value;
        };
    }

    private ObjectNode flat(Struct request, Map<String, String> values) {
        Branch root = new Branch();
        values.forEach((name, value) -> root.put(List.of(name.split("\\.", -1)), value));
        JsonNode document = typed(request, root, "");
        return object(request, document, "");
    }

    /** Gives the texts of a flattened request the types that the catalog says they have. */
    private JsonNode typed(FieldType type, Branch branch, String name) {
        return switch (type) {
            case Struct(Map<String, Field> fields) -> {
                ObjectNode object = NODES.objectNode();
                branch.children.forEach((key, child) -> {
                    Field field = fields.get(key);
                    if (field == null) {
                        unknown(child.fullName(name + key));
                    } else {
                        object.set(key, typed(field.type(), child, name + key + "."));
                    }
                });
                yield object;
            }
            case ListOf(FieldType element) -> {
                ArrayNode list = NODES.arrayNode();
                TreeMap<Integer, Branch> ordered = new TreeMap<>();
                branch.children.forEach((key, child) -> {
                    if (key.matches("\\d{1,4}")) {
                        ordered.put(Integer.valueOf(key), child);
                    } else {
                        unknown(child.fullName(name + key));
                    }
                });
                ordered.forEach((i, child) -> list.add(typed(element, child, name + i + ".")));
                yield list;
            }
            case Text() -> NODES.textNode(branch.text());
            case Whole() ->
                    branch.text().matches("[+-]?\\d{1,18}")
                            ? NODES.numberNode(Long.parseLong(branch.text()))
                            : NODES.textNode(branch.text());
            case Fraction() ->
                    branch.text().matches("[+-]?\\d+(\\.\\d+)?")
                            ? NODES.numberNode(new BigDecimal(branch.text()))
                            : NODES.textNode(branch.text());
            // Python sends True, Java and Go send true.
            case Flag() ->
                    switch (branch.text().toLowerCase(Locale.ROOT)) {
                        case "true", "1" -> NODES.booleanNode(true);
                        case "false", "0" -> NODES.booleanNode(false);
                        default -> NODES.textNode(branch.text());
                    };
        };
    }

    /** A node of the tree that the dots in flattened names span. */
    private static final class Branch {
        private final Map<String, Branch> children = new TreeMap<>();
        private @Nullable String value;

        void put(List<String> path, String text) {
            if (path.isEmpty()) {
                value = text;
            } else {
                children.computeIfAbsent(path.getFirst(), key -> new Branch())
                        .put(path.subList(1, path.size()), text);
            }
        }

        String text() {
            return value == null ? "" : value;
        }

        String fullName(String prefix) {
            return children.isEmpty()
                    ? prefix
                    : children.values()
                            .iterator()
                            .next()
                            .fullName(prefix + "." + children.keySet().iterator().next());
        }
    }
}
