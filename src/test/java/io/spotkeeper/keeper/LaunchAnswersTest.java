package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudFailure.Scope;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchCount;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.RequestProgress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rules 6 to 8: what answers to launches mean. */
class LaunchAnswersTest {
    private static final Duration LATER = Duration.ofSeconds(3);

    private final OnePass one =
            new OnePass(
                    Fleets.like(f -> {
                        f.target = 10;
                        f.buysFrom(Fleets.A, Fleets.B);
                    }));

    private static LaunchOutcome launched(String... ids) {
        return new LaunchOutcome.Launched(List.of(ids), null);
    }

    private static LaunchOutcome refused(CloudFailure failure) {
        return new LaunchOutcome.Refused(failure);
    }

    private static LaunchOutcome soldOut(Scope scope) {
        return refused(new CloudFailure.NoCapacity(scope, "SoldOut", "sold out"));
    }

    private static LaunchIntent intent(CapacityPool pool, int count, boolean partial) {
        LaunchIntent of = OnePass.intent("i-" + pool.zone(), count);
        return new LaunchIntent(
                of.id(),
                pool,
                null,
                count,
                of.weight(),
                null,
                partial,
                of.purpose(),
                of.requestHash(),
                of.createdAt(),
                1,
                of.allowedAt(),
                false,
                null,
                of.outcome(),
                List.of());
    }

    // ---- what the account learns ----

    /** A pass whose only send was answered so. */
    private Pass learnt(LaunchIntent sent, LaunchOutcome outcome) {
        Pass pass = one.pass();
        new LaunchAnswers(pass).add(sent, outcome);
        return pass;
    }

    private Offer offer(CapacityPool pool) {
        return one.process
                .account
                .coolDowns()
                .apply(one.fleet, Fleets.rule(pool), Offer.UNKNOWN, one.time.now());
    }

    @Test
    void holdsARefusalAgainstThePoolThatWasAskedOnly() {
        learnt(intent(Fleets.B, 1, false), soldOut(Scope.POOL));

        assertThat(offer(Fleets.A).coolDown()).isNull();
        assertThat(offer(Fleets.B).coolDown()).isNotNull();
    }

    @Test
    void forgetsTheRefusalsOfAPoolThatDelivered() {
        learnt(intent(Fleets.A, 1, false), soldOut(Scope.POOL));

        learnt(intent(Fleets.A, 1, false), launched("a"));

        assertThat(offer(Fleets.A)).isEqualTo(Offer.UNKNOWN);
    }

    @Test
    void takesAPartialDeliveryForALackOfCapacity() {
        learnt(intent(Fleets.A, 3, true), launched("a", "b"));

        assertThat(Objects.requireNonNull(offer(Fleets.A).coolDown()).refusal().message())
                .isEqualTo("delivered 2 of the 3 asked for");
    }

    @Test
    void countsALossUntilItIsReplaced() {
        one.evidence.lost = 3;
        learnt(intent(Fleets.A, 2, true), launched("a", "b"));
        assertThat(one.evidence.lost).isEqualTo(1);

        learnt(intent(Fleets.A, 2, true), launched("c", "d"));

        assertThat(one.evidence.lost).isZero();
    }

    @Test
    void asksAtOnceForTheWholeWhereAPartIsNotSupported() {
        CloudFailure partial = new CloudFailure.PartialDeliveryUnsupported("MinCount", "all");

        Pass pass = learnt(intent(Fleets.A, 3, true), refused(partial));

        assertThat(one.process.account.wholeOnly())
                .containsExactly(new AccountCloud.WholeOnly(Fleets.REGION, Fleets.A.market()));
        assertThat(pass.result(false).again()).isEqualTo(Duration.ZERO);
        assertThat(offer(Fleets.A)).isEqualTo(Offer.UNKNOWN);
    }

    @Test
    void asksAtOnceForHalfAsManyWhereTheWholeWasTooMuch() {
        Pass pass = learnt(intent(Fleets.A, 7, false), soldOut(Scope.POOL));

        assertThat(offer(Fleets.A).batchLimit()).isEqualTo(3);
        assertThat(offer(Fleets.A).coolDown()).isNull();
        assertThat(pass.result(false).again()).isEqualTo(Duration.ZERO);
    }

    @Test
    void leavesAPoolAloneThatCouldHaveDeliveredAPart() {
        Pass pass = learnt(intent(Fleets.A, 7, true), soldOut(Scope.POOL));

        assertThat(offer(Fleets.A).coolDown()).isNotNull();
        assertThat(pass.result(false).again()).isNull();
    }

    @Test
    void leavesAPoolAloneThatHasNotEvenOne() {
        Pass pass = learnt(intent(Fleets.A, 1, false), soldOut(Scope.POOL));

        assertThat(offer(Fleets.A).coolDown()).isNotNull();
        assertThat(pass.result(false).again()).isNull();
    }

    @Test
    void leavesAZoneAloneWhateverTheNumberAskedFor() {
        learnt(intent(Fleets.A, 7, false), soldOut(Scope.ZONE));

        assertThat(offer(Fleets.A).coolDown()).isNotNull();
    }

    // ---- the books ----

    private FleetRecord recorded(LaunchIntent sent, LaunchOutcome outcome) {
        LaunchAnswers answers = new LaunchAnswers(one.pass());
        answers.add(sent, outcome);
        return answers.apply(one.record);
    }

    @Test
    void givesBackTheRateOfWhatWasNotDelivered() {
        LaunchIntent sent = intent(Fleets.A, 5, true);
        one.books(ledger ->
                ledger.opening(sent.launched(List.of("a"), null))
                        .withRecentLaunches(List.of(new LaunchCount(FakeTime.START, 5))));

        // Another process has recorded one id of the same answer.
        FleetRecord record = recorded(sent, launched("a", "b", "c"));

        assertThat(record.ledger().recentLaunches())
                .containsExactly(new LaunchCount(FakeTime.START, 3));
        assertThat(record.ledger().intents().getFirst().instanceIds())
                .containsExactly("a", "b", "c");
    }

    private RequestProgress oneTimeAfter(CloudFailure failure) {
        LaunchIntent sent = intent(Fleets.A, 1, false);
        one.fleet =
                Fleets.like(f -> {
                    f.type = Fleet.RequestType.ONE_TIME;
                    f.buysFrom(Fleets.A, Fleets.B);
                });
        one.record =
                FleetRecord.EMPTY
                        .with(Ledger.EMPTY.opening(sent))
                        .with(new RequestProgress(1, "fp", Fleet.UNIT, 0, List.of(), null));
        FleetRecord record = recorded(sent, refused(failure));
        assertThat(record.ledger().intents()).isEmpty();
        return Objects.requireNonNull(record.request());
    }

    @Test
    void countsAPoolOfAOneTimeRequestAsAskedWhenItRefused() {
        List<CloudFailure> answers =
                List.of(
                        new CloudFailure.NoCapacity(Scope.POOL, "C", "m"),
                        new CloudFailure.PriceTooLow("C", "m"),
                        new CloudFailure.QuotaExceeded(Scope.ZONE, "C", "m"),
                        new CloudFailure.NotOffered("C", "m"),
                        new CloudFailure.AccountBlocked("C", "m"),
                        new CloudFailure.Unauthorized("C", "m"),
                        new CloudFailure.InvalidRequest("C", "m"),
                        new CloudFailure.MixedBatch("C", "m"),
                        new CloudFailure.Gone("C", "m"),
                        new CloudFailure.Protected("C", "m"));

        assertThat(answers)
                .allSatisfy(failure -> assertThat(oneTimeAfter(failure).tried(Fleets.A)).isTrue());
    }

    @Test
    void asksAPoolOfAOneTimeRequestAgainThatDidNotLook() {
        List<CloudFailure> answers =
                List.of(
                        new CloudFailure.PartialDeliveryUnsupported("C", "m"),
                        new CloudFailure.Throttled(null, "C", "m"),
                        new CloudFailure.Busy("C", "m"),
                        new CloudFailure.Transient("C", "m"));

        assertThat(answers)
                .allSatisfy(failure -> assertThat(oneTimeAfter(failure).tried(Fleets.A)).isFalse());
    }

    @Test
    void looksAtNoIdOfAClosedIntentThatTheBooksName() {
        one.books(ledger ->
                ledger.knowing(List.of("known")).releasing(List.of(OnePass.farewell("leaving"))));
        one.exists(OnePass.ours("known"));
        one.exists(OnePass.ours("leaving"));

        FleetRecord record = recorded(intent(Fleets.A, 2, true), launched("known", "leaving"));

        assertThat(record).isEqualTo(one.record);
        assertThat(one.cloud.describeCalls).isZero();
    }

    @Test
    void entersOfAClosedIntentWhatLivesAndIsOurs() {
        one.exists(OnePass.ours("a"));
        one.exists(OnePass.bare("b"));
        one.exists(OnePass.is(InstanceState.FAILED, OnePass.ours("c")));

        FleetRecord record =
                recorded(intent(Fleets.A, 4, true), launched("a", "b", "c", "missing"));

        assertThat(record.ledger().known()).containsExactly("a");
    }

    // ---- what is told ----

    private List<Activity> told(LaunchAnswers answers, Pass pass) {
        one.time.advance(LATER);
        answers.tell(one.time.now());
        return pass.news();
    }

    @Test
    void tellsThePurchasesOfAPoolTogether() {
        Pass pass = one.pass();
        LaunchAnswers answers = new LaunchAnswers(pass);
        answers.add(intent(Fleets.A, 3, true), launched("a", "b"));
        answers.add(intent(Fleets.A, 2, true), launched("c"));

        Activity activity = told(answers, pass).getFirst();

        assertThat(pass.news()).hasSize(1);
        assertThat(activity.message()).isEqualTo("Launched 3 of 5 in " + Fleets.A);
        assertThat(activity.succeeded()).isTrue();
        assertThat(activity.instanceIds()).containsExactly("a", "b", "c");
        assertThat(activity.instanceCount()).isEqualTo(3);
        assertThat(activity.startedAt()).isEqualTo(FakeTime.START);
        assertThat(activity.endedAt()).isEqualTo(FakeTime.START.plus(LATER));
    }

    @Test
    void tellsHowManyWereRefusedAndWhy() {
        Pass pass = one.pass();
        LaunchAnswers answers = new LaunchAnswers(pass);
        answers.add(intent(Fleets.A, 3, true), soldOut(Scope.POOL));
        answers.add(intent(Fleets.A, 2, true), LaunchAnswers.NOT_SENT);
        answers.add(intent(Fleets.B, 2, true), soldOut(Scope.POOL));

        List<Activity> news = told(answers, pass);

        assertThat(news)
                .extracting(Activity::message)
                .containsExactly(
                        "Refused 3 in " + Fleets.A + ": sold out (SoldOut)",
                        "Refused 2 in " + Fleets.B + ": sold out (SoldOut)");
        assertThat(news.getFirst().instanceCount()).isEqualTo(3);
        assertThat(news.getFirst().succeeded()).isFalse();
    }

    @Test
    void tellsThatAnAnswerIsMissing() {
        Pass pass = one.pass();
        LaunchAnswers answers = new LaunchAnswers(pass);
        answers.add(intent(Fleets.A, 3, true), new LaunchOutcome.Unknown("timeout"));

        Activity activity = told(answers, pass).getFirst();

        assertThat(activity.reason()).isEqualTo("AnswerLost");
        assertThat(activity.message())
                .isEqualTo("No sure answer to launching 3 in " + Fleets.A + ": timeout");
    }
}
