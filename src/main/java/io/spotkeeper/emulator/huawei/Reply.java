package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.world.ErrorShape;

/** What the API says to a call. */
sealed interface Reply {
    /**
     * Carried out.
     *
     * @param status HTTP status, below 300
     * @param body a missing node for none
     */
    record Answer(int status, JsonNode body) implements Reply {}

    /**
     * Refused, with no effect.
     *
     * @param status HTTP status; 202 in one documented case
     * @param code error code
     * @param message what it says
     * @param shape how the body is built
     */
    record Refusal(int status, String code, String message, ErrorShape shape) implements Reply {}

    static Answer ok(JsonNode body) {
        return new Answer(200, body);
    }

    /** Done, with a status and no body. */
    static Answer empty(int status) {
        return new Answer(status, JsonNodeFactory.instance.missingNode());
    }

    static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
