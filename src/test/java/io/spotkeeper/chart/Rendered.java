package io.spotkeeper.chart;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.spotkeeper.testing.Helm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What the chart becomes with some values. */
record Rendered(List<JsonNode> objects) {
    /** Release and namespace are both {@code spotkeeper}. */
    static Rendered with(Path values) {
        return of(
                Helm.offline()
                        .run(
                                "template",
                                "spotkeeper",
                                Helm.CHART.toString(),
                                "--namespace=spotkeeper",
                                Helm.KUBE_VERSION,
                                "--values=" + values));
    }

    static Rendered of(String yaml) {
        YAMLMapper mapper = new YAMLMapper();
        List<JsonNode> objects = new ArrayList<>();
        try (var documents = mapper.readerFor(JsonNode.class).<JsonNode>readValues(yaml)) {
            documents.forEachRemaining(objects::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Rendered(objects.stream().filter(JsonNode::isObject).toList());
    }

    /** Objects of a kind. */
    List<JsonNode> all(String kind) {
        return objects.stream().filter(o -> o.path("kind").asText().equals(kind)).toList();
    }

    /** The object of a kind and name. */
    JsonNode one(String kind, String name) {
        return all(kind).stream()
                .filter(o -> name(o).equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("there is no " + kind + " " + name));
    }

    /** Rules of all roles that are bound to the operator. */
    List<JsonNode> operatorRules() {
        return Stream.concat(all("Role").stream(), all("ClusterRole").stream())
                .filter(role -> !name(role).endsWith("-view") && !name(role).endsWith("-edit"))
                .flatMap(role -> items(role.path("rules")))
                .toList();
    }

    static String name(JsonNode object) {
        return object.path("metadata").path("name").asText();
    }

    static Stream<JsonNode> items(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }

    static List<String> texts(JsonNode list) {
        return items(list).map(JsonNode::asText).toList();
    }
}
