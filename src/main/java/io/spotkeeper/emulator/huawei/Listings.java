package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.huawei.Reply.Answer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of rows, and answers that wrongly show less than there is. */
final class Listings {
    private Listings() {}

    /** The answer of a listing that wrongly shows nothing. */
    static Reply emptied(@Nullable Reply reply) {
        Reply empty = changed(reply, ArrayNode::removeAll);
        if (empty instanceof Answer(_, ObjectNode fields)) {
            for (String total : List.of("count", "total_count")) {
                if (fields.has(total)) {
                    fields.put(total, 0);
                }
            }
        }
        return empty;
    }

    /** The answer of a listing that lacks the second half of its rows, but not in its total. */
    static Reply truncated(@Nullable Reply reply) {
        return changed(
                reply,
                rows -> {
                    int kept = rows.size() / 2;
                    while (rows.size() > kept) {
                        rows.remove(rows.size() - 1);
                    }
                });
    }

    private static Reply changed(@Nullable Reply reply, Consumer<ArrayNode> change) {
        if (reply == null) {
            throw new IllegalStateException("a listing is carried out before it is spoiled");
        }
        if (reply instanceof Answer(int status, ObjectNode fields)) {
            ObjectNode spoiled = fields.deepCopy();
            for (JsonNode field : spoiled) {
                if (field instanceof ArrayNode rows) {
                    change.accept(rows);
                }
            }
            return new Answer(status, spoiled);
        }
        return reply;
    }

    /**
     * The rows behind a marker.
     *
     * @param all rows in their order
     * @param marker id of the last row of the page before; null for the first page
     * @param id gives the id of a row
     * @return null if no row has the marker's id
     */
    static <T> @Nullable List<T> after(
            List<T> all, @Nullable String marker, Function<T, String> id) {
        if (marker == null) {
            return all;
        }
        for (int i = 0; i < all.size(); i++) {
            if (id.apply(all.get(i)).equals(marker)) {
                return all.subList(i + 1, all.size());
            }
        }
        return null;
    }
}
