package io.spotkeeper.cloud;

/**
 * Until when a mutating request may go out. It is asked as the last step before the socket, after
 * the request was signed: a process that was frozen in between must not send what its ledger no
 * longer allows.
 */
@FunctionalInterface
public interface SendDeadline {
    /** Whether it is too late to send. */
    boolean passed();
}
