package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ownership;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules 8 to 10 and 12: what one round lets a pass conclude, and when exactly. */
class SettlementTest {
    private static final Duration TICK = Duration.ofNanos(1);

    private final OnePass one = new OnePass(Fleets.of(3));

    /** Settles on a listing of these that begins now, and keeps the books. */
    private Pass settle(Instance... listed) {
        Pass pass = one.pass();
        Settlement.settle(World.TIMING, pass, one.round(listed));
        one.record = pass.record;
        return pass;
    }

    private Pass settleAfter(Duration duration, Instance... listed) {
        one.time.advance(duration);
        return settle(listed);
    }

    private static List<String> told(Pass pass) {
        return pass.news().stream().map(Activity::reason).toList();
    }

    private static Instance dead(String id) {
        return OnePass.is(InstanceState.TERMINATING, OnePass.ours(id));
    }

    // ---- what is asked by id ----

    @Test
    void asksNothingByIdThatTheListingAnswers() {
        one.books(ledger ->
                ledger.knowing(List.of("a"))
                        .opening(OnePass.intent("i", 1, "b"))
                        .terminating(List.of(OnePass.farewell("c"))));
        one.pass();
        one.time.advance(World.G.plusSeconds(1));

        settle(OnePass.ours("a"), OnePass.ours("b"), OnePass.ours("c"));

        assertThat(one.cloud.describeCalls).isZero();
    }

    @Test
    void asksNothingByIdOfWhatIsGone() {
        one.books(ledger ->
                ledger.terminating(List.of(OnePass.farewell("a")))
                        .releasing(List.of(OnePass.farewell("b"))));
        one.evidence.farewell("a").goneAt = 1L;
        one.evidence.farewell("b").goneAt = 1L;

        settle();

        assertThat(one.cloud.describeCalls).isZero();
    }

    @Test
    void asksByIdForAnAnsweredLaunchOnlyAfterTheGrace() {
        one.books(ledger -> ledger.opening(OnePass.intent("i", 1, "a")));
        settle();
        settleAfter(World.G);
        assertThat(one.cloud.describeCalls).isZero();

        settleAfter(TICK);

        assertThat(one.cloud.describeCalls).isEqualTo(1);
    }

    // ---- intents with ids ----

    @Test
    void takesTheDeadOutOfAnIntentThatStaysOpen() {
        one.books(ledger -> ledger.opening(OnePass.intent("i", 3, "a", "b", "c")));
        one.pass();
        one.time.advance(TICK);

        Pass pass = settle(OnePass.ours("a"), dead("b"));

        assertThat(one.record.ledger().intents().getFirst().instanceIds())
                .containsExactly("a", "c");
        assertThat(told(pass)).containsExactly("Interrupted");
        assertThat(pass.result(false).atNextListing()).isTrue();
    }

    @Test
    void closesAnIntentWhoseRestIsDeadByItsId() {
        one.books(ledger -> ledger.opening(OnePass.intent("i", 2, "a", "b")));
        one.pass();
        one.time.advance(World.G.plus(TICK));
        one.exists(OnePass.is(InstanceState.FAILED, OnePass.ours("b")));

        Pass pass = settle(OnePass.ours("a"));

        assertThat(one.record.ledger().intents()).isEmpty();
        assertThat(one.record.ledger().known()).containsExactly("a");
        assertThat(told(pass)).containsExactly("LaunchFailed");
    }

    @Test
    void tellsTheLossOfWhatIsAbsentByItsId() {
        one.books(ledger -> ledger.opening(OnePass.intent("i", 1, "a")));
        one.pass();
        one.time.advance(World.G.plus(TICK));

        Pass pass = settle(one.control());

        assertThat(one.record.ledger().intents()).isEmpty();
        assertThat(told(pass)).containsExactly("Interrupted");
        assertThat(one.record.interruptions()).isEqualTo(1);
    }

    // ---- intents without ids ----

    private LaunchIntent unanswered(int count) {
        LaunchIntent intent = OnePass.intent("i", count).withoutMoreSends();
        one.books(ledger -> ledger.opening(intent));
        one.pass();
        return intent;
    }

    private @Nullable Long firstListing() {
        return one.evidence.intent("i").firstListing;
    }

    @Test
    void countsTheFirstListingThatBeganWhenTheWaitWasOver() {
        unanswered(1);
        settleAfter(World.W.minus(TICK));
        assertThat(firstListing()).isNull();

        settleAfter(TICK);

        assertThat(firstListing()).isEqualTo(one.time.monotonicNanos());
    }

    @Test
    void settlesWithAListingThatBeganTheGraceAfterTheFirst() {
        unanswered(1);
        settleAfter(World.W);
        settleAfter(World.G.minus(TICK));
        assertThat(one.record.ledger().intents()).hasSize(1);

        Pass pass = settleAfter(TICK);

        assertThat(one.record.ledger().intents()).isEmpty();
        assertThat(told(pass)).containsExactly("IntentSettled");
        assertThat(pass.news().getFirst().message())
                .isEqualTo("Two listings agree that the launch of 1 in " + Fleets.A + " bought 0");
    }

    @Test
    void tellsWhatAnUnansweredLaunchBoughtInOrderAndWhatOfItFailed() {
        unanswered(5);
        Instance[] bought = {
            OnePass.boughtBy("i", "ins-zz"),
            OnePass.boughtBy("i", "ins-9"),
            OnePass.boughtBy("i", "ins-10"),
            OnePass.boughtBy("i", "ins-a"),
            OnePass.is(InstanceState.FAILED, OnePass.boughtBy("i", "ins-0"))
        };
        settleAfter(World.W, bought);

        Pass pass = settleAfter(World.G, bought);

        assertThat(one.record.ledger().known())
                .containsExactly("ins-10", "ins-9", "ins-a", "ins-zz");
        assertThat(told(pass)).containsExactly("IntentSettled", "LaunchFailed");
        assertThat(pass.news().getFirst().instanceIds())
                .containsExactly("ins-10", "ins-9", "ins-a", "ins-zz");
    }

    // ---- known instances ----

    /** The books know these, and have done so for longer than the grace. */
    private void grown(String... ids) {
        one.books(ledger -> ledger.knowing(List.of(ids)));
        one.pass();
        one.time.advance(World.G);
    }

    @Test
    void looksAgainAtAYoungInstanceWhoseTagsAreMissing() {
        one.books(ledger -> ledger.knowing(List.of("a")));
        one.exists(OnePass.bare("a"));

        Pass pass = settle(OnePass.bare("a"));

        assertThat(one.record.ledger().known()).containsExactly("a");
        assertThat(pass.result(false).atNextListing()).isTrue();
    }

    @Test
    void dropsAnUntaggedInstanceThatNoOpenIntentConcerns() {
        grown("a");
        one.books(ledger -> ledger.opening(OnePass.intent("i", 1)));
        one.exists(OnePass.bare("a"));

        assertThat(told(settle(OnePass.bare("a")))).containsExactly("TagsRemoved");
        assertThat(one.record.ledger().known()).isEmpty();
    }

    @Test
    void keepsAnUntaggedInstanceThatNamesAnOpenIntent() {
        grown("a");
        one.books(ledger -> ledger.opening(OnePass.intent("i", 1)));
        Instance half = OnePass.tagged("a", Map.of(Ownership.INTENT, "i"));
        one.exists(half);

        assertThat(told(settle(half))).isEmpty();
        assertThat(one.record.ledger().known()).containsExactly("a");
    }

    @Test
    void keepsAnUntaggedInstanceThatAnOpenIntentNames() {
        grown("a");
        one.books(ledger -> ledger.opening(OnePass.intent("i", 1, "a")));
        one.exists(OnePass.bare("a"));

        assertThat(told(settle(OnePass.bare("a")))).isEmpty();
        assertThat(one.record.ledger().known()).containsExactly("a");
    }

    @Test
    void believesThatThreeAreAbsentAtOnce() {
        grown("a", "b", "c", "d");

        settle(one.control(), OnePass.ours("d"));

        assertThat(one.record.ledger().known()).containsExactly("d");
    }

    @Test
    void believesThatFourAreAbsentOnlyWhenTheyAreForTheGrace() {
        grown("a", "b", "c", "d");
        settle(one.control());
        settleAfter(World.G.minus(TICK), one.control());
        assertThat(one.record.ledger().known()).hasSize(4);

        Pass pass = settleAfter(TICK, one.control());

        assertThat(one.record.ledger().known()).isEmpty();
        assertThat(pass.news().getFirst().message()).startsWith("4 instances lost");
    }

    // ---- farewells ----

    private void leaving(Farewell... released) {
        one.books(ledger -> ledger.releasing(List.of(released)));
    }

    private Evidence.OfFarewell evidence(String id) {
        return one.evidence.farewell(id);
    }

    @Test
    void countsNoListingThatBeganWhenItWasFoundGone() {
        leaving(OnePass.farewell("a"));
        evidence("a").goneAt = one.time.monotonicNanos();
        settle();
        assertThat(evidence("a").firstClean).isNull();

        settleAfter(TICK);

        assertThat(evidence("a").firstClean).isEqualTo(one.time.monotonicNanos());
    }

    @Test
    void endsAFarewellWithTwoCleanListingsThatAreTheGraceApart() {
        leaving(OnePass.farewell("a"));
        evidence("a").goneAt = one.time.monotonicNanos();
        settleAfter(TICK);
        settleAfter(World.G.minus(TICK));
        assertThat(one.record.ledger().releases()).hasSize(1);
        long settlement = one.record.ledger().settlement();

        settleAfter(TICK);

        assertThat(one.record.ledger().releases()).isEmpty();
        assertThat(one.record.ledger().settlement()).isEqualTo(settlement + 1);
    }

    @Test
    void takesAListingForLateUntilTheGraceIsOver() {
        leaving(OnePass.farewell("a"));
        long gone = one.time.monotonicNanos();
        evidence("a").goneAt = gone;
        evidence("a").firstClean = gone + 1;

        settleAfter(World.G, OnePass.ours("a"));

        assertThat(evidence("a").goneAt).isEqualTo(gone);
        assertThat(evidence("a").firstClean).isNull();
    }

    @Test
    void findsWhatIsListedForLongerThanTheGraceNotGone() {
        leaving(OnePass.farewell("a"));
        evidence("a").goneAt = one.time.monotonicNanos();

        settleAfter(World.G.plus(TICK), OnePass.ours("a"));

        assertThat(evidence("a").goneAt).isNull();
    }

    @Test
    void keepsAReleaseWhileAnIntentHasNoIds() {
        leaving(OnePass.farewell("a"));
        evidence("a").goneAt = one.time.monotonicNanos();
        one.books(ledger -> ledger.opening(OnePass.intent("i", 1)));
        settleAfter(TICK);

        settleAfter(World.G);
        assertThat(one.record.ledger().releases()).hasSize(1);

        one.books(ledger -> ledger.changing("i", i -> i.launched(List.of("b"), null)));
        settleAfter(TICK);
        assertThat(one.record.ledger().releases()).isEmpty();
    }

    @Test
    void takesAReleasedInstanceForGoneWhenItIsDeadOrFreeOfOurTags() {
        leaving(OnePass.farewell("a"), OnePass.farewell("b"), OnePass.farewell("c"));
        one.exists(OnePass.is(InstanceState.RECYCLED, OnePass.ours("a")));
        one.exists(OnePass.bare("b"));
        one.exists(OnePass.ours("c"));

        settle();

        assertThat(evidence("a").goneAt).isNotNull();
        assertThat(evidence("b").goneAt).isNotNull();
        assertThat(evidence("c").goneAt).isNull();
    }

    @Test
    void takesATerminatedInstanceInTheRecycleBinForGoneOnlyWhenTheCloudSaysSo() {
        one.books(ledger ->
                ledger.terminating(List.of(OnePass.farewell("a"), OnePass.farewell("b"))));
        one.exists(OnePass.is(InstanceState.RECYCLED, OnePass.ours("a")));
        one.exists(OnePass.is(InstanceState.FAILED, OnePass.ours("b")));
        settle();
        assertThat(evidence("a").goneAt).isNull();
        assertThat(evidence("b").goneAt).isNotNull();
        evidence("a").toldGone = true;

        settle();

        assertThat(evidence("a").goneAt).isNotNull();
    }

    @Test
    void takesATerminatedInstanceThatRunsWithoutTagsForNotGone() {
        one.books(ledger -> ledger.terminating(List.of(OnePass.farewell("a"))));
        one.exists(OnePass.bare("a"));

        settle();

        assertThat(evidence("a").goneAt).isNull();
    }
}
