package io.spotkeeper.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.FieldValidateable.Validation;
import io.spotkeeper.api.v1alpha1.Management;
import io.spotkeeper.convert.Conversion.Done;
import io.spotkeeper.testing.ControlPlane;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What comes out of a conversion is what the API server takes. */
class ConvertedManifestsIT {
    private static final int PER_CASE = 400;

    private static ControlPlane controlPlane;
    private static String namespace = "";

    @BeforeAll
    static void start() {
        controlPlane = ControlPlane.get().installCrds();
        namespace = controlPlane.newNamespace();
    }

    static Stream<Path> cases() {
        return Cases.all().stream().filter(folder -> manifest(Cases.request(folder)) != null);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void everyManifestIsAccepted(Path folder) {
        for (Management management : Management.values()) {
            var choices = new Choices(null, null, null, List.of(), management);
            if (Converter.convert(Cases.request(folder), null, choices) instanceof Done done) {
                accepted(folder + " " + management, done.text());
            }
        }
    }

    @Test
    void whateverComesOutOfAChangedRequestIsAcceptedToo() {
        // Given
        Set<String> manifests = new LinkedHashSet<>();
        for (Path folder : Cases.all()) {
            String request = Cases.request(folder);
            boolean json = request.startsWith("{");
            for (int seed = 0; seed < PER_CASE; seed++) {
                var random = new Random(seed);
                String changed =
                        json
                                ? Mutations.ofFields(request, random)
                                : Mutations.ofText(request, random);
                String manifest = manifest(changed);
                if (manifest != null) {
                    manifests.add(manifest);
                }
            }
        }

        assertThat(manifests.size()).as("manifests that differ").isGreaterThan(200);

        // When and then
        manifests.forEach(manifest -> accepted("a changed request", manifest));
    }

    private static @Nullable String manifest(String request) {
        return Converter.convert(request, null, Choices.NONE)
                                instanceof Done(InputKind kind, String text, List<Note> _)
                        && kind != InputKind.AUTO_LAUNCH_GROUP
                ? text
                : null;
    }

    private static void accepted(String what, String manifest) {
        KubernetesClient client = controlPlane.client();
        assertThatNoException()
                .as("%s:\n%s", what, manifest)
                .isThrownBy(() ->
                        client.resource(
                                        client.getKubernetesSerialization()
                                                .unmarshal(
                                                        manifest, GenericKubernetesResource.class))
                                .inNamespace(namespace)
                                .dryRun()
                                .fieldValidation(Validation.STRICT)
                                .create());
    }
}
