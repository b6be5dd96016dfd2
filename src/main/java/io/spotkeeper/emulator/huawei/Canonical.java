package io.spotkeeper.emulator.huawei;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Paths and queries, decoded and in the canonical form of the signature. */
final class Canonical {
    private Canonical() {}

    /** RFC 3986: everything but unreserved characters is escaped. */
    static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("*", "%2A")
                .replace("%7E", "~");
    }

    /**
     * Undoes the escapes.
     *
     * @throws IllegalArgumentException if one is malformed
     */
    static String decode(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    /** The decoded segments of a path, empty ones left out. */
    static List<String> segments(String rawPath) {
        List<String> segments = new ArrayList<>();
        for (String segment : rawPath.split("/", -1)) {
            if (!segment.isEmpty()) {
                segments.add(decode(segment.replace("+", "%2B")));
            }
        }
        return segments;
    }

    /** The decoded values of each name of a query, in the order in which they came. */
    static Map<String, List<String>> parameters(String rawQuery) {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        for (String pair : rawQuery.split("&", -1)) {
            if (!pair.isEmpty()) {
                int equals = pair.indexOf('=');
                String name = equals < 0 ? pair : pair.substring(0, equals);
                String value = equals < 0 ? "" : pair.substring(equals + 1);
                parameters
                        .computeIfAbsent(decode(name), key -> new ArrayList<>())
                        .add(decode(value));
            }
        }
        return parameters;
    }

    /** The query as it is signed: sorted by name and value, whatever escapes it came with. */
    static String query(String rawQuery) {
        List<String> pairs = new ArrayList<>();
        parameters(rawQuery)
                .forEach((name, values) ->
                        values.forEach(value -> pairs.add(encode(name) + "=" + encode(value))));
        pairs.sort(null);
        return String.join("&", pairs);
    }

    /** The path as it is signed: each segment escaped, and a slash behind the last one. */
    static String path(List<String> segments) {
        StringBuilder path = new StringBuilder("/");
        segments.forEach(segment -> path.append(encode(segment)).append('/'));
        return path.toString();
    }
}
