package io.spotkeeper.emulator.wire;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request exactly as it was received: signatures cover the raw bytes, and even a malformed Host.
 *
 * @param method HTTP method
 * @param rawPath path as sent, before decoding
 * @param headers first value of each header by its name in lower case
 * @param rawQuery query as sent, empty if there is none
 * @param body body as sent
 */
public record WireRequest(
        String method, String rawPath, Map<String, String> headers, String rawQuery, byte[] body) {
    /**
     * Reads a request.
     *
     * @param exchange with the request
     * @param maxBody highest number of bytes of a good body; of a longer one, one more is read
     * @throws IOException if the client goes away
     */
    public static WireRequest read(HttpExchange exchange, int maxBody) throws IOException {
        Map<String, String> headers = new HashMap<>();
        for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
            headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue().getFirst());
        }
        String query = exchange.getRequestURI().getRawQuery();
        byte[] body = exchange.getRequestBody().readNBytes(maxBody + 1);
        return new WireRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                headers,
                query == null ? "" : query,
                body);
    }

    /** A header by its name in lower case. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** A header by its name in lower case. */
    public String header(String name, String otherwise) {
        return headers.getOrDefault(name, otherwise);
    }

    /** Whether the parameters come as a form rather than as JSON. */
    public boolean isForm() {
        return method.equals("GET")
                || header("content-type", "").startsWith("application/x-www-form-urlencoded");
    }

    /**
     * The decoded parameters of the query, or of the body of a form, sorted by name.
     *
     * @throws IllegalArgumentException if they are not properly encoded
     */
    public Map<String, String> formParameters() {
        String form = method.equals("GET") ? rawQuery : new String(body, StandardCharsets.UTF_8);
        Map<String, String> parameters = new TreeMap<>();
        for (String pair : form.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters.put(decode(name), decode(value));
            }
        }
        return parameters;
    }

    private static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
