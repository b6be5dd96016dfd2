package io.spotkeeper.cloud;

/** Whose credentials these are. */
public sealed interface Owner {
    /**
     * The cloud's own id of the account.
     *
     * @param id stable over key rotation
     */
    record Identified(String id) implements Owner {}

    /** It could not be found out. */
    record Failed(CloudFailure failure) implements Owner {}
}
