package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.tencent.ReceivedCall.Parameters;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
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
    private static final Set<String> SECRETS = Set.of("Password", "UserData");
    private static final String HIDDEN = "***";

    private final World world;

    CallJournal(World world) {
        this.world = world;
    }

    void write(
            ReceivedCall call,
            Instant at,
            @Nullable Reply reply,
            int status,
            @Nullable FaultKind fault) {
        Proof proof = call.proof();
        JsonNode body = withoutSecrets(call.parameters());
        world.journal()
                .ended(
                        new RequestJournal.Entry(
                                0,
                                at,
                                world.now(),
                                proof == null ? null : proof.secretId(),
                                call.region(),
                                call.action(),
                                reply instanceof Refusal refusal ? refusal.code() : null,
                                status,
                                fault == null ? null : fault.getClass().getSimpleName(),
                                instanceIds(body, reply),
                                body));
    }

    private static List<String> instanceIds(JsonNode body, @Nullable Reply reply) {
        List<String> ids = new ArrayList<>();
        body.properties()
                .forEach(field -> {
                    boolean list = field.getKey().equals("InstanceIds");
                    if (list || field.getKey().equals("ResourceIds")) {
                        field.getValue().forEach(id -> ids.add(id.asText()));
                    } else if (field.getKey().startsWith("InstanceIds.")) {
                        ids.add(field.getValue().asText());
                    }
                });
        if (ids.isEmpty() && reply instanceof Answer(ObjectNode fields)) {
            fields.path("InstanceIdSet").forEach(id -> ids.add(id.asText()));
        }
        return ids;
    }

    private static JsonNode withoutSecrets(Parameters parameters) {
        return switch (parameters) {
            case Parameters.Json(ObjectNode document) -> {
                ObjectNode copy = document.deepCopy();
                hide(copy);
                yield copy;
            }
            case Parameters.Flat(Map<String, String> values) -> {
                ObjectNode flat = JsonNodeFactory.instance.objectNode();
                values.forEach((name, value) -> flat.put(name, isSecret(name) ? HIDDEN : value));
                yield flat;
            }
        };
    }

    private static boolean isSecret(String flatName) {
        return SECRETS.contains(flatName.substring(flatName.lastIndexOf('.') + 1));
    }

    private static void hide(JsonNode node) {
        if (node instanceof ObjectNode object) {
            for (Map.Entry<String, JsonNode> field : object.properties()) {
                if (SECRETS.contains(field.getKey())) {
                    field.setValue(JsonNodeFactory.instance.textNode(HIDDEN));
                }
            }
        }
        node.forEach(CallJournal::hide);
    }
}
