package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The relations between the periods that the launch protocol rests on. */
class TimingTest {
    private static final String POSITIVE = "every period must be longer than zero";

    @Test
    void holdsAsItIsDelivered() {
        assertThat(Timing.DEFAULT.violations()).isEmpty();
    }

    @Test
    void wantsAGraceThatIsLongerThanListingsLag() {
        String wrong = "--visibility-grace must be longer than --listing-lag";

        assertThat(timing(10, 300, 120, 60, 300, 299, 60).violations()).isEmpty();
        assertThat(timing(10, 300, 120, 60, 300, 300, 60).violations()).containsExactly(wrong);
        assertThat(timing(10, 300, 120, 60, 300, 301, 60).violations()).containsExactly(wrong);
    }

    @Test
    void wantsTwoListingsWithinTheAgeThatOneMayHave() {
        assertThat(timing(120, 300, 120, 60, 300, 60, 60).violations()).isEmpty();
        assertThat(timing(121, 300, 120, 60, 300, 60, 60).violations())
                .containsExactly(
                        "--inventory-interval must be at most two fifths of --visibility-grace");
    }

    @Test
    void wantsEveryPeriodToBeLongerThanZero() {
        for (int period = 0; period < 7; period++) {
            for (long seconds : new long[] {0, -1}) {
                List<Long> all = new ArrayList<>(List.of(10L, 300L, 120L, 60L, 300L, 60L, 60L));
                all.set(period, seconds);

                assertThat(timing(all).violations()).as("period %d", period).contains(POSITIVE);
            }
        }
    }

    @Test
    void saysOnlyOnceThatPeriodsAreNotLongerThanZero() {
        assertThat(timing(Collections.nCopies(7, 0L)).violations()).containsOnlyOnce(POSITIVE);
    }

    @Test
    void waitsLongerWhereACloudAcceptsOlderSignatures() {
        Timing timing = Timing.DEFAULT.accepting(Duration.ofMinutes(15));

        assertThat(timing.signatureAge()).isEqualTo(Duration.ofMinutes(15));
        assertThat(timing.settleWait()).isEqualTo(Timing.DEFAULT.settleWait().plusMinutes(10));
    }

    @Test
    void waitsNoShorterWhereACloudAcceptsOnlyYoungerOnes() {
        assertThat(Timing.DEFAULT.accepting(Duration.ofMinutes(1))).isEqualTo(Timing.DEFAULT);
    }

    private static Timing timing(long... seconds) {
        List<Long> all = new ArrayList<>();
        for (long period : seconds) {
            all.add(period);
        }
        return timing(all);
    }

    private static Timing timing(List<Long> seconds) {
        return new Timing(
                Duration.ofSeconds(seconds.get(0)),
                Duration.ofSeconds(seconds.get(1)),
                Duration.ofSeconds(seconds.get(2)),
                Duration.ofSeconds(seconds.get(3)),
                Duration.ofSeconds(seconds.get(4)),
                Duration.ofSeconds(seconds.get(5)),
                Duration.ofSeconds(seconds.get(6)));
    }
}
