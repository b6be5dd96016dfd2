package io.spotkeeper.convert;

/**
 * Something that the reader of a converted request has to know.
 *
 * @param weight how much it matters
 * @param text one sentence, on one line
 */
public record Note(Weight weight, String text) {
    /** How much a note matters. */
    public enum Weight {
        /** Nothing of the input is lost; something was derived, assumed or is to be done. */
        TOLD,
        /** Something that the input asks for is not in the result. */
        LOST
    }
}
