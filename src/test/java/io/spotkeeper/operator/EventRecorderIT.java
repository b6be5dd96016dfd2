package io.spotkeeper.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.ConfigMapBuilder;
import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.testing.ControlPlane;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Events as client-go correlates them, on a real API server. */
class EventRecorderIT {
    private final KubernetesClient client = ControlPlane.get().client();
    private final String namespace = ControlPlane.get().newNamespace();
    private final Hand time = new Hand();
    private final EventRecorder recorder = new EventRecorder(client, time);
    private final ConfigMap subject =
            client.resource(
                            new ConfigMapBuilder()
                                    .withNewMetadata()
                                    .withName("subject")
                                    .withNamespace(namespace)
                                    .endMetadata()
                                    .build())
                    .create();

    private static final class Hand implements TimeSource {
        private Instant now = Instant.parse("2026-03-01T10:00:00Z");

        void advance(Duration by) {
            now = now.plus(by);
        }

        @Override
        public Instant now() {
            return now;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    }

    @Test
    void theSameAgainRaisesTheCount() {
        // Given
        recorder.warning(subject, "NoCapacity", "sold out");
        time.advance(Duration.ofMinutes(9));

        // When
        recorder.warning(subject, "NoCapacity", "sold out");

        // Then
        assertThat(events()).hasSize(1);
        Event event = events().getFirst();
        assertThat(event.getCount()).isEqualTo(2);
        assertThat(event.getType()).isEqualTo("Warning");
        assertThat(event.getFirstTimestamp()).isEqualTo("2026-03-01T10:00:00Z");
        assertThat(event.getLastTimestamp()).isEqualTo("2026-03-01T10:09:00Z");
        assertThat(event.getInvolvedObject().getUid()).isEqualTo(subject.getMetadata().getUid());
    }

    @Test
    void theSameMuchLaterIsAnother() {
        // Given
        recorder.normal(subject, "Launched", "one");
        time.advance(Duration.ofMinutes(11));

        // When
        recorder.normal(subject, "Launched", "one");

        // Then
        assertThat(events()).hasSize(2);
    }

    @Test
    void whoHasMuchToTellIsSlowedDown() {
        // When
        IntStream.range(0, 60).forEach(i -> recorder.normal(subject, "Launched", "number " + i));

        // Then
        assertThat(events()).hasSize(25);
        time.advance(Duration.ofMinutes(5));
        recorder.normal(subject, "Launched", "later");
        recorder.normal(subject, "Launched", "too much");
        assertThat(events()).hasSize(26);
    }

    @Test
    void anAbandonedFleetNamesEveryInstance() {
        // Given
        List<String> ids = IntStream.range(0, 2000).mapToObj(i -> "ins-%08d".formatted(i)).toList();

        // When
        recorder.listing(subject, "Abandoned", "Given up:", ids);

        // Then
        String told = String.join("\n", events().stream().map(Event::getMessage).toList());
        assertThat(ids).allMatch(told::contains);
        assertThat(events()).allMatch(event -> event.getMessage().length() <= 1024);
    }

    private List<Event> events() {
        return client.v1().events().inNamespace(namespace).list().getItems();
    }
}
