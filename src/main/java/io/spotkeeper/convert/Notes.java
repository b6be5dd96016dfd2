package io.spotkeeper.convert;

import io.spotkeeper.convert.Note.Weight;
import java.util.ArrayList;
import java.util.List;

/** The notes of one conversion, in the order in which they came up. */
final class Notes {
    private final List<Note> notes = new ArrayList<>();

    /** Something to know about the result as a whole. */
    void tell(String text) {
        add(Weight.TOLD, text);
    }

    /** Something to know about a value that is in the result, or need not be. */
    void tell(Place place, String text) {
        add(Weight.TOLD, place.path() + ": " + text);
    }

    /** A known field that has no equivalent, and why. */
    void lose(Place place, String why) {
        add(Weight.LOST, place.path() + " has no equivalent and is left out: " + why);
    }

    /** A field that the request does not have. */
    void unknown(Place place) {
        add(
                Weight.LOST,
                "unknown field %s (line %d, column %d) is left out"
                        .formatted(place.path(), place.line(), place.column()));
    }

    private void add(Weight weight, String text) {
        Note note = new Note(weight, text);
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    List<Note> all() {
        return List.copyOf(notes);
    }
}
