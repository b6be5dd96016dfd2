package io.spotkeeper.emulator.world;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Reads scenario files. What a file leaves out is as in the default scenario: the sections {@code
 * quota}, {@code lags}, {@code dynamics}, {@code tencent} and {@code huawei} value by value, every
 * other section as a whole.
 */
public final class ScenarioParser {
    private static final String DEFAULT = "/emulator/default.yaml";
    private static final Set<String> MERGED =
            Set.of("quota", "lags", "dynamics", "tencent", "huawei");

    private static final Pattern MISSING = Pattern.compile("Missing creator property '(\\w+)'");

    private final ObjectMapper mapper =
            YAMLMapper.builder(
                            YAMLFactory.builder()
                                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                    .build())
                    .addModule(new JavaTimeModule())
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                    .build();

    /** The world of the emulator when no scenario is named. */
    public Scenario defaultScenario() {
        return switch (parse(DEFAULT, "{}")) {
            case ParsedScenario.Valid(Scenario scenario) -> scenario;
            case ParsedScenario.Invalid(String message) ->
                    throw new IllegalStateException("the default scenario is broken: " + message);
        };
    }

    /** The default scenario as it is written, comments included. */
    public static String defaultText() {
        try (InputStream resource = ScenarioParser.class.getResourceAsStream(DEFAULT)) {
            if (resource == null) {
                throw new IllegalStateException("the jar lacks " + DEFAULT);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + DEFAULT, e);
        }
    }

    /**
     * Reads a scenario.
     *
     * @param name what the text is called in messages, for example its file name
     * @param text the YAML text; an empty one is the default scenario
     */
    public ParsedScenario parse(String name, String text) {
        try {
            JsonNode written = mapper.readTree(text);
            if (written.isMissingNode() || written.isNull()) {
                written = JsonNodeFactory.instance.objectNode();
            }
            if (!(written instanceof ObjectNode fields)) {
                return new ParsedScenario.Invalid(
                        name + ": line 1, column 1: expected a mapping of scenario sections");
            }
            return build(name, new YamlPlaces(mapper, text), fields);
        } catch (JsonProcessingException e) {
            return new ParsedScenario.Invalid(
                    "%s: %s: expected well-formed YAML: %s"
                            .formatted(
                                    name,
                                    place(e.getLocation()),
                                    firstLine(e.getOriginalMessage())));
        }
    }

    private ParsedScenario build(String name, YamlPlaces places, ObjectNode written)
            throws JsonProcessingException {
        ObjectNode whole = (ObjectNode) mapper.readTree(defaultText());
        overlay(whole, written);
        fillOptional(whole);
        try {
            Scenario scenario = mapper.treeToValue(whole, Scenario.class);
            Optional<ScenarioCheck.Objection> objection = ScenarioCheck.firstObjection(scenario);
            if (objection.isPresent()) {
                JsonPointer at = JsonPointer.compile(objection.get().pointer());
                return new ParsedScenario.Invalid(
                        "%s: %s: %s".formatted(name, places.of(at), objection.get().expected()));
            }
            return new ParsedScenario.Valid(scenario);
        } catch (JsonMappingException e) {
            return new ParsedScenario.Invalid(
                    "%s: %s: %s".formatted(name, places.of(pointer(e)), expected(e)));
        }
    }

    private static void overlay(ObjectNode base, ObjectNode written) {
        written.properties()
                .forEach(section -> {
                    JsonNode before = base.get(section.getKey());
                    boolean merged = MERGED.contains(section.getKey());
                    base.set(
                            section.getKey(),
                            merged ? merge(before, section.getValue()) : section.getValue());
                });
    }

    private static JsonNode merge(JsonNode base, JsonNode written) {
        // A map of limits is a value of its own: what it leaves out is unlimited, not the default.
        if (!(base instanceof ObjectNode old) || !(written instanceof ObjectNode fresh)) {
            return written;
        }
        ObjectNode merged = old.deepCopy();
        fresh.properties()
                .forEach(field -> {
                    JsonNode before = merged.path(field.getKey());
                    boolean whole = field.getKey().equals("rateLimits");
                    merged.set(
                            field.getKey(),
                            whole ? field.getValue() : merge(before, field.getValue()));
                });
        return merged;
    }

    private static void fillOptional(ObjectNode whole) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        for (JsonNode account : whole.path("accounts")) {
            putIfAbsent(account, "token", nodes.nullNode());
            putIfAbsent(account, "spotAllowed", nodes.booleanNode(true));
            putIfAbsent(account, "enabled", nodes.booleanNode(true));
            putIfAbsent(account, "huawei", nodes.nullNode());
            if (account.hasNonNull("huawei")) {
                putIfAbsent(account, "uin", account.path("huawei").path("domainId"));
                putIfAbsent(account, "appId", nodes.numberNode(0));
            }
        }
        fillRegions(whole.path("regions"));
        JsonNode huaweiRegions = whole.path("huawei").path("regions");
        fillRegions(huaweiRegions);
        // Zones of Huawei Cloud have no numbers.
        huaweiRegions
                .findParents("spot")
                .forEach(zone -> putIfAbsent(zone, "id", zone.path("name")));
    }

    private static void fillRegions(JsonNode regions) {
        JsonNodeFactory nodes = JsonNodeFactory.instance;
        for (JsonNode region : regions) {
            putIfAbsent(region, "displayName", region.path("name"));
            for (JsonNode zone : region.path("zones")) {
                putIfAbsent(zone, "displayName", zone.path("name"));
                putIfAbsent(zone, "spot", nodes.objectNode());
                putIfAbsent(zone, "onDemand", nodes.objectNode());
                for (String market : List.of("spot", "onDemand")) {
                    zone.path(market)
                            .forEach(terms -> putIfAbsent(terms, "held", nodes.booleanNode(false)));
                }
            }
        }
    }

    private static void putIfAbsent(JsonNode object, String field, JsonNode value) {
        if (object instanceof ObjectNode fields && !fields.has(field) && !value.isMissingNode()) {
            fields.set(field, value);
        }
    }

    private static JsonPointer pointer(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            String name =
                    step.getFieldName() == null
                            ? Integer.toString(step.getIndex())
                            : step.getFieldName().replace("~", "~0").replace("/", "~1");
            pointer.append('/').append(name);
        }
        return JsonPointer.compile(pointer.toString());
    }

    private static String expected(JsonMappingException e) {
        Throwable cause = e.getCause();
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                    "unknown field \"%s\"; expected one of %s"
                            .formatted(unknown.getPropertyName(), known(unknown));
            case InvalidFormatException wrong ->
                    "expected %s, not \"%s\""
                            .formatted(kind(wrong.getTargetType()), wrong.getValue());
            default ->
                    cause instanceof IllegalArgumentException && cause.getMessage() != null
                            ? cause.getMessage()
                            : plain(firstLine(e.getOriginalMessage()));
        };
    }

    private static String known(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds().stream()
                .map(Object::toString)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    private static String kind(Class<?> type) {
        if (type == Duration.class) {
            return "a duration like PT2M";
        }
        if (type == Site.class) {
            return "China or International";
        }
        if (type == TencentRules.DryRunAnswer.class) {
            return "RequestId or DryRunOperation";
        }
        if (type == HuaweiRules.ShowBody.class) {
            return "Wrapped or Flat";
        }
        if (type == HuaweiRules.Shortage.class) {
            return "Refusal or Job";
        }
        return type == boolean.class ? "true or false" : "a number";
    }

    private static String plain(String message) {
        Matcher missing = MISSING.matcher(message);
        return missing.find() ? "expected the field \"" + missing.group(1) + "\"" : message;
    }

    private static String firstLine(String message) {
        return message.lines().findFirst().orElse("");
    }

    private static String place(JsonLocation location) {
        return location == null
                ? "line 1, column 1"
                : "line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    }
}
