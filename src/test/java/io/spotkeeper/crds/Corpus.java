package io.spotkeeper.crds;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The resources in {@code src/test/resources/corpus}, and the ways in which a client sends them.
 */
final class Corpus {
    private static final Path FOLDER = Path.of("src", "test", "resources", "corpus");
    private static final String THEN = "---\n# then:\n";

    private Corpus() {}

    /**
     * How a client writes a resource. Both are strict, as kubectl is: an unknown field is an error.
     */
    enum Way {
        CREATE {
            @Override
            GenericKubernetesResource send(
                    KubernetesClient client, String namespace, GenericKubernetesResource resource) {
                return client.resource(resource)
                        .inNamespace(namespace)
                        .fieldValidation(Validation.STRICT)
                        .create();
            }

            @Override
            GenericKubernetesResource sendAgain(
                    KubernetesClient client, String namespace, GenericKubernetesResource resource) {
                return client.resource(resource)
                        .inNamespace(namespace)
                        .fieldValidation(Validation.STRICT)
                        .update();
            }
        },
        APPLY {
            @Override
            GenericKubernetesResource send(
                    KubernetesClient client, String namespace, GenericKubernetesResource resource) {
                return client.resource(resource)
                        .inNamespace(namespace)
                        .fieldValidation(Validation.STRICT)
                        .fieldManager("corpus")
                        .forceConflicts()
                        .serverSideApply();
            }

            @Override
            GenericKubernetesResource sendAgain(
                    KubernetesClient client, String namespace, GenericKubernetesResource resource) {
                return send(client, namespace, resource);
            }
        };

        abstract GenericKubernetesResource send(
                KubernetesClient client, String namespace, GenericKubernetesResource resource);

        abstract GenericKubernetesResource sendAgain(
                KubernetesClient client, String namespace, GenericKubernetesResource resource);
    }

    /**
     * A resource that is to be refused, or a change of a valid one that is.
     *
     * @param name name of the file
     * @param text what is in it
     */
    record Invalid(String name, String text) {
        /** The part of the message that must come, from {@code # expect}. */
        String expected(Way way) {
            String special = "# expect " + way.name().toLowerCase(Locale.ROOT) + ": ";
            return line(special)
                    .or(() -> line("# expect: "))
                    .orElseThrow(() -> new IllegalStateException(name + " expects nothing"));
        }

        private Optional<String> line(String prefix) {
            return text.lines()
                    .filter(line -> line.startsWith(prefix))
                    .map(line -> line.substring(prefix.length()))
                    .findFirst();
        }

        /** What the server answers when the resource, or the change in it, is sent. */
        KubernetesClientException refusal(KubernetesClient client, String namespace, Way way) {
            int change = text.indexOf(THEN);
            if (change < 0) {
                GenericKubernetesResource resource = parse(client, text);
                return catchThrowableOfType(
                        KubernetesClientException.class,
                        () -> way.send(client, namespace, resource));
            }
            GenericKubernetesResource before = parse(client, text.substring(0, change));
            GenericKubernetesResource after = parse(client, text.substring(change + THEN.length()));
            way.send(client, namespace, before);
            return catchThrowableOfType(
                    KubernetesClientException.class, () -> way.sendAgain(client, namespace, after));
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Invalid> invalid() {
        return files("invalid").stream()
                .map(file -> new Invalid(file.getFileName().toString(), read(file)));
    }

    static Stream<Path> valid() {
        return files("valid").stream();
    }

    static GenericKubernetesResource parse(KubernetesClient client, String yaml) {
        return client.getKubernetesSerialization().unmarshal(yaml, GenericKubernetesResource.class);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A valid resource by the name of its file. */
    static String read(String validName) {
        return read(FOLDER.resolve("valid").resolve(validName));
    }

    private static List<Path> files(String kind) {
        try (var files = Files.list(FOLDER.resolve(kind))) {
            return files.sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
