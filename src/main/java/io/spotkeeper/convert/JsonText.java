package io.spotkeeper.convert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON with the place of each value. Messages are of our own making: those of the parser
 * quote the input, which may hold a password.
 */
final class JsonText {
    private static final String VALUE = "expected a value of JSON";
    private static final String END = ", but the text ends here";

    private final JsonParser parser;

    private JsonText(JsonParser parser) {
        this.parser = parser;
    }

    /** The only value of a text. */
    static Value read(String text) {
        try (JsonParser parser = new JsonFactory().createParser(text)) {
            JsonText reader = new JsonText(parser);
            JsonToken first = reader.next(Place.START, VALUE);
            Value value = reader.value(first, Place.START);
            if (reader.nextOrEnd("expected the end of the text") != null) {
                throw reader.misfit(Place.START, "expected the end of the text after the value");
            }
            return value;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
    }

    private Value value(JsonToken token, Place place) throws IOException {
        return switch (token) {
            case START_OBJECT -> new Value.Fields(place, fields(place));
            case START_ARRAY -> new Value.Items(place, items(place));
            case VALUE_STRING -> new Value.Text(place, parser.getText());
            case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> new Value.Figure(place, parser.getText());
            case VALUE_TRUE -> new Value.Flag(place, true);
            case VALUE_FALSE -> new Value.Flag(place, false);
            case VALUE_NULL -> new Value.Nothing(place);
            case END_OBJECT, END_ARRAY, FIELD_NAME, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE ->
                    throw misfit(place, VALUE);
        };
    }

    private Map<String, Value> fields(Place place) throws IOException {
        String wanted = "expected a field of JSON like \"name\": value, then a comma or \"}\"";
        Map<String, Value> fields = new LinkedHashMap<>();
        JsonToken token = next(place, wanted);
        while (token == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            Place field = here(place).field(name);
            if (fields.containsKey(name)) {
                throw new Misfit(field, "expected each field once, but this one is repeated");
            }
            JsonToken first = next(field, wanted);
            fields.put(name, value(first, here(place).field(name)));
            token = next(place, wanted);
        }
        return fields;
    }

    private List<Value> items(Place place) throws IOException {
        String wanted = "expected a value of JSON, then a comma or \"]\"";
        List<Value> items = new ArrayList<>();
        JsonToken token = next(place, wanted);
        while (token != JsonToken.END_ARRAY) {
            items.add(value(token, here(place).item(items.size())));
            token = next(place, wanted);
        }
        return items;
    }

    private JsonToken next(Place place, String expected) throws IOException {
        JsonToken token = nextOrEnd(expected);
        if (token == null) {
            throw misfit(place, expected + END);
        }
        return token;
    }

    private @Nullable JsonToken nextOrEnd(String expected) throws IOException {
        try {
            JsonToken token = parser.nextToken();
            // A text is read to its end only when it is asked for.
            parser.finishToken();
            return token;
        } catch (JsonEOFException e) {
            throw new Misfit(at(Place.START, e.getLocation()), expected + END);
        } catch (JsonProcessingException e) {
            throw new Misfit(at(Place.START, e.getLocation()), expected);
        }
    }

    private Misfit misfit(Place place, String expected) {
        JsonLocation location =
                parser.hasCurrentToken() ? parser.currentTokenLocation() : parser.currentLocation();
        return new Misfit(at(place, location), expected);
    }

    /** Where the present token stands, inside a value that stands elsewhere. */
    private Spot here(Place outer) {
        JsonLocation location = parser.currentTokenLocation();
        return new Spot(outer, location.getLineNr(), location.getColumnNr());
    }

    private static Place at(Place place, @Nullable JsonLocation location) {
        return location == null
                ? place
                : new Place(place.path(), location.getLineNr(), location.getColumnNr());
    }

    private record Spot(Place outer, int line, int column) {
        Place field(String name) {
            return outer.field(name, line, column);
        }

        Place item(int index) {
            return outer.item(index, line, column);
        }
    }
}
