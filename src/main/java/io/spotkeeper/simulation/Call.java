package io.spotkeeper.simulation;

/** Everything a process does to the world outside of it. */
public enum Call {
    /** Reads the object past the cache. */
    READ,
    /** Lists all objects past the cache: who may own instances. */
    OWNERS,
    /** Writes the object's status with an optimistic lock. */
    WRITE,
    /** Adds the finalizer. */
    FINALIZE,
    /** Removes the finalizer. */
    LET_GO,
    /** Buys instances. */
    LAUNCH,
    /** Terminates instances. */
    TERMINATE,
    /** Takes tags off instances. */
    UNTAG,
    /** Puts tags on instances. */
    TAG,
    /** Lists a region. */
    LIST,
    /** Asks for instances by id. */
    DESCRIBE,
    /** Asks for prices and stock. */
    QUOTE;

    /** Whether it changes the cloud. */
    public boolean mutatesCloud() {
        return switch (this) {
            case LAUNCH, TERMINATE, UNTAG, TAG -> true;
            case READ, OWNERS, WRITE, FINALIZE, LET_GO, LIST, DESCRIBE, QUOTE -> false;
        };
    }

    /** Whether it goes to the cloud. */
    public boolean toCloud() {
        return switch (this) {
            case LAUNCH, TERMINATE, UNTAG, TAG, LIST, DESCRIBE, QUOTE -> true;
            case READ, OWNERS, WRITE, FINALIZE, LET_GO -> false;
        };
    }
}
