package io.spotkeeper.cli;

import io.spotkeeper.simulation.input.YamlValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks a resource against the structural part of its CRD's schema, as the API server would, but
 * with line and column. Rules in CEL are the API server's alone.
 */
final class SchemaCheck {
    private SchemaCheck() {}

    /**
     * Checks a value.
     *
     * @param value what was written
     * @param schema the schema, itself read from YAML
     * @param path how the value is called in messages
     * @throws io.spotkeeper.simulation.input.Misfit at the first thing that does not fit
     */
    static void check(YamlValue value, YamlValue schema, String path) {
        YamlValue type = schema.field("type");
        switch (type == null ? "" : type.text()) {
            case "object" -> object(value, schema, path);
            case "array" -> array(value, schema, path);
            case "string" -> string(value, schema, path);
            case "integer" -> integer(value, schema, path);
            case "boolean" -> {
                if (!value.isBoolean()) {
                    throw value.misfit(path + " expected true or false, not " + value.kind());
                }
            }
            default -> {}
        }
    }

    private static void object(YamlValue value, YamlValue schema, String path) {
        if (!value.isMapping()) {
            throw value.misfit(path + " expected a mapping, not " + value.kind());
        }
        YamlValue properties = schema.field("properties");
        YamlValue additional = schema.field("additionalProperties");
        Map<String, YamlValue> known = properties == null ? Map.of() : properties.fields();
        Map<String, YamlValue> fields =
                additional == null && properties != null
                        ? value.fields(new TreeSet<>(known.keySet()))
                        : value.fields();
        YamlValue required = schema.field("required");
        if (required != null) {
            for (YamlValue name : required.items()) {
                if (value.field(name.text()) == null) {
                    throw value.misfit(path + " expected the field \"" + name.text() + "\"");
                }
            }
        }
        fields.forEach((name, field) -> {
            YamlValue of = known.containsKey(name) ? known.get(name) : additional;
            // The API server takes a null as if the field were not there.
            if (of != null && of.isMapping() && !field.isNull()) {
                check(field, of, path + "." + name);
            }
        });
    }

    private static void array(YamlValue value, YamlValue schema, String path) {
        if (!value.isList()) {
            throw value.misfit(path + " expected a list, not " + value.kind());
        }
        List<YamlValue> items = value.items();
        int least = limit(schema, "minItems", 0);
        int most = limit(schema, "maxItems", Integer.MAX_VALUE);
        if (items.size() < least || items.size() > most) {
            throw value.misfit(
                    path + " expected " + range(least, most) + " items, not " + items.size());
        }
        for (YamlValue item : items) {
            check(item, schema.required("items"), path + "[]");
        }
        YamlValue keys = schema.field("x-kubernetes-list-map-keys");
        if (keys != null) {
            unique(items, keys, path);
        }
    }

    private static void unique(List<YamlValue> items, YamlValue keys, String path) {
        Set<List<String>> seen = new HashSet<>();
        for (YamlValue item : items) {
            List<String> key =
                    keys.items().stream().map(k -> item.required(k.text()).text()).toList();
            if (!seen.add(key)) {
                throw item.misfit(path + " expected each item once, but " + key + " is repeated");
            }
        }
    }

    private static void string(YamlValue value, YamlValue schema, String path) {
        if (!value.isString()) {
            throw value.misfit(path + " expected a text, in quotes, not " + value.kind());
        }
        String text = value.text();
        YamlValue allowed = schema.field("enum");
        if (allowed != null) {
            List<String> words = allowed.items().stream().map(YamlValue::text).toList();
            if (!words.contains(text)) {
                throw value.misfit(
                        path + " expected one of " + String.join(", ", words) + ", not " + text);
            }
        }
        YamlValue pattern = schema.field("pattern");
        if (pattern != null && !Pattern.compile(pattern.text()).matcher(text).find()) {
            throw value.misfit(
                    path + " expected a text like " + pattern.text() + ", not " + value.kind());
        }
        int least = limit(schema, "minLength", 0);
        int most = limit(schema, "maxLength", Integer.MAX_VALUE);
        if (text.length() < least || text.length() > most) {
            throw value.misfit(path + " expected " + range(least, most) + " characters");
        }
    }

    private static void integer(YamlValue value, YamlValue schema, String path) {
        int least = limit(schema, "minimum", Integer.MIN_VALUE);
        int most = limit(schema, "maximum", Integer.MAX_VALUE);
        if (!value.isInteger()
                || !value.text().matches("-?[0-9]{1,9}")
                || Integer.parseInt(value.text()) < least
                || Integer.parseInt(value.text()) > most) {
            throw value.misfit(
                    path
                            + " expected a whole number "
                            + range(least, most)
                            + ", not "
                            + value.kind());
        }
    }

    private static int limit(YamlValue schema, String name, int otherwise) {
        YamlValue limit = schema.field(name);
        return limit == null ? otherwise : (int) Double.parseDouble(limit.text());
    }

    private static String range(int least, int most) {
        return most == Integer.MAX_VALUE ? "at least " + least : least + " to " + most;
    }

    /**
     * The schema of a kind's spec, as its CRD in the jar has it; absent when there is no such CRD.
     */
    static @Nullable YamlValue spec(String crd, String text) {
        YamlValue version =
                YamlValue.documents(crd, text)
                        .getFirst()
                        .required("spec")
                        .required("versions")
                        .items()
                        .getFirst();
        return version.required("schema")
                .required("openAPIV3Schema")
                .required("properties")
                .field("spec");
    }
}
