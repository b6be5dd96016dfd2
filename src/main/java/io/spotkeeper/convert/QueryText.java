package io.spotkeeper.convert;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads the flattened parameters of a call to Tencent Cloud, as a URL, a query string or the body
 * of a form: {@code Placement.Zone=ap-guangzhou-3&SecurityGroupIds.0=sg-1}. Line breaks between
 * parameters are allowed, because documentation prints them so.
 */
final class QueryText {
    /** A list of a thousand items is no request to a cloud. */
    private static final String INDEX = "0|[1-9][0-9]{0,2}";

    private final String text;
    private int position;
    private int line = 1;
    private int lineStart;

    private QueryText(String text) {
        this.text = text;
    }

    /** All parameters as one mapping, with nested mappings and lists. */
    static Value read(String text) {
        QueryText reader = new QueryText(text);
        reader.skipAddress();
        return reader.parameters().value(Place.START);
    }

    /** A URL or a request line goes up to its question mark. */
    private void skipAddress() {
        int mark = text.indexOf('?');
        int equals = text.indexOf('=');
        if (mark >= 0 && (equals < 0 || mark < equals)) {
            while (position <= mark) {
                advance();
            }
        }
    }

    private void advance() {
        if (text.charAt(position) == '\n') {
            line++;
            lineStart = position + 1;
        }
        position++;
    }

    private Branch parameters() {
        Branch root = new Branch(Place.START);
        while (position < text.length()) {
            char c = text.charAt(position);
            if (c == '&' || Character.isWhitespace(c)) {
                advance();
                continue;
            }
            parameter(root);
        }
        return root;
    }

    private void parameter(Branch root) {
        int start = position;
        Place place = new Place("", line, position - lineStart + 1);
        while (position < text.length() && text.charAt(position) != '&') {
            advance();
        }
        String written = text.substring(start, position).strip();
        int equals = written.indexOf('=');
        String name = decoded(equals < 0 ? written : written.substring(0, equals), place);
        String value = equals < 0 ? "" : decoded(written.substring(equals + 1), place);
        // What documentation writes for the parameters that it leaves out has dots in no meaning.
        List<String> path = equals < 0 ? List.of(name) : List.of(name.split("\\.", -1));
        root.put(path, value, place);
    }

    private static String decoded(String written, Place place) {
        var bytes = new ByteArrayOutputStream();
        byte[] raw = written.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '+') {
                bytes.write(' ');
            } else if (raw[i] != '%') {
                bytes.write(raw[i]);
            } else {
                int high = i + 2 < raw.length ? Character.digit(raw[i + 1], 16) : -1;
                int low = i + 2 < raw.length ? Character.digit(raw[i + 2], 16) : -1;
                if (high < 0 || low < 0) {
                    throw new Misfit(place, "expected two hexadecimal digits after each %");
                }
                bytes.write(high * 16 + low);
                i += 2;
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new Misfit(place, "expected percent-encoded UTF-8");
        }
    }

    /** A node of the tree that the dots span. */
    private static final class Branch {
        private final Place first;
        private final Map<String, Branch> children = new LinkedHashMap<>();
        private final List<String> values = new ArrayList<>();

        Branch(Place first) {
            this.first = first;
        }

        void put(List<String> path, String value, Place place) {
            if (!path.isEmpty()) {
                children.computeIfAbsent(path.getFirst(), name -> new Branch(place))
                        .put(path.subList(1, path.size()), value, place);
            } else if (values.isEmpty()) {
                values.add(value);
            } else {
                throw new Misfit(place, "expected each parameter once, but this one is repeated");
            }
        }

        Value value(Place place) {
            if (children.isEmpty() && !values.isEmpty()) {
                return new Value.Word(place, values.getFirst());
            }
            if (!values.isEmpty()) {
                throw new Misfit(
                        place, "expected a value or nested parameters, but there are both");
            }
            if (!children.isEmpty()
                    && children.keySet().stream().allMatch(name -> name.matches(INDEX))) {
                TreeMap<Integer, Branch> ordered = new TreeMap<>();
                children.forEach((name, child) -> ordered.put(Integer.valueOf(name), child));
                List<Value> items = new ArrayList<>();
                ordered.forEach(
                        (index, child) -> items.add(child.value(child.place(place, index))));
                return new Value.Items(place, items);
            }
            Map<String, Value> fields = new LinkedHashMap<>();
            children.forEach((name, child) ->
                    fields.put(
                            name,
                            child.value(
                                    place.field(name, child.first.line(), child.first.column()))));
            return new Value.Fields(place, fields);
        }

        private Place place(Place list, int index) {
            return new Place(list.path() + "." + index, first.line(), first.column());
        }
    }
}
