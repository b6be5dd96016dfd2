package io.spotkeeper.emulator.world;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where in a YAML text each value stands. */
final class YamlPlaces {
    private final Map<JsonPointer, JsonLocation> places = new HashMap<>();

    YamlPlaces(ObjectMapper mapper, String text) throws JsonProcessingException {
        try (JsonParser parser = mapper.createParser(text)) {
            while (parser.nextToken() != null) {
                places.putIfAbsent(
                        parser.getParsingContext().pathAsPointer(), parser.currentTokenLocation());
            }
        } catch (JsonProcessingException e) {
            throw e;
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory failed", e);
        }
    }

    /** Line and column of a value, or of the nearest one around it that the text has. */
    String of(JsonPointer pointer) {
        for (JsonPointer at = pointer; at != null; at = parent(at)) {
            JsonLocation place = places.get(at);
            if (place != null) {
                return "line %d, column %d".formatted(place.getLineNr(), place.getColumnNr());
            }
        }
        return "line 1, column 1";
    }

    private static @Nullable JsonPointer parent(JsonPointer pointer) {
        return pointer.matches() ? null : pointer.head();
    }
}
