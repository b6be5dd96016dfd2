package io.spotkeeper.crds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.testing.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Breaks every bound of the spec's schema once, in resources that have every field between them,
 * and looks whether the API server minds. What is refused for a combination of fields is in the
 * corpus.
 */
class SchemaRulesIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static ControlPlane controlPlane;
    private static String namespace;

    @BeforeAll
    static void start() {
        controlPlane = ControlPlane.get().installCrds();
        namespace = controlPlane.newNamespace();
    }

    /**
     * A resource with one bound broken.
     *
     * @param kind which kind
     * @param path where
     * @param bound which keyword of the schema
     * @param resource the resource
     */
    private record Broken(String kind, String path, String bound, JsonNode resource) {
        @Override
        public String toString() {
            return kind + " " + path + " " + bound;
        }
    }

    static Stream<Broken> brokenBounds() throws Exception {
        var all = new ArrayList<Broken>();
        breakAll(
                ComputeEnvironment.class,
                all,
                "environment-full.yaml",
                "environment-requirements.yaml");
        breakAll(CloudAccount.class, all, "account-full.yaml");
        breakAll(AutoLaunchGroup.class, all, "group-full.yaml", "group-seed.yaml");
        assertThat(all).hasSizeGreaterThan(240);
        return all.stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenBounds")
    void everyBoundHolds(Broken broken) throws Exception {
        // Given
        var resource = JSON.treeToValue(broken.resource(), GenericKubernetesResource.class);

        // When
        KubernetesClientException refusal =
                catchThrowableOfType(
                        KubernetesClientException.class,
                        () ->
                                controlPlane
                                        .client()
                                        .resource(resource)
                                        .inNamespace(namespace)
                                        .create());

        // Then
        assertThat(refusal).as("%s is refused", broken).isNotNull();
        assertThat(refusal.getCode()).isEqualTo(422);
        assertThat(refusal.getMessage()).contains(broken.path());
    }

    private static void breakAll(
            Class<? extends CustomResource<?, ?>> kind, List<Broken> into, String... files)
            throws Exception {
        var wholes = new ArrayList<JsonNode>();
        for (String file : files) {
            wholes.add(new YAMLMapper().readTree(Corpus.read(file)));
        }
        JSONSchemaProps root =
                CrdGeneration.definition(kind)
                        .getSpec()
                        .getVersions()
                        .getFirst()
                        .getSchema()
                        .getOpenAPIV3Schema();
        JSONSchemaProps spec = Objects.requireNonNull(root.getProperties().get("spec"));
        new Walk(kind.getSimpleName(), wholes, into).object("spec", "/spec", spec);
    }

    /** Walks the schema along with resources that have all of it between them. */
    private record Walk(String kind, List<JsonNode> wholes, List<Broken> into) {
        void object(String path, String pointer, JSONSchemaProps schema) {
            for (String required :
                    schema.getRequired() == null ? List.<String>of() : schema.getRequired()) {
                broken(
                        path + "." + required,
                        "required",
                        pointer,
                        node -> ((ObjectNode) node).remove(required));
            }
            schema.getProperties()
                    .forEach((name, property) ->
                            value(path + "." + name, pointer + "/" + name, property));
        }

        private void value(String path, String pointer, JSONSchemaProps schema) {
            JsonNode present = having(pointer).at(pointer);
            bounds(path, pointer, schema, present);
            if (schema.getProperties() != null && !schema.getProperties().isEmpty()) {
                object(path, pointer, schema);
            } else if (schema.getItems() != null) {
                JSONSchemaProps item = schema.getItems().getSchema();
                if (item.getProperties() == null || item.getProperties().isEmpty()) {
                    bounds(path + "[0]", pointer + "/0", item, present.get(0));
                } else {
                    object(path + "[0]", pointer + "/0", item);
                }
            } else if (schema.getAdditionalProperties() != null) {
                String key = present.fieldNames().next();
                bounds(
                        path + "." + key,
                        pointer + "/" + key,
                        schema.getAdditionalProperties().getSchema(),
                        present.get(key));
            }
        }

        private void bounds(String path, String pointer, JSONSchemaProps schema, JsonNode present) {
            if (schema.getEnum() != null && !schema.getEnum().isEmpty()) {
                replaced(path, "enum", pointer, TextNode.valueOf("NoSuchValue"));
            }
            if (schema.getPattern() != null) {
                replaced(path, "pattern", pointer, TextNode.valueOf("%?"));
            }
            if (schema.getMinLength() != null) {
                replaced(path, "minLength", pointer, letters(schema.getMinLength() - 1));
            }
            if (schema.getMaxLength() != null) {
                replaced(path, "maxLength", pointer, letters(schema.getMaxLength() + 1));
            }
            if (schema.getMinimum() != null) {
                replaced(
                        path,
                        "minimum",
                        pointer,
                        IntNode.valueOf(schema.getMinimum().intValue() - 1));
            }
            if (schema.getMaximum() != null) {
                replaced(
                        path,
                        "maximum",
                        pointer,
                        LongNode.valueOf(schema.getMaximum().longValue() + 1));
            }
            if (schema.getMinItems() != null) {
                replaced(path, "minItems", pointer, JSON.createArrayNode());
            }
            if (schema.getMaxItems() != null) {
                ArrayNode tooMany = JSON.createArrayNode();
                for (long i = 0; i <= schema.getMaxItems(); i++) {
                    tooMany.add(present.get(0));
                }
                replaced(path, "maxItems", pointer, tooMany);
            }
            if (schema.getMaxProperties() != null) {
                ObjectNode tooMany = JSON.createObjectNode();
                for (long i = 0; i <= schema.getMaxProperties(); i++) {
                    tooMany.put("key-" + i, "value");
                }
                replaced(path, "maxProperties", pointer, tooMany);
            }
        }

        private void replaced(String path, String bound, String pointer, JsonNode by) {
            int last = pointer.lastIndexOf('/');
            String name = pointer.substring(last + 1);
            broken(
                    path,
                    bound,
                    pointer.substring(0, last),
                    parent -> {
                        if (parent instanceof ArrayNode array) {
                            array.set(Integer.parseInt(name), by);
                        } else {
                            ((ObjectNode) parent).set(name, by);
                        }
                    });
        }

        private void broken(
                String path, String bound, String parentPointer, Consumer<JsonNode> change) {
            JsonNode copy = having(parentPointer).deepCopy();
            change.accept(copy.at(parentPointer));
            into.add(new Broken(kind, path, bound, copy));
        }

        private JsonNode having(String pointer) {
            return wholes.stream()
                    .filter(whole -> !whole.at(pointer).isMissingNode())
                    .findFirst()
                    .orElseThrow(() ->
                            new AssertionError("no full resource of the corpus has " + pointer));
        }

        private static TextNode letters(long count) {
            return TextNode.valueOf("a".repeat((int) count));
        }
    }
}
