package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** What an API call comes to; either is HTTP 200. */
sealed interface Reply {
    /**
     * The call was carried out.
     *
     * @param fields the fields of {@code Response} but for the request id
     */
    record Answer(ObjectNode fields) implements Reply {}

    /**
     * The call was refused.
     *
     * @param code the documented error code
     * @param message for people
     */
    record Refusal(String code, String message) implements Reply {}
}
