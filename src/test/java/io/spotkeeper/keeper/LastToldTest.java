package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class LastToldTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final LastTold<String> told = new LastTold<>(String::equals);

    @Test
    void tellsWhatItNeverTold() {
        assertThat(told.yields("uid", "sold out", START)).isFalse();
    }

    @Test
    void leavesAnothersWordsWhereItToldItsOwnLately() {
        told.tell("uid", "sold out", START);

        assertThat(told.yields("uid", "sold out", at(59))).isTrue();
        assertThat(told.yields("uid", "sold out", at(60))).isFalse();
    }

    @Test
    void tellsWhatIsNewAtOnce() {
        told.tell("uid", "sold out", START);

        assertThat(told.yields("uid", "at target", at(1))).isFalse();
    }

    @Test
    void waitsTwiceAsLongEachTimeUpToAnHour() {
        Instant now = START;
        for (long minutes : new long[] {1, 2, 4, 8, 16, 32, 60, 60}) {
            told.tell("uid", "sold out", now);

            Duration pause = Duration.ofMinutes(minutes);
            assertThat(told.yields("uid", "sold out", now.plus(pause).minusNanos(1))).isTrue();
            assertThat(told.yields("uid", "sold out", now.plus(pause))).isFalse();
            now = now.plus(pause);
        }
    }

    @Test
    void beginsAnewWithWhatIsNew() {
        told.tell("uid", "sold out", START);
        told.tell("uid", "sold out", at(60));
        told.tell("uid", "at target", at(61));

        assertThat(told.yields("uid", "at target", at(121))).isFalse();
    }

    @Test
    void knowsNothingOfAnObjectThatIsForgotten() {
        told.tell("uid", "sold out", START);

        told.forget("uid");

        assertThat(told.yields("uid", "sold out", at(1))).isFalse();
    }

    @Test
    void knowsWhenItToldAnObjectSomethingLast() {
        assertThat(told.at("uid")).isEqualTo(Instant.MIN);
        told.tell("uid", "sold out", START);
        told.tell("uid", "at target", at(5));
        told.tell("other", "sold out", at(9));

        assertThat(told.at("uid")).isEqualTo(at(5));
    }

    @Test
    void keepsObjectsApart() {
        told.tell("uid", "sold out", START);

        assertThat(told.yields("other", "sold out", at(1))).isFalse();
    }

    private static Instant at(long seconds) {
        return START.plusSeconds(seconds);
    }
}
