package io.spotkeeper.convert;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A value of the input, which knows where it stands. A wrong one throws a {@link Misfit}. */
sealed interface Value {
    /** Where it stands. */
    Place place();

    /**
     * A mapping, in the order written.
     *
     * @param place where it stands
     * @param fields what is in it
     */
    record Fields(Place place, Map<String, Value> fields) implements Value {}

    /**
     * A list.
     *
     * @param place where it stands
     * @param items what is in it
     */
    record Items(Place place, List<Value> items) implements Value {}

    /**
     * A text.
     *
     * @param place where it stands
     * @param text the text
     */
    record Text(Place place, String text) implements Value {}

    /**
     * A number as it is written.
     *
     * @param place where it stands
     * @param literal its digits
     */
    record Figure(Place place, String literal) implements Value {}

    /**
     * True or false.
     *
     * @param place where it stands
     * @param on which of both
     */
    record Flag(Place place, boolean on) implements Value {}

    /**
     * A parameter of a query, which may be meant as a text, a number, or true or false.
     *
     * @param place where it stands
     * @param text as it is written, decoded
     */
    record Word(Place place, String text) implements Value {}

    /**
     * Nothing; the same as if the field were not there.
     *
     * @param place where it stands
     */
    record Nothing(Place place) implements Value {}

    /** What is wrong with this value. */
    default Misfit misfit(String expected) {
        return new Misfit(place(), expected + ", not " + shown());
    }

    /** What it is, in words. */
    default String shown() {
        return switch (this) {
            case Fields _ -> "an object";
            case Items _ -> "a list";
            case Text(Place _, String text) -> '"' + Place.printable(text) + '"';
            case Word(Place _, String text) -> '"' + Place.printable(text) + '"';
            case Figure(Place _, String literal) -> Place.printable(literal);
            case Flag(Place _, boolean on) -> Boolean.toString(on);
            case Nothing _ -> "null";
        };
    }

    /** The items of a list, null ones left out. */
    default List<Value> items() {
        if (this instanceof Items(Place _, List<Value> items)) {
            return items.stream().filter(item -> !(item instanceof Nothing)).toList();
        }
        throw misfit("expected a list");
    }

    /** The items of a list that has so many. */
    default List<Value> items(int least, int most) {
        List<Value> items = items();
        if (items.size() < least || items.size() > most) {
            throw new Misfit(
                    place(),
                    "expected %d to %d items, not %d".formatted(least, most, items.size()));
        }
        return items;
    }

    /** A text. */
    default String text() {
        return switch (this) {
            case Text(Place _, String text) -> text;
            case Word(Place _, String text) -> text;
            case Fields _, Items _, Figure _, Flag _, Nothing _ ->
                    throw misfit("expected a text in double quotes");
        };
    }

    /**
     * A text of a form.
     *
     * @param form regular expression for all of it
     * @param what the form in words
     */
    default String text(Pattern form, String what) {
        String text = text();
        if (!form.matcher(text).matches()) {
            throw misfit("expected " + what);
        }
        return text;
    }

    /** A text of so many characters. */
    default String text(int least, int most) {
        String text = text();
        int length = text.codePointCount(0, text.length());
        if (length < least || length > most || text.indexOf('\0') >= 0) {
            throw misfit("expected a text of %d to %d characters".formatted(least, most));
        }
        return text;
    }

    /** True or false. */
    default boolean flag() {
        return switch (this) {
            case Flag(Place _, boolean on) -> on;
            case Word(Place _, String text) when text.equalsIgnoreCase("true") -> true;
            case Word(Place _, String text) when text.equalsIgnoreCase("false") -> false;
            case Fields _, Items _, Text _, Figure _, Word _, Nothing _ ->
                    throw misfit("expected true or false");
        };
    }

    /** A whole number within bounds; 10.0 is one. */
    default int whole(int least, int most) {
        return number().filter(number -> number.stripTrailingZeros().scale() <= 0)
                .filter(number -> number.compareTo(BigDecimal.valueOf(least)) >= 0)
                .filter(number -> number.compareTo(BigDecimal.valueOf(most)) <= 0)
                .map(BigDecimal::intValueExact)
                .orElseThrow(() ->
                        misfit("expected a whole number from %d to %d".formatted(least, most)));
    }

    /** A number, if it is one of a size that anybody could mean. */
    default Optional<BigDecimal> number() {
        return switch (this) {
            case Figure(Place _, String literal) -> Decimals.read(literal);
            case Word(Place _, String text) -> Decimals.read(text);
            case Fields _, Items _, Text _, Flag _, Nothing _ -> Optional.empty();
        };
    }

    /** A price: a number, or a text with one, of at most six digits on each side of the point. */
    default String price() {
        return (this instanceof Text(Place _, String text) ? Decimals.read(text) : number())
                .flatMap(Decimals::price)
                .orElseThrow(() ->
                        misfit("expected a price of at most 6 digits on each side of the point"));
    }

    /** A weight: a number above 0, or a text with one, of at most three decimals. */
    default String weight() {
        return (this instanceof Text(Place _, String text) ? Decimals.read(text) : number())
                .flatMap(Decimals::weight)
                .orElseThrow(() ->
                        misfit(
                                "expected a weight above 0 with at most 6 digits before the point and 3 after it"));
    }

    /** An id that a cloud gives out, of at most so many characters. */
    default String id(int most) {
        String id = text(Forms.CLOUD_ID, "an id of letters, digits, '.', '_' and '-'");
        if (id.length() > most) {
            throw misfit("expected an id of at most " + most + " characters");
        }
        return id;
    }

    /** A region. */
    default String region() {
        return text(Forms.REGION, "a region like cn-south-1");
    }
}
