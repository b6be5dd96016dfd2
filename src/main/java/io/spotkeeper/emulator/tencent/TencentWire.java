package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.wire.WireRequest;
import io.spotkeeper.emulator.wire.WireResponse;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.FaultKind;
import io.spotkeeper.emulator.world.FaultPlan.Suffering;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tencent's API over HTTP: one address for all services, errors included in status 200. */
public final class TencentWire implements HttpHandler {
    // Without a charset: with one, the Python SDK and tccli silently drop errors.
    private static final String JSON = "application/json";

    private final World world;
    private final TencentApi api;
    private final Gatekeeper gatekeeper;
    private final CallReader reader = new CallReader();
    private final CallJournal journal;
    private final ObjectMapper json = new ObjectMapper();

    /** Serves a world. */
    public TencentWire(World world) {
        this.world = world;
        this.api = new TencentApi(world);
        this.gatekeeper = new Gatekeeper(world);
        this.journal = new CallJournal(world);
    }

    /** How a call ended: what the API says to it and what the client gets to see. */
    private record Outcome(
            @Nullable Reply reply, WireResponse response, @Nullable FaultKind fault) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Instant at = world.now();
        WireRequest request = WireRequest.read(exchange, CallReader.MAX_BODY);
        ReceivedCall call = reader.read(request);
        world.journal().arrived(api.countedName(call));
        Outcome outcome = serve(call);
        journal.write(call, at, outcome.reply(), outcome.response().status(), outcome.fault());
        outcome.response().send(exchange);
    }

    private Outcome serve(ReceivedCall call) throws IOException {
        String requestId = UUID.randomUUID().toString();
        if (call.defect() != null) {
            return plain(call.defect(), requestId);
        }
        return switch (gatekeeper.check(call)) {
            case Gatekeeper.Verdict.Turned(Refusal refusal) -> plain(refusal, requestId);
            case Gatekeeper.Verdict.Known(Account account) -> serve(call, account, requestId);
        };
    }

    private Outcome serve(ReceivedCall call, Account account, String requestId) throws IOException {
        Suffering suffering = world.faults().take(api.countedName(call), account.secretId());
        Runnable pause = WireResponse.pause(suffering.delay());
        FaultKind fault = suffering.fault();
        if (fault == null) {
            Reply reply = api.answer(call, account, requestId, pause);
            return new Outcome(reply, ok(reply, requestId), suffering.delay());
        }
        Reply reply = null;
        if (fault.hasEffect()) {
            reply = api.answer(call, account, requestId, pause);
        } else {
            pause.run();
        }
        return spoil(fault, reply, requestId);
    }

    private Outcome spoil(FaultKind fault, @Nullable Reply reply, String requestId)
            throws IOException {
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
                    new Outcome(reply, WireResponse.text(200, JSON, "{\"code\":0}"), fault);
            case FaultKind.Throttle() -> {
                Reply refused = TencentApi.throttled();
                yield new Outcome(refused, ok(refused, requestId), fault);
            }
            case FaultKind.Error(String code, String message, _, _) -> {
                Reply refused = new Refusal(code, message);
                yield new Outcome(refused, ok(refused, requestId), fault);
            }
            case FaultKind.WrongEmpty() -> {
                Reply wrong = Listings.emptied(reply);
                yield new Outcome(wrong, ok(wrong, requestId), fault);
            }
            case FaultKind.Truncated() -> {
                Reply wrong = Listings.truncated(reply);
                yield new Outcome(wrong, ok(wrong, requestId), fault);
            }
            case FaultKind.NoContentType _ ->
                    new Outcome(
                            reply,
                            (reply == null
                                            ? WireResponse.text(200, JSON, "{}")
                                            : ok(reply, requestId))
                                    .withoutContentType(),
                            fault);
            case FaultKind.NullCode() ->
                    new Outcome(
                            reply,
                            WireResponse.text(
                                    200,
                                    JSON,
                                    "{\"Response\":{\"Error\":{\"Code\":null,\"Message\":null}}}"),
                            fault);
            case FaultKind.Delay _ -> throw new IllegalStateException("a delay spoils no answer");
        };
    }

    private Outcome plain(Reply reply, String requestId) throws IOException {
        return new Outcome(reply, ok(reply, requestId), null);
    }

    private WireResponse ok(Reply reply, String requestId) throws IOException {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        switch (reply) {
            case Answer(ObjectNode answer) -> fields.setAll(answer);
            case Refusal(String code, String message) ->
                    fields.putObject("Error").put("Code", code).put("Message", message);
        }
        fields.put("RequestId", requestId);
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().set("Response", fields);
        return new WireResponse(200, JSON, json.writeValueAsBytes(envelope), null);
    }
}
