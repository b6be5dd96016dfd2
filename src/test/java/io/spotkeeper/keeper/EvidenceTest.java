package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a process remembers of a fleet, and when it has to begin anew. */
class EvidenceTest {
    private static final long G = World.G.toNanos();

    private final Evidence evidence = new Evidence(World.G);

    // ---- intents ----

    @Test
    void beginsSettlingAnewWithEveryAllowedSend() {
        LaunchIntent intent = OnePass.intent("i", 2);
        evidence.read(Ledger.EMPTY.opening(intent), 1);
        Evidence.OfIntent seen = evidence.intent("i");
        seen.firstListing = 5L;
        seen.seen.put("a", OnePass.boughtBy("i", "a"));
        seen.givenUp.add("a");

        evidence.read(Ledger.EMPTY.opening(intent.resent(FakeTime.START)), 10);

        assertThat(seen.attemptsReadAt()).isEqualTo(10);
        assertThat(seen.firstListing).isNull();
        assertThat(seen.seen).isEmpty();
        assertThat(seen.givenUp).isEmpty();
    }

    @Test
    void keepsWhatItSawOfAnIntentThatWasNotSentAgain() {
        Ledger ledger = Ledger.EMPTY.opening(OnePass.intent("i", 2));
        evidence.read(ledger, 1);
        evidence.intent("i").firstListing = 5L;

        evidence.read(ledger, 10);

        assertThat(evidence.intent("i").attemptsReadAt()).isEqualTo(1);
        assertThat(evidence.intent("i").firstListing).isEqualTo(5L);
    }

    @Test
    void takesIdsThatLeaveAnIntentForNoNewAnswer() {
        evidence.read(Ledger.EMPTY.opening(OnePass.intent("i", 2, "a", "b")), 1);
        evidence.read(Ledger.EMPTY.opening(OnePass.intent("i", 2, "b")), 10);
        assertThat(evidence.intent("i").idsReadAt()).isEqualTo(1);

        evidence.read(Ledger.EMPTY.opening(OnePass.intent("i", 2, "b", "c")), 20);

        assertThat(evidence.intent("i").idsReadAt()).isEqualTo(20);
    }

    @Test
    void forgetsAnIntentThatIsClosed() {
        evidence.read(Ledger.EMPTY.opening(OnePass.intent("i", 2)), 1);
        evidence.intent("i").firstListing = 5L;
        evidence.read(Ledger.EMPTY, 10);

        assertThat(evidence.intent("i").firstListing).isNull();
    }

    // ---- absence ----

    @Test
    void remembersTheAbsenceOfWhateverTheBooksName() {
        Ledger ledger =
                Ledger.EMPTY
                        .knowing(List.of("known"))
                        .opening(OnePass.intent("i", 1, "promised"))
                        .terminating(List.of(OnePass.farewell("terminating")))
                        .releasing(List.of(OnePass.farewell("releasing")));
        List<String> named = List.of("known", "promised", "terminating", "releasing");
        named.forEach(id -> evidence.absence(id).rounds = 2);
        evidence.absence("stranger").rounds = 2;

        evidence.read(ledger, 1);

        assertThat(named).allSatisfy(id -> assertThat(evidence.absence(id).rounds).isEqualTo(2));
        assertThat(evidence.absence("stranger").rounds).isZero();
    }

    @Test
    void countsRoundsAnewOnceAnInstanceWasPresent() {
        evidence.absence("a").rounds = 2;

        evidence.present("a");

        assertThat(evidence.absence("a").rounds).isZero();
    }

    @Test
    void takesAnInstanceForYoungUntilItHasBeenKnownForTheGrace() {
        Ledger ledger = Ledger.EMPTY.knowing(List.of("a"));
        evidence.read(ledger, 100);
        evidence.read(ledger, 100 + G - 1);
        assertThat(evidence.young("a")).isTrue();

        evidence.read(ledger, 100 + G);

        assertThat(evidence.young("a")).isFalse();
    }

    // ---- protection ----

    @Test
    void leavesAProtectedInstanceAloneUntilItsTimeIsOver() {
        evidence.guard("a", 200);
        evidence.guard("b", 300);
        evidence.read(Ledger.EMPTY, 199);
        assertThat(evidence.guarded("a")).isTrue();
        assertThat(evidence.guardEnds()).hasValue(200);

        evidence.read(Ledger.EMPTY, 200);

        assertThat(evidence.guarded("a")).isFalse();
        assertThat(evidence.guarded("b")).isTrue();
        assertThat(evidence.guardEnds()).hasValue(300);
    }

    // ---- what was seen last ----

    @Test
    void remembersWhatWasLastSeenAliveOfTheMembersOnly() {
        Instance member = OnePass.ours("a");
        Instance other = OnePass.ours("b");
        Instance dead = OnePass.is(InstanceState.TERMINATING, OnePass.ours("c"));

        evidence.saw(List.of(member, other, dead), Set.of("a", "c"));

        assertThat(evidence.lastSeen("a")).isEqualTo(member);
        assertThat(evidence.lastSeen("b")).isNull();
        assertThat(evidence.lastSeen("c")).isNull();
    }

    @Test
    void remembersWhatAByIdAnswerShowed() {
        Instance instance = OnePass.ours("a");

        evidence.saw(instance);

        assertThat(evidence.lastSeen("a")).isEqualTo(instance);
    }

    // ---- the settlement counter ----

    @Test
    void knowsSinceWhenTheCounterStandsAsItDoes() {
        evidence.read(Ledger.EMPTY.withSettlement(7), 100);
        evidence.read(Ledger.EMPTY.withSettlement(7), 200);
        assertThat(evidence.counterReadAt()).isEqualTo(100);

        evidence.read(Ledger.EMPTY.withSettlement(8), 300);

        assertThat(evidence.counterReadAt()).isEqualTo(300);
        assertThat(evidence.counter()).isEqualTo(8);
    }

    @Test
    void findsNothingNewInACounterThatItRaisedItself() {
        evidence.read(Ledger.EMPTY.withSettlement(7), 100);
        evidence.concluding(8);

        evidence.read(Ledger.EMPTY.withSettlement(8), 200);

        assertThat(evidence.counterReadAt()).isEqualTo(100);
    }

    // ---- writes ----

    @Test
    void triesAWriteAgainAtOnceAndThenMoreAndMoreSlowly() {
        assertThat(evidence.afterFailedWrite()).isZero();
        for (long millis : new long[] {50, 100, 200, 400, 800, 1600, 3200, 6400, 12800, 12800}) {
            assertThat(evidence.afterFailedWrite()).isEqualTo(Duration.ofMillis(millis));
        }
    }
}
