package io.spotkeeper.convert;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Reads a mapping field by field. What was not asked for when it is {@link #done} is an unknown
 * field and is noted; that is how nothing is dropped in silence.
 */
final class Reading {
    private final Place place;
    private final Map<String, Value> fields;
    private final Notes notes;
    private final Set<String> taken = new HashSet<>();

    private Reading(Place place, Map<String, Value> fields, Notes notes) {
        this.place = place;
        this.fields = fields;
        this.notes = notes;
    }

    /** Begins to read a value, which has to be a mapping. */
    static Reading of(Value value, Notes notes) {
        if (value instanceof Value.Fields(Place place, Map<String, Value> fields)) {
            return new Reading(place, fields, notes);
        }
        throw value.misfit("expected an object in braces");
    }

    Place place() {
        return place;
    }

    Notes notes() {
        return notes;
    }

    /** A field, if it is there and not null. */
    Optional<Value> take(String name) {
        taken.add(name);
        return Optional.ofNullable(fields.get(name))
                .filter(value -> !(value instanceof Value.Nothing));
    }

    /** A field that has to be there. */
    Value require(String name) {
        return take(name)
                .orElseThrow(() -> new Misfit(place, "expected the field \"" + name + "\""));
    }

    /** A field with a mapping, if it is there. */
    Optional<Reading> object(String name) {
        return take(name).map(value -> of(value, notes));
    }

    /** The items of a list, none where the field is absent. */
    List<Value> list(String name) {
        return take(name).map(Value::items).orElse(List.of());
    }

    /** A text that stands for something else. */
    Optional<String> word(String name, Map<String, String> meanings) {
        return take(name)
                .map(value ->
                        Optional.ofNullable(meanings.get(value.text()))
                                .orElseThrow(() ->
                                        value.misfit(
                                                "expected "
                                                        + meanings.keySet().stream()
                                                                .sorted()
                                                                .collect(
                                                                        Collectors.joining(
                                                                                " or ")))));
    }

    /** A field that may be there and is not needed. */
    void tell(String name, String why) {
        take(name).ifPresent(value -> notes.tell(value.place(), why));
    }

    /** A field that may be there and has no equivalent. */
    void lose(String name, String why) {
        take(name).ifPresent(value -> notes.lose(value.place(), why));
    }

    /** Notes what nobody asked for. */
    void done() {
        fields.forEach((name, value) -> {
            if (!taken.contains(name)) {
                notes.unknown(value.place());
            }
        });
    }
}
