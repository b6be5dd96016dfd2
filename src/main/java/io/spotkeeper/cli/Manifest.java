package io.spotkeeper.cli;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.operator.environment.EnvironmentFleet;
import io.spotkeeper.simulation.input.Misfit;
import io.spotkeeper.simulation.input.YamlValue;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/** A manifest with one fleet in it, read without a cluster. */
final class Manifest {
    private static final String CRD = "/crds/computeenvironments.spotkeeper.io.yaml";
    private static final String API = "spotkeeper.io/v1alpha1";
    private static final String KIND = "ComputeEnvironment";

    private Manifest() {}

    /**
     * The fleet of the only ComputeEnvironment in a text; other objects in it are passed over.
     *
     * @param file what the text is called in messages
     * @throws Misfit when there is not exactly one, or it is not as its schema wants it
     */
    static Fleet fleet(String file, String text) {
        List<YamlValue> documents = YamlValue.documents(file, text);
        List<YamlValue> environments =
                documents.stream()
                        .filter(d -> KIND.equals(d.required("kind").text()))
                        .filter(d -> API.equals(d.required("apiVersion").text()))
                        .toList();
        if (environments.size() != 1) {
            throw new Misfit(
                    file,
                    1,
                    1,
                    "expected one %s of %s, not %d".formatted(KIND, API, environments.size()));
        }
        YamlValue written = environments.getFirst();
        written.required("metadata").required("name").text();
        YamlValue schema =
                Objects.requireNonNull(SchemaCheck.spec(CRD, crd()), "a CRD without spec");
        SchemaCheck.check(written.required("spec"), schema, "spec");
        YamlValue requirements = written.required("spec").field("instanceRequirements");
        if (requirements != null) {
            throw requirements.misfit(
                    "expected instanceTypes in its place: a market of the simulator does not say"
                            + " what its types have");
        }
        written.required("spec").required("instanceTypes");
        return fleet(documents.indexOf(written), text);
    }

    private static Fleet fleet(int index, String text) {
        KubernetesSerialization serialization = new KubernetesSerialization();
        Object loaded = serialization.unmarshal(document(index, text), ComputeEnvironment.class);
        ComputeEnvironment environment = (ComputeEnvironment) loaded;
        var metadata = environment.getMetadata();
        if (metadata.getNamespace() == null) {
            metadata.setNamespace("default");
        }
        // What the API server would give it; the same for the same object, so that runs repeat.
        String id = metadata.getNamespace() + "/" + metadata.getName();
        metadata.setUid(UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString());
        metadata.setGeneration(1L);
        return EnvironmentFleet.of(environment);
    }

    // Documents that are empty do not count, as in YamlValue.documents.
    private static String document(int index, String text) {
        List<String> documents =
                java.util.Arrays.stream(text.split("(?m)^---.*$"))
                        .filter(part ->
                                part.lines().anyMatch(l -> !l.isBlank() && !l.startsWith("#")))
                        .toList();
        return documents.get(index);
    }

    private static String crd() {
        try (InputStream resource = Manifest.class.getResourceAsStream(CRD)) {
            if (resource == null) {
                throw new IllegalStateException("the jar lacks " + CRD);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + CRD, e);
        }
    }
}
