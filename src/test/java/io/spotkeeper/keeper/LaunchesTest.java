package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.fleet.Action;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Market;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Rules 2 to 5: which sends a record allows. */
class LaunchesTest {
    private static final Duration TICK = Duration.ofNanos(1);

    private final OnePass one = new OnePass(Fleets.of(1));

    private Launches launches(Pass pass) {
        return new Launches(World.TIMING, bytes("00112233445566778899aabbccddeeff"), pass);
    }

    /** A generator whose bytes are these. */
    private static RandomGenerator bytes(String hex) {
        byte[] all = HexFormat.of().parseHex(hex);
        return new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("bytes are drawn together");
            }

            @Override
            public void nextBytes(byte[] bytes) {
                assertThat(bytes).hasSameSizeAs(all);
                System.arraycopy(all, 0, bytes, 0, all.length);
            }
        };
    }

    /** Opens an intent for so many, and makes it stand in the books. */
    private LaunchIntent opened(int count) {
        Pass pass = one.pass();
        launches(pass).open(List.of(wish(count)), Map.of());
        one.record = pass.record;
        return one.record.ledger().intents().getFirst();
    }

    private static Action wish(int count) {
        return new Action.Launch(Fleets.rule(Fleets.A), null, count, LaunchIntent.Purpose.GROWTH);
    }

    // ---- opening ----

    /** RFC 9562, section 5.4: all but six of the 128 bits are random. */
    @Test
    void makesItsIdsOfAllTheGeneratorsBits() {
        for (String[] pair :
                new String[][] {
                    {"00112233445566778899aabbccddeeff", "00112233-4455-4677-8899-aabbccddeeff"},
                    {"00000000000000000000000000000000", "00000000-0000-4000-8000-000000000000"},
                    {"ffffffffffffffffffffffffffffffff", "ffffffff-ffff-4fff-bfff-ffffffffffff"},
                    {"fedcba98765432100123456789abcdef", "fedcba98-7654-4210-8123-456789abcdef"}
                }) {
            Pass pass = one.pass();
            new Launches(World.TIMING, bytes(pair[0]), pass).open(List.of(wish(1)), Map.of());

            assertThat(pass.record.ledger().intents().getFirst().id()).isEqualTo(pair[1]);
        }
    }

    @Test
    void asksForAPartOfManyButNotOfOne() {
        assertThat(opened(2).partialDelivery()).isTrue();
        one.record = FleetRecord.EMPTY;

        assertThat(opened(1).partialDelivery()).isFalse();
    }

    @Test
    void asksForTheWholeWhereThatWasLearnt() {
        one.process.account.wholeOnly().add(new AccountCloud.WholeOnly(Fleets.REGION, Market.SPOT));

        assertThat(opened(2).partialDelivery()).isFalse();
    }

    @Test
    void opensNothingThatTheRequestBudgetDoesNotAllow() {
        Duration wait = drained(RequestBudget.Priority.GROW);
        Pass pass = one.pass();

        Launches launches = launches(pass);
        launches.open(List.of(wish(1)), Map.of());

        assertThat(launches.anyAllowed()).isFalse();
        assertThat(pass.record).isEqualTo(one.record);
        assertThat(pass.result(false).again()).isEqualTo(wait);
    }

    private Duration drained(RequestBudget.Priority priority) {
        Duration wait = Duration.ZERO;
        while (wait.isZero()) {
            wait =
                    one.process
                            .account
                            .budget()
                            .take(Fleets.REGION, RequestBudget.Action.LAUNCH, priority);
        }
        return wait;
    }

    // ---- sending again ----

    private void books(UnaryOperator<LaunchIntent> change) {
        one.books(ledger -> ledger.changing(ledger.intents().getFirst().id(), change));
    }

    private boolean sentAgain() {
        Launches launches = launches(one.pass());
        launches.resend(true);
        return launches.anyAllowed();
    }

    private boolean ended() {
        Pass pass = one.pass();
        launches(pass).resend(true);
        return pass.record.ledger().intents().getFirst().noMoreSends();
    }

    @Test
    void asksForALostAnswerMoreAndMoreSlowly() {
        opened(1);
        int[] seconds = {1, 2, 4, 8, 16, 30, 30};
        for (int wait : seconds) {
            books(LaunchIntent::unknown);
            one.pass();
            one.time.advance(Duration.ofSeconds(wait).minus(TICK));
            Pass early = one.pass();
            Launches launches = launches(early);

            launches.resend(true);
            assertThat(launches.anyAllowed()).as("before %d s", wait).isFalse();
            assertThat(early.result(false).again()).isEqualTo(TICK);
            one.time.advance(TICK);

            assertThat(sentAgain()).as("after %d s", wait).isTrue();
            books(intent -> intent.resent(FakeTime.START));
        }
    }

    @Test
    void leavesAnAnswerThatNobodyRecordedFiveSecondsToCome() {
        opened(1);
        one.pass();
        one.time.advance(Duration.ofSeconds(5).minus(TICK));
        assertThat(sentAgain()).isFalse();
        one.time.advance(TICK);

        assertThat(sentAgain()).isTrue();
    }

    @Test
    void sendsNothingAgainThatTheRequestBudgetDoesNotAllow() {
        opened(1);
        one.pass();
        one.time.advance(Duration.ofSeconds(5));
        Duration wait = drained(RequestBudget.Priority.GROW);
        Pass pass = one.pass();

        Launches launches = launches(pass);
        launches.resend(true);

        assertThat(launches.anyAllowed()).isFalse();
        assertThat(pass.record).isEqualTo(one.record);
        assertThat(pass.result(false).again()).isEqualTo(wait);
    }

    @Test
    void endsSendingWhenTheWindowIsOver() {
        opened(1);
        one.time.advance(World.TIMING.resendWindow().minus(TICK));
        assertThat(ended()).isFalse();
        one.time.advance(TICK);

        assertThat(ended()).isTrue();
    }

    @Test
    void endsSendingWhatAClockAheadOfOursDated() {
        opened(1);
        one.time.jumpWall(Duration.ofSeconds(-5));
        assertThat(ended()).isFalse();
        one.time.jumpWall(TICK.negated());

        assertThat(ended()).isTrue();
    }

    @Test
    void endsSendingWhenTheGroupEnds() {
        one.fleet = one.fleet.grouped(Fleets.terms(FakeTime.START.plusSeconds(60), false));
        opened(1);
        one.time.advance(Duration.ofSeconds(59));
        assertThat(ended()).isFalse();
        one.time.advance(Duration.ofSeconds(1));

        assertThat(ended()).isTrue();
    }

    @Test
    void sendsAgainForAGroupWithoutAnEnd() {
        one.fleet = one.fleet.grouped(Fleets.terms(null, false));
        opened(1);
        one.pass();
        one.time.advance(Duration.ofSeconds(5));

        assertThat(sentAgain()).isTrue();
    }
}
