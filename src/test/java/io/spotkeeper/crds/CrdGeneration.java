package io.spotkeeper.crds;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator.Feature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.crdv2.generator.CRDPostProcessor;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.client.CustomResource;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudAccount;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Generates the custom resource definitions; {@code make crds} runs it. */
public final class CrdGeneration {
    static final List<Class<? extends CustomResource<?, ?>>> KINDS =
            List.of(AutoLaunchGroup.class, CloudAccount.class, ComputeEnvironment.class);

    // `helm show crds` strings the files together as they are.
    private static final String HEADER =
            """
            ---
            # Generated from src/main/java/io/spotkeeper/api by `make crds`. Edit the records, not this file.
            """;

    private CrdGeneration() {}

    /**
     * Writes all definitions into a folder.
     *
     * @param args the folder, which must exist
     */
    public static void main(String[] args) throws IOException {
        Path folder = Path.of(args[0]);
        for (var file : generate().entrySet()) {
            Files.writeString(folder.resolve(file.getKey()), file.getValue());
            System.out.println(folder.resolve(file.getKey()));
        }
    }

    /** All definitions as YAML, by file name. */
    public static SortedMap<String, String> generate() {
        var files = new TreeMap<String, String>();
        for (var kind : KINDS) {
            CustomResourceDefinition definition = definition(kind);
            files.put(definition.getMetadata().getName() + ".yaml", HEADER + yaml(definition));
        }
        return files;
    }

    /** The finished definition of one kind. */
    static CustomResourceDefinition definition(Class<? extends CustomResource<?, ?>> kind) {
        var captured = new Capture();
        new CRDGenerator()
                .customResourceClasses(List.of(kind))
                .forCRDVersions("v1")
                .withParallelGenerationEnabled(false)
                .withPostProcessor(captured)
                .withOutput(new Discard())
                .generate();
        return SchemaFinish.finish(captured.definition(), kind);
    }

    private static String yaml(CustomResourceDefinition definition) {
        var mapper =
                new YAMLMapper(
                        YAMLFactory.builder()
                                .enable(Feature.MINIMIZE_QUOTES)
                                .enable(Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
                                .enable(Feature.INDENT_ARRAYS_WITH_INDICATOR)
                                .disable(Feature.WRITE_DOC_START_MARKER)
                                .disable(Feature.SPLIT_LINES)
                                .build());
        try {
            return mapper.writeValueAsString(
                    wholeNumbers(new ObjectMapper().valueToTree(definition)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The model holds bounds as doubles; {@code minimum: 0.0} of an integer would only puzzle. */
    private static JsonNode wholeNumbers(JsonNode node) {
        switch (node) {
            case ObjectNode object ->
                    object.properties()
                            .forEach(entry -> entry.setValue(wholeNumbers(entry.getValue())));
            case ArrayNode array -> {
                for (int i = 0; i < array.size(); i++) {
                    array.set(i, wholeNumbers(array.get(i)));
                }
            }
            default -> {
                if (node.isDouble() && node.doubleValue() == Math.rint(node.doubleValue())) {
                    return LongNode.valueOf(node.longValue());
                }
            }
        }
        return node;
    }

    /** Takes the typed definition out of the generator, which would only give bytes. */
    private static final class Capture implements CRDPostProcessor {
        private final java.util.ArrayList<CustomResourceDefinition> seen =
                new java.util.ArrayList<>();

        @Override
        public HasMetadata process(HasMetadata crd, String version) {
            seen.add((CustomResourceDefinition) crd);
            return crd;
        }

        CustomResourceDefinition definition() {
            if (seen.size() != 1) {
                throw new IllegalStateException("expected one definition, got " + seen.size());
            }
            return seen.getFirst();
        }
    }

    private static final class Discard implements CRDGenerator.CRDOutput<ByteArrayOutputStream> {
        @Override
        public ByteArrayOutputStream outputFor(String name) {
            return new ByteArrayOutputStream();
        }

        @Override
        public void close() {}
    }
}
