package io.spotkeeper.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one request. The first thing that is wrong is kept as the objection; it must
 * be looked at before anything is done.
 */
final class AdminInput {
    private final ObjectNode body;
    private @Nullable String objection;

    AdminInput(JsonNode body, String... known) {
        if (body instanceof ObjectNode fields) {
            this.body = fields;
        } else {
            this.body = JsonNodeFactory.instance.objectNode();
            object("the body must be a JSON object");
        }
        Set<String> names = new TreeSet<>(List.of(known));
        this.body
                .fieldNames()
                .forEachRemaining(name -> {
                    if (!names.contains(name)) {
                        object("unknown field \"%s\"; allowed are %s".formatted(name, names));
                    }
                });
    }

    void object(String why) {
        objection = objection == null ? why : objection;
    }

    /** What is wrong; null if nothing is. */
    @Nullable String objection() {
        return objection;
    }

    boolean has(String name) {
        return body.hasNonNull(name);
    }

    /** A text that must be there; empty if it is not. */
    String text(String name) {
        String value = optionalText(name);
        if (value == null) {
            object("\"" + name + "\" must be a text that is not empty");
            return "";
        }
        return value;
    }

    @Nullable String optionalText(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = body.path(name);
        if (!value.isTextual() || value.asText().isEmpty()) {
            object("\"" + name + "\" must be a text that is not empty");
            return null;
        }
        return value.asText();
    }

    /** A whole number that must be there; the least allowed if it is not. */
    int whole(String name, int least, int most) {
        Integer value = optionalWhole(name, least, most);
        if (value == null) {
            object("\"%s\" must be a whole number from %d to %d".formatted(name, least, most));
            return least;
        }
        return value;
    }

    @Nullable Integer optionalWhole(String name, int least, int most) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = body.path(name);
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.asInt() < least
                || value.asInt() > most) {
            object("\"%s\" must be a whole number from %d to %d".formatted(name, least, most));
            return null;
        }
        return value.asInt();
    }

    @Nullable Double optionalFraction(String name) {
        if (!has(name)) {
            return null;
        }
        JsonNode value = body.path(name);
        if (!value.isNumber() || !(value.asDouble() >= 0 && value.asDouble() <= 1)) {
            object("\"" + name + "\" must be a number from 0 to 1");
            return null;
        }
        return value.asDouble();
    }

    /** A price as a number or a text, above 0 with at most 4 decimals. */
    @Nullable BigDecimal optionalPrice(String name) {
        if (!has(name)) {
            return null;
        }
        String text = body.path(name).asText();
        BigDecimal price = text.matches("\\d{1,6}(\\.\\d{1,4}0*)?") ? new BigDecimal(text) : null;
        if (price == null || price.signum() == 0) {
            object("\"" + name + "\" must be a price above 0 with at most 4 decimals");
            return null;
        }
        return price;
    }

    @Nullable Boolean optionalFlag(String name) {
        if (!has(name)) {
            return null;
        }
        if (!body.path(name).isBoolean()) {
            object("\"" + name + "\" must be true or false");
            return null;
        }
        return body.path(name).asBoolean();
    }

    boolean flag(String name, boolean otherwise) {
        Boolean value = optionalFlag(name);
        return value == null ? otherwise : value;
    }

    /** A list of texts; empty if it is absent. */
    List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        if (has(name)) {
            JsonNode list = body.path(name);
            if (!list.isArray() || list.isEmpty()) {
                object("\"" + name + "\" must be a list of texts that is not empty");
            }
            for (JsonNode element : list) {
                if (!element.isTextual()) {
                    object("\"" + name + "\" must be a list of texts that is not empty");
                }
                texts.add(element.asText());
            }
        }
        return texts;
    }

    /** A duration like PT1H that must be there, from zero to a bound. */
    Duration duration(String name, Duration most) {
        try {
            Duration value = Duration.parse(text(name));
            if (!value.isNegative() && value.compareTo(most) <= 0) {
                return value;
            }
        } catch (DateTimeParseException e) {
            object("\"%s\" must be a duration like PT1H, from PT0S to %s".formatted(name, most));
            return Duration.ZERO;
        }
        object("\"%s\" must be a duration like PT1H, from PT0S to %s".formatted(name, most));
        return Duration.ZERO;
    }
}
