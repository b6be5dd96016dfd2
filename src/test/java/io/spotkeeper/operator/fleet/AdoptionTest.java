package io.spotkeeper.operator.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.fleet.Fleet;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Whose instances a restored object may call its own. */
class AdoptionTest {
    private static final String ANNOTATION = "spotkeeper.io/adopt-fleet";

    private static ComputeEnvironment environment(String name, Map<String, String> annotations) {
        ComputeEnvironment environment = new ComputeEnvironment();
        environment.setMetadata(
                new ObjectMetaBuilder()
                        .withNamespace("ns")
                        .withName(name)
                        .withUid("uid-of-" + name)
                        .withAnnotations(annotations)
                        .build());
        return environment;
    }

    private final ComputeEnvironment restored =
            environment("restored", Map.of(ANNOTATION, "uid-of-web"));

    @Test
    void adoptsNothingUnasked() {
        ComputeEnvironment web = environment("web", Map.of());

        Adoption adoption = Adoption.of(web, _ -> Stream.of(web, restored));

        assertThat(adoption.uid()).isNull();
        assertThat(adoption.refused()).isEmpty();
    }

    @Test
    void adoptsTheInstancesOfAnObjectThatIsGone() {
        Adoption adoption = Adoption.of(restored, _ -> Stream.of(restored));

        assertThat(adoption.uid()).isEqualTo("uid-of-web");
        assertThat(adoption.refused()).isEmpty();
    }

    @Test
    void refusesTheInstancesOfAFleetThatLives() {
        ComputeEnvironment web = environment("web", Map.of());

        Adoption adoption = Adoption.of(restored, _ -> Stream.of(restored, web));

        assertThat(adoption.uid()).isNull();
        assertThat(adoption.refused().map(Fleet.Obstacle::message).orElse(""))
                .contains("uid-of-web", "ComputeEnvironment web in namespace ns");
    }

    @Test
    void refusesThemWhileThatFleetIsBeingDeleted() {
        ComputeEnvironment web = environment("web", Map.of());
        web.getMetadata().setDeletionTimestamp("2026-03-01T10:00:00Z");

        Adoption adoption = Adoption.of(restored, _ -> Stream.of(restored, web));

        assertThat(adoption.refused()).isPresent();
    }

    @Test
    void itsOwnUidMeansNothing() {
        ComputeEnvironment web = environment("web", Map.of(ANNOTATION, "uid-of-web"));

        Adoption adoption = Adoption.of(web, _ -> Stream.of(web));

        assertThat(adoption.uid()).isNull();
        assertThat(adoption.refused()).isEmpty();
    }
}
