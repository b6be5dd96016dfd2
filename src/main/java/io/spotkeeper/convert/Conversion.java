package io.spotkeeper.convert;

import java.util.List;

/** What came of a conversion. */
public sealed interface Conversion {
    /**
     * It was converted.
     *
     * @param kind what the input is
     * @param text the whole result: manifests in YAML, or a body in JSON
     * @param notes what the reader has to know, in the order in which it came up
     */
    record Done(InputKind kind, String text, List<Note> notes) implements Conversion {
        public Done {
            notes = List.copyOf(notes);
        }
    }

    /**
     * It cannot be converted.
     *
     * @param path names of the fields that lead to what is wrong; empty where it is the text itself
     * @param line line of it, from 1
     * @param column column of it, from 1
     * @param expected what was expected there, and what was found where that may be shown
     */
    record Refused(String path, int line, int column, String expected) implements Conversion {}
}
