package io.spotkeeper.emulator.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/** The answer to an admin request. */
sealed interface AdminReply {
    /** Done, or shown: HTTP 200. */
    record Ok(JsonNode body) implements AdminReply {}

    /** The input is not right: HTTP 400. */
    record Bad(String error) implements AdminReply {}

    /** Done, and there is nothing to show. */
    static AdminReply done() {
        return new Ok(JsonNodeFactory.instance.objectNode());
    }
}
