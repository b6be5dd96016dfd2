package io.spotkeeper.operator.status;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.FleetRecord;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A record survives the API server: nothing that counting depends on is lost on the way. */
class RecordCodecTest {
    private static final KubernetesSerialization JSON = new KubernetesSerialization();

    @Test
    void everyRecordComesBackAsItWas() {
        long seed = System.nanoTime();
        Records records = new Records(seed);
        for (int i = 0; i < 500; i++) {
            // Given
            FleetRecord record = records.record();

            // When
            String json = JSON.asJson(FleetStatusFactory.recorded(FleetStatus.empty(), record));
            FleetRecord back = RecordCodec.decode(JSON.unmarshal(json, FleetStatus.class));

            // Then
            assertThat(back).as("record %d of seed %d", i, seed).isEqualTo(record);
        }
    }

    @Test
    void aStatusWithoutAnInitialisedLedgerIsNoRecord() {
        // Given
        LedgerStatus rest =
                new LedgerStatus(
                        null, List.of("ins-1"), List.of(), List.of(), List.of(), List.of(), null);

        // Then
        assertThat(RecordCodec.decode(null)).isNull();
        assertThat(RecordCodec.decode(FleetStatus.empty())).isNull();
        assertThat(RecordCodec.decode(FleetStatus.empty().toBuilder().ledger(rest).build()))
                .isNull();
    }

    @Test
    void theCloudsWordsAreShortened() {
        // Given: more than 512 characters, with a pair of surrogates across the end
        String words = "x".repeat(510) + "\uD83D\uDE00".repeat(20);
        Activity activity =
                new Activity(
                        Activity.Type.LAUNCH,
                        false,
                        words,
                        "NoCapacity",
                        words,
                        List.of(),
                        1,
                        Instant.EPOCH,
                        Instant.EPOCH);

        // When
        String message = Objects.requireNonNull(RecordCodec.encode(activity).message());

        // Then
        assertThat(message).hasSizeLessThanOrEqualTo(512).endsWith("x…");
        assertThat(IntStream.range(0, message.length()).mapToObj(message::charAt))
                .noneMatch(Character::isSurrogate);
    }
}
