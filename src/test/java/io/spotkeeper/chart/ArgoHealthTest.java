package io.spotkeeper.chart;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.luaj.vm2.Globals;
import org.luaj.vm2.LuaTable;
import org.luaj.vm2.LuaValue;
import org.luaj.vm2.lib.jse.JsePlatform;
import org.yaml.snakeyaml.Yaml;

/** The Lua in {@code examples/gitops/argocd-cm.yaml}, run by a Lua. */
class ArgoHealthTest {
    private static final Path CONFIG = Path.of("examples", "gitops", "argocd-cm.yaml");
    private static final Path STATUSES = Path.of("src", "test", "resources", "golden", "status");
    private static final String KEY = "resource.customizations.health.spotkeeper.io_";

    private static String script(String kind) throws IOException {
        // Jackson would not resolve the anchor.
        Map<String, Map<String, String>> config = new Yaml().load(Files.readString(CONFIG));
        Map<String, String> data = Objects.requireNonNull(config.get("data"));
        return Objects.requireNonNull(data.get(KEY + kind));
    }

    private static LuaValue health(String kind, String object) throws IOException {
        Globals lua = JsePlatform.standardGlobals();
        lua.set("obj", lua(new YAMLMapper().readTree(object)));
        return lua.load(script(kind)).call();
    }

    private static LuaValue lua(JsonNode node) {
        if (node.isContainerNode()) {
            LuaTable table = new LuaTable();
            if (node.isObject()) {
                node.properties().forEach(e -> table.set(e.getKey(), lua(e.getValue())));
            } else {
                for (int i = 0; i < node.size(); i++) {
                    table.set(i + 1, lua(node.get(i)));
                }
            }
            return table;
        }
        return switch (node.getNodeType()) {
            case NUMBER -> LuaValue.valueOf(node.asDouble());
            case BOOLEAN -> LuaValue.valueOf(node.asBoolean());
            case NULL, MISSING -> LuaValue.NIL;
            default -> LuaValue.valueOf(node.asText());
        };
    }

    @ParameterizedTest
    @CsvSource({
        "at-target, Healthy",
        "launching, Progressing",
        "deleting, Progressing",
        "price-below-market, Progressing",
        "one-time-completed, Healthy",
    })
    void tellsTheHealthOfStatusesThatTheOperatorWrites(String name, String expected)
            throws IOException {
        // Given
        JsonNode status =
                new YAMLMapper().readTree(STATUSES.resolve(name).resolve("out.yaml").toFile());
        String object =
                """
                {"metadata": {"generation": %d}, "spec": {}, "status": %s}
                """
                        .formatted(
                                status.path("observedGeneration").asInt(),
                                new ObjectMapper().writeValueAsString(status));

        // When
        LuaValue health = health("ComputeEnvironment", object);

        // Then
        assertThat(health.get("status").tojstring()).isEqualTo(expected);
        assertThat(health.get("message").tojstring()).contains(": ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|Progressing",
                "{status: {}}|Progressing",
                "{status: {observedGeneration: 1, conditions: [{type: Ready, status: 'True'}]}}"
                        + "|Progressing",
                "{status: {observedGeneration: 2, conditions: []}}|Progressing",
                "{status: {observedGeneration: 2, conditions: [{type: Ready, status: 'True'}]}}"
                        + "|Healthy",
                "{status: {observedGeneration: 2, conditions: [{type: Ready, status: 'False'}]}}"
                        + "|Progressing",
                "{status: {observedGeneration: 2, conditions: [{type: Ready, status: 'False'},"
                        + " {type: Stalled, status: 'True', reason: NotOffered}]}}|Degraded",
                "{status: {observedGeneration: 2, conditions: [{type: Ready, status: 'False'},"
                        + " {type: Stalled, status: 'False'}]}}|Progressing",
                "{spec: {paused: true}, status: {observedGeneration: 2,"
                        + " conditions: [{type: Ready, status: 'False'}]}}|Suspended",
            })
    void tellsTheHealthOfEveryStatus(String object, String expected) throws IOException {
        JsonNode node = new YAMLMapper().readTree(object);
        ((ObjectNode) node).putObject("metadata").put("generation", 2);
        assertThat(health("ComputeEnvironment", node.toString()).get("status").tojstring())
                .isEqualTo(expected);
    }

    @Test
    void everyKindIsJudgedAlike() throws IOException {
        assertThat(script("CloudAccount")).isEqualTo(script("ComputeEnvironment"));
        assertThat(script("AutoLaunchGroup")).isEqualTo(script("ComputeEnvironment"));
    }
}
