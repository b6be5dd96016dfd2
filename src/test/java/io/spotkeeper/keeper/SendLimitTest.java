package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The send deadline D, by the clock that went further. */
class SendLimitTest {
    private static final Duration D = World.TIMING.sendDeadline();

    private final FakeTime time = new FakeTime();

    @Test
    void passesOnlyAfterTheWholePeriod() {
        SendLimit limit = SendLimit.startingNow(time, World.TIMING);

        time.advance(D);
        assertThat(limit.passed()).isFalse();
        time.advance(Duration.ofNanos(1));

        assertThat(limit.passed()).isTrue();
    }

    @Test
    void passesWhileTheMonotonicClockStandsStill() {
        SendLimit limit = SendLimit.startingNow(time, World.TIMING);

        time.jumpWall(D.plusNanos(1));

        assertThat(limit.passed()).isTrue();
    }

    @Test
    void passesAlsoWhenTheWallClockIsSetBack() {
        SendLimit limit = SendLimit.startingNow(time, World.TIMING);

        time.advance(D.plusNanos(1));
        time.jumpWall(Duration.ofHours(-1));

        assertThat(limit.passed()).isTrue();
    }
}
