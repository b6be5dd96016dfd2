package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A call as its sender claims it to be: nothing in it is verified.
 *
 * @param action empty if it names none
 * @param version empty if it names none
 * @param region null if it names none
 * @param parameters what the action is called with
 * @param proof who sent it; null if it says nothing that could be checked
 * @param defect why it cannot be carried out at all; null if it can be read
 */
record ReceivedCall(
        String action,
        String version,
        @Nullable String region,
        Parameters parameters,
        @Nullable Proof proof,
        Reply.@Nullable Refusal defect) {
    /** The parameters in one of two forms. */
    sealed interface Parameters {
        /** A JSON document with types. */
        record Json(ObjectNode document) implements Parameters {}

        /** Names like {@code Placement.Zone} and {@code InstanceIds.0}; every value is text. */
        record Flat(Map<String, String> values) implements Parameters {}
    }
}
