package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.CoolDown;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.Refusal;
import io.spotkeeper.fleet.RefusalKind;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a pass gathers: news, failures of pools, and when to look again. */
class PassTest {
    private static final Refusal STUCK =
            new Refusal(RefusalKind.STUCK_PENDING, "StuckPending", "pending for too long");

    private final OnePass one = new OnePass(Fleets.of(1));

    @Test
    void looksAgainAtTheEarliestTimeThatWasAskedFor() {
        Pass pass = one.pass();
        assertThat(pass.result(false).again()).isNull();
        pass.lookAgain(Duration.ofSeconds(5));
        pass.lookAgain(Duration.ofSeconds(2));
        pass.lookAgain(Duration.ofSeconds(9));

        assertThat(pass.result(false).again()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void looksAgainAtOnceForATimeThatIsOver() {
        Pass pass = one.pass();

        pass.lookAgain(Duration.ofSeconds(-1));

        assertThat(pass.result(false).again()).isEqualTo(Duration.ZERO);
    }

    @Test
    void tellsItsNewsInTheRecordAndAfterwards() {
        Pass pass = one.pass();

        pass.tell(Activity.Type.SETTLE, true, "cause", "First", "m", List.of("a", "b"));
        pass.tell(Activity.Type.SETTLE, true, "cause", "Second", "m", List.of());

        assertThat(pass.news()).extracting(Activity::reason).containsExactly("First", "Second");
        assertThat(pass.result(false).news()).isEqualTo(pass.news());
        assertThat(pass.record.activities())
                .extracting(Activity::reason)
                .containsExactly("Second", "First");
        assertThat(pass.news().getFirst().instanceCount()).isEqualTo(2);
    }

    // ---- pools ----

    private @Nullable CoolDown coolDown() {
        return one.process
                .account
                .coolDowns()
                .apply(one.fleet, Fleets.rule(Fleets.A), Offer.UNKNOWN, one.time.now())
                .coolDown();
    }

    /** Holds the failure of one instance against its pool, when no cool-down is in force. */
    private boolean held(Pass pass) {
        one.time.advance(Duration.ofHours(1));
        assertThat(coolDown()).isNull();
        Pass later =
                new Pass(one.fleet, pass.cloud, pass.store, one.evidence, pass.record, one.time);
        later.hold(OnePass.ours("a"), STUCK);
        later.holdAgainstPools();
        return coolDown() != null;
    }

    @Test
    void holdsAFailureAgainstItsPoolOnceHoweverOftenThePassStartsOver() {
        Pass pass = one.pass();

        assertThat(held(pass)).isTrue();
        assertThat(held(pass)).isFalse();
    }

    @Test
    void holdsAFailureAgainstItsPoolAgainOnceTheFirstIsWritten() {
        Pass pass = one.pass();
        assertThat(held(pass)).isTrue();

        pass.written();

        assertThat(held(pass)).isTrue();
    }

    // ---- losses ----

    @Test
    void countsALossUntilItIsReplacedAlsoInLaterPasses() {
        Pass pass = one.pass();
        pass.lose(2);
        assertThat(pass.lost()).isEqualTo(2);
        assertThat(one.evidence.lost).isZero();

        pass.written();

        assertThat(pass.lost()).isEqualTo(2);
        assertThat(one.evidence.lost).isEqualTo(2);
    }

    @Test
    void startsOverMoreAndMoreSlowlyUntilAWriteSucceeds() {
        Pass pass = one.pass();
        assertThat(pass.conflict().again()).isEqualTo(Duration.ZERO);
        assertThat(pass.conflict().again()).isEqualTo(Duration.ofMillis(50));

        pass.written();

        assertThat(pass.conflict().again()).isEqualTo(Duration.ZERO);
    }

    // ---- resting ----

    @Test
    void restsWhilePausedUnlessItIsDeleted() {
        assertThat(resting(false, false)).isFalse();
        assertThat(resting(true, false)).isTrue();
        assertThat(resting(true, true)).isFalse();
        assertThat(resting(false, true)).isFalse();
    }

    private boolean resting(boolean paused, boolean deleting) {
        Fleet fleet =
                Fleets.like(f -> {
                    f.paused = paused;
                    f.deleting = deleting;
                });
        one.fleet = fleet;
        return one.pass().resting();
    }
}
