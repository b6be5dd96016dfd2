package io.spotkeeper.emulator.tencent;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.spotkeeper.emulator.tencent.Reply.Answer;
import io.spotkeeper.emulator.tencent.Reply.Refusal;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.FaultKind;
import io.spotkeeper.emulator.world.FaultPlan.Suffering;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.io.InterruptedIOException;
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

    /** What goes back over the connection, or that nothing does. */
    private record Response(
            int status, String contentType, byte[] body, @Nullable String retryAfter) {
        static final Response NONE = new Response(0, "", new byte[0], null);
    }

    /** How a call ended: what the API says to it and what the client gets to see. */
    private record Outcome(@Nullable Reply reply, Response response, @Nullable FaultKind fault) {}

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        Instant at = world.now();
        WireRequest request = WireRequest.read(exchange);
        ReceivedCall call = reader.read(request);
        world.journal().arrived(api.countedName(call));
        Outcome outcome = serve(call);
        journal.write(call, at, outcome.reply(), outcome.response().status(), outcome.fault());
        send(exchange, outcome.response());
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
        Runnable pause = pause(suffering.delay());
        FaultKind fault = suffering.fault();
        if (fault == null) {
            Reply reply = api.answer(call, account, requestId, pause);
            return new Outcome(reply, ok(reply, requestId), suffering.delay());
        }
        Reply reply = null;
        if (hasEffect(fault)) {
            reply = api.answer(call, account, requestId, pause);
        } else {
            pause.run();
        }
        return spoil(fault, reply, requestId);
    }

    private static boolean hasEffect(FaultKind fault) {
        return switch (fault) {
            case FaultKind.DropAfter _,
                    FaultKind.StatusAfter _,
                    FaultKind.WrongEmpty _,
                    FaultKind.Truncated _,
                    FaultKind.Delay _ ->
                    true;
            case FaultKind.Html(boolean effect) -> effect;
            case FaultKind.EmptyBody(boolean effect) -> effect;
            case FaultKind.NoResponse(boolean effect) -> effect;
            case FaultKind.DropBefore _,
                    FaultKind.Status _,
                    FaultKind.Throttle _,
                    FaultKind.Error _ ->
                    false;
        };
    }

    private Outcome spoil(FaultKind fault, @Nullable Reply reply, String requestId)
            throws IOException {
        return switch (fault) {
            case FaultKind.DropBefore _, FaultKind.DropAfter _ ->
                    new Outcome(reply, Response.NONE, fault);
            case FaultKind.Status(int status, var retryAfter) ->
                    new Outcome(reply, gateway(status, retryAfter), fault);
            case FaultKind.StatusAfter(int status, var retryAfter) ->
                    new Outcome(reply, gateway(status, retryAfter), fault);
            case FaultKind.Html _ ->
                    new Outcome(
                            reply,
                            text("text/html", "<html><body>Bad gateway</body></html>"),
                            fault);
            case FaultKind.EmptyBody _ -> new Outcome(reply, text(JSON, ""), fault);
            case FaultKind.NoResponse _ -> new Outcome(reply, text(JSON, "{\"code\":0}"), fault);
            case FaultKind.Throttle() -> {
                Reply refused = TencentApi.throttled();
                yield new Outcome(refused, ok(refused, requestId), fault);
            }
            case FaultKind.Error(String code, String message) -> {
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
            case FaultKind.Delay _ -> throw new IllegalStateException("a delay spoils no answer");
        };
    }

    private static Runnable pause(FaultKind.@Nullable Delay delay) {
        if (delay == null) {
            return () -> {};
        }
        return () -> {
            try {
                Thread.sleep(delay.by());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        };
    }

    private Outcome plain(Reply reply, String requestId) throws IOException {
        return new Outcome(reply, ok(reply, requestId), null);
    }

    private Response ok(Reply reply, String requestId) throws IOException {
        ObjectNode fields = JsonNodeFactory.instance.objectNode();
        switch (reply) {
            case Answer(ObjectNode answer) -> fields.setAll(answer);
            case Refusal(String code, String message) ->
                    fields.putObject("Error").put("Code", code).put("Message", message);
        }
        fields.put("RequestId", requestId);
        ObjectNode envelope = JsonNodeFactory.instance.objectNode().set("Response", fields);
        return new Response(200, JSON, json.writeValueAsBytes(envelope), null);
    }

    private static Response gateway(int status, @Nullable Integer retryAfter) {
        return new Response(
                status,
                "text/plain",
                Signatures.bytes("injected gateway trouble"),
                retryAfter == null ? null : retryAfter.toString());
    }

    private static Response text(String contentType, String body) {
        return new Response(200, contentType, Signatures.bytes(body), null);
    }

    private static void send(HttpExchange exchange, Response response) throws IOException {
        try (exchange) {
            if (response.status() == 0) {
                return; // closing an exchange that was not answered closes the connection
            }
            if (Thread.interrupted()) {
                throw new InterruptedIOException("the emulator is shutting down");
            }
            exchange.getResponseHeaders().set("Content-Type", response.contentType());
            if (response.retryAfter() != null) {
                exchange.getResponseHeaders().set("Retry-After", response.retryAfter());
            }
            int length = response.body().length;
            exchange.sendResponseHeaders(response.status(), length == 0 ? -1 : length);
            if (length > 0) {
                exchange.getResponseBody().write(response.body());
            }
        }
    }
}
