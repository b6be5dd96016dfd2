package io.spotkeeper.fleet;

/**
 * A pool did not deliver.
 *
 * @param kind the class
 * @param code the cloud's own code, or a word of ours where the cloud gave none
 * @param message what happened, for a person
 */
public record Refusal(RefusalKind kind, String code, String message) {}
