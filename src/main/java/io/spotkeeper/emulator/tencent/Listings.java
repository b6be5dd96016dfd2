package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Answers that show less than there is. */
final class Listings {
    private static final String TOTAL = "TotalCount";

    private Listings() {}

    /** The answer of a listing that wrongly shows nothing. */
    static Reply emptied(@Nullable Reply reply) {
        return changed(reply, TOTAL, ArrayNode::removeAll);
    }

    /** The answer of a listing that lacks the second half of its rows, but not in its total. */
    static Reply truncated(@Nullable Reply reply) {
        return changed(
                reply,
                "",
                rows -> {
                    int kept = rows.size() / 2;
                    while (rows.size() > kept) {
                        rows.remove(rows.size() - 1);
                    }
                });
    }

    private static Reply changed(@Nullable Reply reply, String zeroed, Consumer<ArrayNode> change) {
        if (reply == null) {
            throw new IllegalStateException("a listing is carried out before it is spoiled");
        }
        if (reply instanceof Answer(ObjectNode fields)) {
            ObjectNode spoiled = fields.deepCopy();
            for (JsonNode field : spoiled) {
                if (field instanceof ArrayNode rows) {
                    change.accept(rows);
                }
            }
            if (spoiled.has(zeroed)) {
                spoiled.put(zeroed, 0);
            }
            return new Answer(spoiled);
        }
        return reply;
    }
}
