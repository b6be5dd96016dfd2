package io.spotkeeper.crds;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.spotkeeper.crds.Corpus.Invalid;
import io.spotkeeper.crds.Corpus.Way;
import io.spotkeeper.testing.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each resource of the corpus is tried on a real API server, created and server-side applied. */
class CorpusIT {
    private static ControlPlane controlPlane;

    @BeforeAll
    static void start() {
        controlPlane = ControlPlane.get().installCrds();
    }

    static Stream<Arguments> valid() {
        return Corpus.valid()
                .flatMap(file -> Arrays.stream(Way.values()).map(way -> Arguments.of(file, way)));
    }

    static Stream<Path> examples() throws IOException {
        try (var files = Files.list(Path.of("examples"))) {
            // A market is for the simulator, not for the API server.
            return files
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .filter(file -> !file.endsWith("market.yaml"))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource
    void examples(Path file) {
        // Given
        String namespace = controlPlane.newNamespace();

        // When
        String applied =
                controlPlane.kubectl("apply", "--namespace=" + namespace, "--filename=" + file);

        // Then
        assertThat(applied.lines()).isNotEmpty().allMatch(line -> line.endsWith(" created"));
    }

    static Stream<Arguments> invalid() {
        return Corpus.invalid()
                .flatMap(file -> Arrays.stream(Way.values()).map(way -> Arguments.of(file, way)));
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource
    void valid(Path file, Way way) {
        // Given
        KubernetesClient client = controlPlane.client();
        GenericKubernetesResource resource = Corpus.parse(client, Corpus.read(file));

        // When
        GenericKubernetesResource accepted =
                way.send(client, controlPlane.newNamespace(), resource);

        // Then: the records read the server's defaults out of what was written without them
        assertThat(typed(client, accepted).getSpec()).isEqualTo(typed(client, resource).getSpec());
    }

    @ParameterizedTest(name = "{1} {0}")
    @MethodSource
    void invalid(Invalid resource, Way way) {
        // Given
        String namespace = controlPlane.newNamespace();

        // When
        KubernetesClientException refusal = resource.refusal(controlPlane.client(), namespace, way);

        // Then
        assertThat(refusal).as("%s is refused", resource).isNotNull();
        assertThat(refusal.getMessage()).as("%s", resource).contains(resource.expected(way));
    }

    private static CustomResource<?, ?> typed(
            KubernetesClient client, GenericKubernetesResource resource) {
        String json = client.getKubernetesSerialization().asJson(resource);
        Class<? extends CustomResource<?, ?>> kind =
                CrdGeneration.KINDS.stream()
                        .filter(type -> type.getSimpleName().equals(resource.getKind()))
                        .findFirst()
                        .orElseThrow();
        return client.getKubernetesSerialization().unmarshal(json, kind);
    }
}
