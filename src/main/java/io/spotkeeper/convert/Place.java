package io.spotkeeper.convert;

/**
 * Where a value stands in the input.
 *
 * @param path names of the fields that lead to it, for example {@code region_specs[0].region_id};
 *     empty for the whole input
 * @param line line, from 1
 * @param column column, from 1
 */
record Place(String path, int line, int column) {
    private static final int LONGEST_NAME = 80;

    /** The beginning of the input. */
    static final Place START = new Place("", 1, 1);

    /** The place of a field of the value that stands here. */
    Place field(String name, int atLine, int atColumn) {
        String shown = printable(name);
        return new Place(path.isEmpty() ? shown : path + "." + shown, atLine, atColumn);
    }

    /** The place of an item of the list that stands here. */
    Place item(int index, int atLine, int atColumn) {
        return new Place(path + "[" + index + "]", atLine, atColumn);
    }

    /** A text of the input as it can be shown on a terminal: shortened, and nothing but letters. */
    static String printable(String text) {
        var shown = new StringBuilder();
        text.codePoints()
                .limit(LONGEST_NAME)
                .forEach(c -> {
                    if (Character.isISOControl(c)
                            || Character.getType(c) == Character.FORMAT
                            || Character.getType(c) == Character.SURROGATE
                            || Character.getType(c) == Character.LINE_SEPARATOR
                            || Character.getType(c) == Character.PARAGRAPH_SEPARATOR) {
                        shown.append('?');
                    } else {
                        shown.appendCodePoint(c);
                    }
                });
        return text.codePointCount(0, text.length()) > LONGEST_NAME
                ? shown + "…"
                : shown.toString();
    }
}
