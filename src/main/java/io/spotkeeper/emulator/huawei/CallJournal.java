package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.huawei.Reply.Answer;
import io.spotkeeper.emulator.huawei.Reply.Refusal;
import io.spotkeeper.emulator.world.FaultKind;
import io.spotkeeper.emulator.world.RequestJournal;
import io.spotkeeper.emulator.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes calls into the world's journal, without what is nobody's business. */
final class CallJournal {
    private static final Set<String> SECRETS = Set.of("adminPass", "user_data", "password");
    private static final String HIDDEN = "***";

    private final World world;

    CallJournal(World world) {
        this.world = world;
    }

    /**
     * A call and when it came.
     *
     * @param at when it arrived, on the world's clock
     * @param received what it was
     * @param proof who claims to have sent it; null if it does not say
     * @param status HTTP status of its answer, 0 for none
     */
    record Line(Instant at, HuaweiApi.Received received, @Nullable SdkProof proof, int status) {}

    void write(Line line, @Nullable Reply reply, @Nullable FaultKind fault) {
        Operation.Match match = line.received().match();
        JsonNode body = body(line.received());
        world.journal()
                .ended(
                        new RequestJournal.Entry(
                                0,
                                line.at(),
                                world.now(),
                                line.proof() == null ? null : line.proof().accessKey(),
                                match == null ? null : match.variables().get("project_id"),
                                match == null ? "" : match.operation().name(),
                                reply instanceof Refusal refusal ? refusal.code() : null,
                                line.status(),
                                fault == null ? null : fault.getClass().getSimpleName(),
                                instanceIds(match, body, reply),
                                body));
    }

    private static List<String> instanceIds(
            Operation.@Nullable Match match, JsonNode body, @Nullable Reply reply) {
        List<String> ids = new ArrayList<>();
        if (match != null && match.variables().containsKey("server_id")) {
            ids.add(match.variables().getOrDefault("server_id", ""));
        }
        body.path("servers").forEach(server -> ids.add(server.path("id").asText()));
        if (ids.isEmpty() && reply instanceof Answer(_, JsonNode answer)) {
            answer.path("serverIds").forEach(id -> ids.add(id.asText()));
        }
        return ids;
    }

    /** The body, or the query of a call without one. */
    private static JsonNode body(HuaweiApi.Received received) {
        if (received.body() instanceof ObjectNode fields) {
            ObjectNode copy = fields.deepCopy();
            hide(copy);
            return copy;
        }
        ObjectNode query = Reply.object();
        String raw = received.request().rawQuery();
        for (String pair : raw.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                query.put(
                        equals < 0 ? pair : pair.substring(0, equals),
                        equals < 0 ? "" : pair.substring(equals + 1));
            }
        }
        return query;
    }

    private static void hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (SECRETS.contains(field.getKey())) {
                    field.setValue(object.textNode(HIDDEN));
                }
            }
        }
        node.forEach(CallJournal::hide);
    }
}
