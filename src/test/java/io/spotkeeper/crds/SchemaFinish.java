package io.spotkeeper.crds;

import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.fabric8.crd.generator.annotation.AdditionalPrinterColumn;
import io.fabric8.kubernetes.api.model.Condition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.CustomResource;
import io.spotkeeper.api.v1alpha1.ListMapKeys;
import io.spotkeeper.api.v1alpha1.ResourceDescription;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Does what fabric8's generator leaves out: columns in the order written, each rule once, list
 * types and keys, what each value of an enum means, and descriptions of the root, the status and
 * the conditions. It walks the records along with their schema.
 */
final class SchemaFinish {
    private static final Map<String, String> CONDITION_FIELDS =
            Map.of(
                    "type",
                    "Which condition it is: Ready, Reconciling or Stalled.",
                    "status",
                    "Whether what the type says holds.\n- True: it holds.\n- False: it does not.\n- Unknown: not known yet.",
                    "reason",
                    "Why, as one CamelCase word; docs/conditions.md has the list.",
                    "message",
                    "Why, in a sentence for people.",
                    "lastTransitionTime",
                    "When the status last changed from one value to another.",
                    "observedGeneration",
                    "metadata.generation of the spec that the condition is about.");

    private SchemaFinish() {}

    static CustomResourceDefinition finish(
            CustomResourceDefinition definition, Class<? extends CustomResource<?, ?>> kind) {
        var version = definition.getSpec().getVersions().getFirst();
        version.setAdditionalPrinterColumns(
                inOrderWritten(version.getAdditionalPrinterColumns(), kind));
        JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
        root.setDescription(
                Objects.requireNonNull(kind.getAnnotation(ResourceDescription.class)).value());
        dropDuplicateRules(root);
        for (String part : List.of("spec", "status")) {
            JSONSchemaProps schema = property(root, part);
            Class<?> record = getter(kind, part);
            schema.setDescription(description(kind, part));
            finishRecord(record, schema);
        }
        return definition;
    }

    private static List<CustomResourceColumnDefinition> inOrderWritten(
            List<CustomResourceColumnDefinition> columns, Class<?> kind) {
        List<String> order =
                Arrays.stream(kind.getAnnotationsByType(AdditionalPrinterColumn.class))
                        .map(AdditionalPrinterColumn::name)
                        .toList();
        var sorted = new ArrayList<>(columns);
        sorted.sort(Comparator.comparingInt(column -> order.indexOf(column.getName())));
        return sorted;
    }

    private static Class<?> getter(Class<?> kind, String part) {
        return method(kind, part).getReturnType();
    }

    private static String description(Class<?> kind, String part) {
        return Objects.requireNonNull(
                        method(kind, part).getAnnotation(JsonPropertyDescription.class))
                .value();
    }

    private static Method method(Class<?> kind, String part) {
        String name = "get" + Character.toUpperCase(part.charAt(0)) + part.substring(1);
        return Arrays.stream(kind.getDeclaredMethods())
                .filter(method -> method.getName().equals(name) && !method.isBridge())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(kind + " has no " + name));
    }

    private static void finishRecord(Class<?> record, JSONSchemaProps schema) {
        dropDuplicateRules(schema);
        for (RecordComponent component : record.getRecordComponents()) {
            JSONSchemaProps property = property(schema, component.getName());
            Type type = component.getGenericType();
            dropDuplicateRules(property);
            finishList(component, property);
            finishType(type, property);
        }
    }

    private static void finishType(Type type, JSONSchemaProps schema) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            boolean list = generic.getRawType() == List.class;
            JSONSchemaProps inside =
                    list
                            ? schema.getItems().getSchema()
                            : schema.getAdditionalProperties().getSchema();
            finishType(arguments[arguments.length - 1], inside);
            dropDefaults(inside);
        } else if (type instanceof Class<?> plain && plain.isRecord()) {
            finishRecord(plain, schema);
        } else if (type instanceof Class<?> plain && plain.isEnum()) {
            explainValues(plain, schema);
        } else if (type == Condition.class) {
            finishCondition(schema);
        }
    }

    private static void finishList(RecordComponent component, JSONSchemaProps property) {
        if (!"array".equals(property.getType())) {
            return;
        }
        ListMapKeys keys = component.getAnnotation(ListMapKeys.class);
        if (keys == null) {
            property.setXKubernetesListType("atomic");
            return;
        }
        property.setXKubernetesListType("map");
        property.setXKubernetesListMapKeys(List.of(keys.value()));
    }

    private static void explainValues(Class<?> type, JSONSchemaProps schema) {
        var values = new ArrayList<JsonNode>();
        var explained = new StringBuilder(schema.getDescription());
        for (Object constant : type.getEnumConstants()) {
            String name = ((Enum<?>) constant).name();
            values.add(TextNode.valueOf(name));
            explained
                    .append("\n- ")
                    .append(name)
                    .append(": ")
                    .append(meaning(type, name))
                    .append('.');
        }
        schema.setEnum(values);
        schema.setDescription(explained.toString());
    }

    private static String meaning(Class<?> type, String constant) {
        try {
            return Objects.requireNonNull(
                            type.getField(constant).getAnnotation(JsonPropertyDescription.class),
                            () -> type + "." + constant + " has no description")
                    .value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void finishCondition(JSONSchemaProps schema) {
        schema.setRequired(List.of("lastTransitionTime", "message", "reason", "status", "type"));
        CONDITION_FIELDS.forEach((name, text) -> property(schema, name).setDescription(text));
        property(schema, "status")
                .setEnum(
                        List.of(
                                TextNode.valueOf("True"),
                                TextNode.valueOf("False"),
                                TextNode.valueOf("Unknown")));
        property(schema, "lastTransitionTime").setFormat("date-time");
        property(schema, "type").setMaxLength(316L);
        property(schema, "reason").setMaxLength(1024L);
        property(schema, "message").setMaxLength(32768L);
        property(schema, "observedGeneration").setMinimum(0.0);
    }

    /** Server-side apply refuses a rule that stands twice; the generator writes some twice. */
    private static void dropDuplicateRules(JSONSchemaProps schema) {
        if (schema.getXKubernetesValidations() != null) {
            schema.setXKubernetesValidations(
                    List.copyOf(new LinkedHashSet<>(schema.getXKubernetesValidations())));
        }
    }

    /**
     * A default inside a list looks like drift to GitOps tools, which compare lists as a whole. The
     * records apply it wherever the field is absent.
     */
    private static void dropDefaults(JSONSchemaProps inside) {
        inside.setDefault(null);
        if (inside.getProperties() != null) {
            inside.getProperties().values().forEach(SchemaFinish::dropDefaults);
        }
    }

    private static JSONSchemaProps property(JSONSchemaProps schema, String name) {
        return Objects.requireNonNull(
                schema.getProperties().get(name), () -> "the schema has no property " + name);
    }
}
