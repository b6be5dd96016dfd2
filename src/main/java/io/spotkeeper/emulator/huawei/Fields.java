package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of a body. The first thing that is wrong is kept as the objection; it must be
 * looked at before anything is done.
 */
final class Fields {
    /** The first thing that is wrong with any part of a body. */
    static final class Objection {
        private @Nullable String text;

        void add(String why) {
            text = text == null ? why : text;
        }

        @Nullable String text() {
            return text;
        }
    }

    private final JsonNode node;
    private final String place;
    private final Objection objection;

    private Fields(JsonNode node, String place, Objection objection) {
        this.node = node;
        this.place = place;
        this.objection = objection;
    }

    static Fields of(JsonNode node, Objection objection) {
        if (!node.isObject()) {
            objection.add("The request body must be a JSON object.");
        }
        return new Fields(node, "", objection);
    }

    JsonNode node() {
        return node;
    }

    boolean has(String name) {
        return node.hasNonNull(name);
    }

    /** An object that must be there. */
    Fields object(String name) {
        if (!has(name)) {
            object(name, "is required");
        }
        return optionalObject(name);
    }

    /** An object; one without fields if it is absent. */
    Fields optionalObject(String name) {
        if (has(name) && !node.path(name).isObject()) {
            object(name, "must be an object");
        }
        return new Fields(node.path(name), place + name + ".", objection);
    }

    /** The elements of a list, each an object; none if it is absent. */
    List<Fields> objects(String name) {
        List<Fields> elements = new ArrayList<>();
        JsonNode list = node.path(name);
        if (has(name) && !list.isArray()) {
            object(name, "must be a list");
        }
        for (int i = 0; i < list.size(); i++) {
            String at = name + "[" + i + "]";
            if (!list.get(i).isObject()) {
                object(at, "must be an object");
            }
            elements.add(new Fields(list.get(i), place + at + ".", objection));
        }
        return elements;
    }

    /** A text that must be there; empty if it is not. */
    String text(String name) {
        String value = optionalText(name);
        if (value == null || value.isEmpty()) {
            object(name, "is required");
            return "";
        }
        return value;
    }

    @Nullable String optionalText(String name) {
        if (!has(name)) {
            return null;
        }
        if (!node.path(name).isTextual()) {
            object(name, "must be a string");
            return null;
        }
        return node.path(name).asText();
    }

    /** One of some words; the alternative if it is absent. */
    String word(String name, String otherwise, String... allowed) {
        String value = optionalText(name);
        if (value == null) {
            return otherwise;
        }
        if (!Set.of(allowed).contains(value)) {
            object(name, "must be one of " + new TreeSet<>(Set.of(allowed)));
            return otherwise;
        }
        return value;
    }

    boolean flag(String name) {
        if (has(name) && !node.path(name).isBoolean()) {
            object(name, "must be true or false");
        }
        return node.path(name).asBoolean(false);
    }

    /** A whole number that must be there; the least allowed if it is not. */
    int whole(String name, int least, int most) {
        if (!has(name)) {
            object(name, "is required");
        }
        return optionalWhole(name, least, least, most);
    }

    int optionalWhole(String name, int otherwise, int least, int most) {
        if (!has(name)) {
            return otherwise;
        }
        JsonNode value = node.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.asInt() < least
                || value.asInt() > most) {
            object(name, "must be an integer from " + least + " to " + most);
            return otherwise;
        }
        return value.asInt();
    }

    /** A number between bounds; null if it is absent. */
    @Nullable BigDecimal optionalDecimal(String name, BigDecimal least, BigDecimal most) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = node.path(name);
        BigDecimal number = value.isNumber() ? value.decimalValue() : null;
        if (number == null || number.compareTo(least) < 0 || number.compareTo(most) > 0) {
            object(
                    name,
                    "must be a number from %s to %s"
                            .formatted(least.toPlainString(), most.toPlainString()));
            return null;
        }
        return number;
    }

    /** A time as yyyy-MM-ddTHH:mm:ssZ, in UTC; null if it is absent. */
    @Nullable Instant optionalTime(String name) {
        String value = optionalText(name);
        if (value == null) {
            return null;
        }
        try {
            if (value.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ")) {
                return Instant.parse(value);
            }
        } catch (DateTimeException e) {
            object(name, "is no such time");
            return null;
        }
        object(name, "must be a time like 2026-01-02T03:04:05Z");
        return null;
    }

    /** Says what is wrong with a field. */
    void object(String name, String why) {
        objection.add("The parameter " + place + name + " " + why + ".");
    }
}
