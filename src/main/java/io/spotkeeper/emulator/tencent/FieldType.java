package io.spotkeeper.emulator.tencent;

import java.util.Map;

/** The documented type of a request field. */
sealed interface FieldType {
    /** A string. */
    record Text() implements FieldType {}

    /** A whole number. */
    record Whole() implements FieldType {}

    /** A number. */
    record Fraction() implements FieldType {}

    /** True or false. */
    record Flag() implements FieldType {}

    /** A list. */
    record ListOf(FieldType element) implements FieldType {}

    /** An object with known fields. */
    record Struct(Map<String, Field> fields) implements FieldType {}

    /**
     * A field of an object.
     *
     * @param type its type
     * @param required whether it must be there
     */
    record Field(FieldType type, boolean required) {}
}
