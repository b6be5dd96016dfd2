package io.spotkeeper.convert;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns requests to clouds into manifests, and a group back into the body of a call. */
public final class Converter {
    private static final Pattern QUERY =
            Pattern.compile(
                    "\\s*(https?://|(GET|POST) |[/?]|[A-Za-z][A-Za-z0-9.]*=).*", Pattern.DOTALL);
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private Converter() {}

    /**
     * Converts a text.
     *
     * @param text a request, or a manifest
     * @param given what it is; found out where null
     * @param choices what the text cannot say
     * @return the whole result, or where the text is not as it has to be. Nothing else happens,
     *     whatever the text
     */
    public static Conversion convert(String text, @Nullable InputKind given, Choices choices) {
        Notes notes = new Notes();
        try {
            String plain = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
            List<Value> documents = documents(plain);
            Value first = documents.getFirst();
            InputKind kind = given == null ? detected(first, notes) : given;
            String result =
                    switch (kind) {
                        case HUAWEI_GROUP ->
                                new HuaweiGroup(choices, notes).manifest(only(documents));
                        case RUN_INSTANCES ->
                                new RunInstances(choices, notes).manifest(only(documents));
                        case COMPUTE_ENV ->
                                new ComputeEnv(choices, notes).manifest(only(documents));
                        case EC2_FLEET -> new Ec2Fleet(choices, notes).manifest(only(documents));
                        case AUTO_LAUNCH_GROUP -> new GroupBody(notes).body(documents);
                    };
            return new Conversion.Done(kind, result, notes.all());
        } catch (Misfit e) {
            Place place = e.place();
            return new Conversion.Refused(place.path(), place.line(), place.column(), e.expected());
        }
    }

    private static List<Value> documents(String text) {
        String begin = text.stripLeading();
        if (begin.isEmpty()) {
            throw new Misfit(Place.START, "expected a request or a manifest, but there is nothing");
        }
        if (begin.startsWith("{") || begin.startsWith("[")) {
            return List.of(JsonText.read(text));
        }
        if (QUERY.matcher(text).matches()) {
            return List.of(QueryText.read(text));
        }
        List<Value> documents = YamlText.documents(text);
        if (documents.isEmpty()) {
            throw new Misfit(Place.START, "expected a request or a manifest, but there is nothing");
        }
        return documents;
    }

    private static Value only(List<Value> documents) {
        if (documents.size() > 1) {
            throw new Misfit(
                    documents.get(1).place(),
                    "expected one request, but there are " + documents.size() + " documents");
        }
        return documents.getFirst();
    }

    private static InputKind detected(Value value, Notes notes) {
        if (value instanceof Value.Fields(Place _, Map<String, Value> fields)) {
            for (InputKind kind : InputKind.values()) {
                if (Marks.of(kind).stream().anyMatch(fields::containsKey)
                        || Marks.action(kind).equals(action(fields))) {
                    notes.tell("the input is taken for " + kind.description());
                    return kind;
                }
            }
        }
        throw new Misfit(
                value.place(),
                "expected a known request, and nothing here says which; say what it is: "
                        + String.join(", ", Marks.words()));
    }

    private static String action(Map<String, Value> fields) {
        return fields.get("Action") instanceof Value.Word(Place _, String action) ? action : "";
    }
}
