package io.spotkeeper.emulator.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The admin API under {@value #PATH}: JSON in, JSON out; {@code docs/emulator.md} lists it all. */
public final class AdminApi implements HttpHandler {
    /** Everything below this path is the admin API. */
    public static final String PATH = "/_emulator/";

    private static final int MAX_BODY = 4 * 1024 * 1024;

    /** Mapper of the admin API: times as text, amounts written out in full. */
    static final ObjectMapper JSON =
            JsonMapper.builder()
                    .addModule(new JavaTimeModule())
                    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                    .build();

    /** One endpoint: from query and body to an answer. */
    @FunctionalInterface
    private interface Endpoint {
        AdminReply answer(Map<String, String> query, JsonNode body);
    }

    private final Map<String, Map<String, Endpoint>> endpoints = new HashMap<>();

    /** Opens the admin API of a world. */
    public AdminApi(World world) {
        Views views = new Views(world);
        InstanceControls instances = new InstanceControls(world);
        WorldControls controls = new WorldControls(world);
        FaultControls faults = new FaultControls(world);
        show("state", query -> views.state());
        show("requests", views::requests);
        show("counts", query -> views.counts());
        show("faults", query -> faults.show());
        change("interrupt", instances::interrupt);
        change("stop", instances::stop);
        change("untag", instances::untag);
        change("pools", controls::pools);
        change("quotas", controls::quotas);
        change("images", controls::images);
        change("accounts", controls::accounts);
        change("lag", controls::lag);
        change("clock", controls::clock);
        change("reset", controls::reset);
        change("faults", faults::add);
        add("DELETE", "faults", (query, body) -> faults.clear());
    }

    private void show(String name, Function<Map<String, String>, AdminReply> endpoint) {
        add("GET", name, (query, body) -> endpoint.apply(query));
    }

    private void change(String name, Function<JsonNode, AdminReply> endpoint) {
        add("POST", name, (query, body) -> endpoint.apply(body));
    }

    private void add(String method, String name, Endpoint endpoint) {
        endpoints.computeIfAbsent(name, key -> new HashMap<>()).put(method, endpoint);
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY);
        String name = exchange.getRequestURI().getPath().substring(PATH.length());
        Map<String, Endpoint> methods = endpoints.get(name);
        if (methods == null) {
            send(exchange, 404, error("allowed are " + new TreeSet<>(endpoints.keySet())));
            return;
        }
        Endpoint endpoint = methods.get(exchange.getRequestMethod());
        if (endpoint == null) {
            String allowed = String.join(", ", new TreeSet<>(methods.keySet()));
            exchange.getResponseHeaders().set("Allow", allowed);
            send(exchange, 405, error("allowed methods are " + allowed));
            return;
        }
        JsonNode input = parse(body);
        if (input == null) {
            send(exchange, 400, error("the body must be a JSON object"));
            return;
        }
        switch (endpoint.answer(query(exchange.getRequestURI().getRawQuery()), input)) {
            case AdminReply.Ok(JsonNode answer) -> send(exchange, 200, answer);
            case AdminReply.Bad(String why) -> send(exchange, 400, error(why));
        }
    }

    private static @Nullable JsonNode parse(byte[] body) throws IOException {
        try {
            JsonNode input = JSON.readTree(body);
            return input.isMissingNode() ? JsonNodeFactory.instance.objectNode() : input;
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private static Map<String, String> query(@Nullable String rawQuery) {
        Map<String, String> query = new HashMap<>();
        if (rawQuery != null) {
            for (String pair : rawQuery.split("&", -1)) {
                String[] parts = pair.split("=", 2);
                String value = parts.length == 2 ? parts[1] : "";
                query.put(parts[0], URLDecoder.decode(value, StandardCharsets.UTF_8));
            }
        }
        return query;
    }

    private static JsonNode error(String why) {
        return JsonNodeFactory.instance.objectNode().put("error", why);
    }

    private static void send(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(body);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }
}
