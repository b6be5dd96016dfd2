package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.world.Account;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A verified call whose parameters have the documented names and types.
 *
 * @param account who calls
 * @param action what is called
 * @param region the region called; empty for actions that need none
 * @param params the parameters
 * @param requestId names the call
 * @param pause lets an injected delay pass; to be run just before the effect
 */
record ApiCall(
        Account account,
        String action,
        String region,
        ObjectNode params,
        String requestId,
        Runnable pause) {
    /** The same call with other parameters. */
    ApiCall with(ObjectNode others) {
        return new ApiCall(account, action, region, others, requestId, pause);
    }

    /** A text parameter by JSON pointer; null if it is absent. */
    @Nullable String text(String pointer) {
        JsonNode value = params.at(pointer);
        return value.isMissingNode() ? null : value.asText();
    }

    /** A text parameter by JSON pointer, or what stands for it. */
    String text(String pointer, String otherwise) {
        String value = text(pointer);
        return value == null ? otherwise : value;
    }

    /** A number by JSON pointer, or what stands for it. */
    long number(String pointer, long otherwise) {
        return params.at(pointer).asLong(otherwise);
    }

    /** A switch by JSON pointer; false if it is absent. */
    boolean flag(String pointer) {
        return params.at(pointer).asBoolean(false);
    }

    boolean has(String pointer) {
        return !params.at(pointer).isMissingNode();
    }

    /** A list of texts by JSON pointer; empty if it is absent. */
    List<String> texts(String pointer) {
        List<String> texts = new ArrayList<>();
        params.at(pointer).forEach(value -> texts.add(value.asText()));
        return texts;
    }
}
