package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.spotkeeper.emulator.huawei.Reply.Answer;
import io.spotkeeper.emulator.huawei.Reply.Refusal;
import io.spotkeeper.emulator.wire.WireRequest;
import io.spotkeeper.emulator.wire.WireResponse;
import io.spotkeeper.emulator.world.ErrorShape;
import io.spotkeeper.emulator.world.FaultKind;
import io.spotkeeper.emulator.world.FaultPlan.Suffering;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Huawei Cloud's APIs over HTTP: one address for all services, told apart by their paths. */
public final class HuaweiWire implements HttpHandler {
    // Source: the documented limit of a request signed with AK and SK.
    private static final int MAX_BODY = 12 * 1024 * 1024;
    private static final String JSON = "application/json";

    private final World world;
    private final HuaweiApi api;
    private final Gatekeeper gatekeeper;
    private final CallJournal journal;
    private final ObjectMapper json =
            JsonMapper.builder()
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .build();

    /** Serves a world. */
    public HuaweiWire(World world) {
        this.world = world;
        this.api = new HuaweiApi(world);
        this.gatekeeper = new Gatekeeper(world);
        this.journal = new CallJournal(world);
    }

    /** How a call ended: what the API says to it and what the client gets to see. */
    private record Outcome(
            @Nullable Reply reply, WireResponse response, @Nullable FaultKind fault) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Instant at = world.now();
        WireRequest request = WireRequest.read(exchange, MAX_BODY);
        JsonNode body = parse(request.body());
        Operation.Match match = api.match(request, body);
        String action = match == null ? "" : match.operation().name();
        world.journal().arrived(action);
        String requestId = UUID.randomUUID().toString();
        SdkProof proof = SdkProof.read(request);
        HuaweiApi.Received received = new HuaweiApi.Received(request, match, body, requestId);
        Outcome outcome = serve(received, proof);
        journal.write(
                new CallJournal.Line(at, received, proof, outcome.response().status()),
                outcome.reply(),
                outcome.fault());
        if (outcome.response().status() != 0) {
            exchange.getResponseHeaders().set("X-Request-Id", requestId);
        }
        outcome.response().send(exchange);
    }

    /** The body as JSON; a missing node if there is none, null if it is something else. */
    private @Nullable JsonNode parse(byte[] body) throws IOException {
        if (body.length == 0) {
            return JsonNodeFactory.instance.missingNode();
        }
        try {
            return json.readTree(body);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private Outcome serve(HuaweiApi.Received received, @Nullable SdkProof proof)
            throws IOException {
        String requestId = received.requestId();
        if (received.request().body().length > MAX_BODY) {
            return plain(
                    new Refusal(413, "APIGW.0201", "Request entity too large", ErrorShape.FLAT),
                    requestId);
        }
        return switch (gatekeeper.check(received.request(), proof)) {
            case Gatekeeper.Verdict.Turned(Refusal refusal) -> plain(refusal, requestId);
            case Gatekeeper.Verdict.Known sender -> serve(received, sender);
        };
    }

    private Outcome serve(HuaweiApi.Received received, Gatekeeper.Verdict.Known sender)
            throws IOException {
        String action = received.match() == null ? "" : received.match().operation().name();
        Suffering suffering = world.faults().take(action, sender.account().secretId());
        Runnable pause = WireResponse.pause(suffering.delay());
        FaultKind fault = suffering.fault();
        if (fault == null) {
            Reply reply = api.answer(received, sender, pause);
            return new Outcome(reply, response(reply, received.requestId()), suffering.delay());
        }
        Reply reply = null;
        if (fault.hasEffect()) {
            reply = api.answer(received, sender, pause);
        } else {
            pause.run();
        }
        return spoil(fault, reply, received);
    }

    private Outcome spoil(FaultKind fault, @Nullable Reply reply, HuaweiApi.Received received)
            throws IOException {
        String requestId = received.requestId();
        return switch (fault) {
            case FaultKind.DropBefore _, FaultKind.DropAfter _ ->
                    new Outcome(reply, WireResponse.NONE, fault);
            case FaultKind.Status(int status, var retryAfter) ->
                    new Outcome(reply, WireResponse.gateway(status, retryAfter), fault);
            case FaultKind.StatusAfter(int status, var retryAfter) ->
                    new Outcome(reply, WireResponse.gateway(status, retryAfter), fault);
            case FaultKind.Html _ -> new Outcome(reply, WireResponse.html(), fault);
            case FaultKind.EmptyBody _ ->
                    new Outcome(reply, WireResponse.text(200, JSON, ""), fault);
            case FaultKind.NoResponse _ ->
                    new Outcome(reply, WireResponse.text(200, JSON, "{}"), fault);
            case FaultKind.NullCode() ->
                    new Outcome(
                            reply,
                            WireResponse.text(
                                    400, JSON, "{\"error_code\":null,\"error_msg\":null}"),
                            fault);
            case FaultKind.NoContentType _ -> {
                Reply said = reply == null ? Reply.ok(Reply.object()) : reply;
                yield new Outcome(reply, response(said, requestId).withoutContentType(), fault);
            }
            case FaultKind.Throttle() -> refused(Errors.throttled(), requestId, fault);
            case FaultKind.Error error -> refused(api.injected(error, received), requestId, fault);
            case FaultKind.WrongEmpty() -> wrong(Listings.emptied(reply), requestId, fault);
            case FaultKind.Truncated() -> wrong(Listings.truncated(reply), requestId, fault);
            case FaultKind.Delay _ -> throw new IllegalStateException("a delay spoils no answer");
        };
    }

    private Outcome refused(Refusal refusal, String requestId, FaultKind fault) throws IOException {
        return new Outcome(refusal, response(refusal, requestId), fault);
    }

    private Outcome wrong(Reply reply, String requestId, FaultKind fault) throws IOException {
        return new Outcome(reply, response(reply, requestId), fault);
    }

    private Outcome plain(Reply reply, String requestId) throws IOException {
        return new Outcome(reply, response(reply, requestId), null);
    }

    private WireResponse response(Reply reply, String requestId) throws IOException {
        return switch (reply) {
            case Answer(int status, JsonNode body) ->
                    new WireResponse(
                            status,
                            body.isMissingNode() ? null : JSON,
                            body.isMissingNode() ? new byte[0] : json.writeValueAsBytes(body),
                            null);
            case Refusal refusal ->
                    new WireResponse(
                            refusal.status(),
                            JSON,
                            json.writeValueAsBytes(body(refusal, requestId)),
                            null);
        };
    }

    private static ObjectNode body(Refusal refusal, String requestId) {
        ObjectNode body = Reply.object();
        switch (refusal.shape()) {
            case FLAT ->
                    body.put("error_code", refusal.code())
                            .put("error_msg", refusal.message())
                            .put("request_id", requestId);
            case PLAIN -> body.put("code", refusal.code()).put("message", refusal.message());
            case NESTED ->
                    body.putObject("error")
                            .put("code", refusal.code())
                            .put("message", refusal.message());
        }
        return body;
    }
}
