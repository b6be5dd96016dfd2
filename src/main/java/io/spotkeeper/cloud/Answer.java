package io.spotkeeper.cloud;

/** What came of one call through a vendor's SDK. */
public sealed interface Answer<T> {
    /** The service did it. */
    record Given<T>(T value) implements Answer<T> {}

    /** It did not, or nobody knows. */
    record Missing<T>(Fault fault) implements Answer<T> {}
}
