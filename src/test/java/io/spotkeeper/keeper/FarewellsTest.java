package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.fleet.Action;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.keeper.ScriptedCloud.Call;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules 10 and 12: whom a pass gives up, and how often the cloud is asked for it. */
class FarewellsTest {
    private static final CapacityPool ELSEWHERE = new CapacityPool("r2", "z9", "s", Market.SPOT);

    private final OnePass one = new OnePass(Fleets.of(3));

    private Farewells farewells(Pass pass, Instance... listed) {
        return new Farewells(pass, one.round(listed));
    }

    private static List<String> ids(List<Farewell> farewells) {
        return farewells.stream().map(Farewell::instanceId).toList();
    }

    // ---- what is recorded ----

    @Test
    void recordsWhatThePlannerReleases() {
        one.books(ledger -> ledger.knowing(List.of("a", "b")));
        Instance a = OnePass.ours("a");
        Pass pass = one.pass();

        farewells(pass, a)
                .record(
                        List.of(
                                new Action.Release(
                                        List.of(OnePass.member(a)), Farewell.Reason.EXPIRED)));

        assertThat(pass.record.ledger().releases())
                .containsExactly(
                        new Farewell("a", Fleets.REGION, Farewell.Reason.EXPIRED, pass.now));
        assertThat(pass.record.ledger().known()).containsExactly("b");
        assertThat(pass.record.ledger().terminations()).isEmpty();
    }

    @Test
    void recordsWhereAnInstanceIs() {
        one.fleet = Fleets.like(f -> f.buysFrom(Fleets.A, ELSEWHERE));
        Pass pass = one.pass();
        Member there = OnePass.member(OnePass.in(ELSEWHERE, OnePass.ours("a")));
        Member unseen = new Member("b", null, Fleet.UNIT, false, false);

        farewells(pass).terminate(List.of(there, unseen), Farewell.Reason.SCALE_IN);

        assertThat(pass.record.ledger().terminations())
                .extracting(Farewell::region)
                .containsExactly("r2", Fleets.REGION);
    }

    @Test
    void tellsEveryInstanceThatItReleases() {
        List<Instance> six = Stream.of("a", "b", "c", "d", "e", "f").map(OnePass::ours).toList();
        Pass pass = one.pass();

        farewells(pass, six.toArray(Instance[]::new))
                .release(six.stream().map(OnePass::member).toList(), Farewell.Reason.FLEET_DELETED);

        assertThat(pass.news())
                .singleElement()
                .satisfies(news ->
                        assertThat(news.instanceIds())
                                .containsExactly("a", "b", "c", "d", "e", "f"));
    }

    // ---- remains ----

    private List<String> recycled(Instance... listed) {
        Pass pass = one.pass();
        farewells(pass, listed).recycle();
        return ids(pass.record.ledger().terminations());
    }

    private static Instance failedAt(Instant created) {
        Instance old = OnePass.is(InstanceState.FAILED, OnePass.ours("a"));
        return new Instance(
                old.id(),
                old.pool(),
                old.state(),
                old.tags(),
                created,
                null,
                null,
                false,
                "no host");
    }

    @Test
    void terminatesWhatLiesInTheRecycleBin() {
        assertThat(
                        recycled(
                                OnePass.is(InstanceState.RECYCLED, OnePass.ours("a")),
                                OnePass.is(InstanceState.TERMINATING, OnePass.ours("b")),
                                OnePass.is(InstanceState.STOPPED, OnePass.ours("c"))))
                .containsExactly("a");
    }

    @Test
    void leavesAFailedInstanceHalfAnHourToGoByItself() {
        Duration kept = Duration.ofMinutes(30);

        assertThat(recycled(failedAt(FakeTime.START.minus(kept)))).isEmpty();
        assertThat(recycled(failedAt(FakeTime.START.minus(kept).minusNanos(1))))
                .containsExactly("a");
    }

    @Test
    void terminatesNoRemainsThatAreBeingGivenUp() {
        one.books(ledger -> ledger.terminating(List.of(OnePass.farewell("a"))));

        assertThat(recycled(OnePass.is(InstanceState.RECYCLED, OnePass.ours("a"))))
                .containsExactly("a");
    }

    @Test
    void terminatesNoMoreRemainsThanTheBooksHaveRoomFor() {
        List<Farewell> under =
                IntStream.range(0, FleetPlanner.MAX_TERMINATIONS - 2)
                        .mapToObj(i -> OnePass.farewell("under-way-" + i))
                        .toList();
        one.books(ledger -> ledger.terminating(under));

        List<String> all =
                recycled(
                        OnePass.is(InstanceState.RECYCLED, OnePass.ours("a")),
                        OnePass.is(InstanceState.RECYCLED, OnePass.ours("b")),
                        OnePass.is(InstanceState.RECYCLED, OnePass.ours("c")));

        assertThat(all).hasSize(FleetPlanner.MAX_TERMINATIONS).contains("a", "b");
    }

    // ---- what is asked for again ----

    private boolean repeated(Ledger ledger, @Nullable Long goneAt, Duration nextTry) {
        one.books(_ -> ledger);
        Pass pass = one.pass();
        pass.evidence.farewell("a").goneAt = goneAt;
        pass.evidence.farewell("a").nextTryAt = pass.nanos + nextTry.toNanos();
        return farewells(pass).repeated();
    }

    @Test
    void repeatsACallThatAnEarlierPassRecordedAndThatIsDue() {
        Ledger terminating = Ledger.EMPTY.terminating(List.of(OnePass.farewell("a")));
        Ledger releasing = Ledger.EMPTY.releasing(List.of(OnePass.farewell("a")));

        assertThat(repeated(terminating, null, Duration.ZERO)).isTrue();
        assertThat(repeated(releasing, null, Duration.ZERO)).isTrue();
    }

    @Test
    void repeatsNoCallForWhatIsGone() {
        Ledger ledger = Ledger.EMPTY.terminating(List.of(OnePass.farewell("a")));

        assertThat(repeated(ledger, 1L, Duration.ZERO)).isFalse();
    }

    @Test
    void repeatsNoCallBeforeItIsDue() {
        Ledger ledger = Ledger.EMPTY.terminating(List.of(OnePass.farewell("a")));

        assertThat(repeated(ledger, null, Duration.ofNanos(1))).isFalse();
    }

    @Test
    void takesTheFirstCallForNoRepetition() {
        Farewell fresh = new Farewell("a", Fleets.REGION, Farewell.Reason.SCALE_IN, one.time.now());

        assertThat(repeated(Ledger.EMPTY.terminating(List.of(fresh)), null, Duration.ZERO))
                .isFalse();
        assertThat(repeated(Ledger.EMPTY, null, Duration.ZERO)).isFalse();
    }

    // ---- the calls ----

    @Test
    void takesTagsOffTheReleasedAndTerminatesTheOthers() {
        one.books(ledger ->
                ledger.terminating(List.of(OnePass.farewell("a")))
                        .releasing(List.of(OnePass.farewell("b"))));

        farewells(one.pass()).act(one.deadline());

        assertThat(one.cloud.calls)
                .containsExactly(
                        new Call("terminate", Fleets.REGION, List.of("a"), true),
                        new Call("untag", Fleets.REGION, List.of("b"), false));
    }

    @Test
    void asksNothingForWhatIsGone() {
        one.books(ledger -> ledger.terminating(List.of(OnePass.farewell("a"))));
        Pass pass = one.pass();
        pass.evidence.farewell("a").goneAt = 1L;

        farewells(pass).act(one.deadline());

        assertThat(one.cloud.calls).isEmpty();
    }

    @Test
    void keepsAddressesWhereTheTemplateSaysSo() {
        for (boolean release : new boolean[] {true, false}) {
            PublicIp address = new PublicIp(5, BandwidthCharge.BY_TRAFFIC, null, release);
            one.fleet = Fleets.like(f -> f.address = address);
            one.books(_ -> Ledger.EMPTY.terminating(List.of(OnePass.farewell("a" + release))));

            farewells(one.pass()).act(one.deadline());

            assertThat(one.cloud.calls.getLast().releaseAddresses()).isEqualTo(release);
        }
    }

    @Test
    void waitsLongerWithEveryCallAndThenHalfAnHour() {
        one.books(ledger -> ledger.terminating(List.of(OnePass.farewell("a"))));
        for (long seconds : new long[] {5, 10, 20, 40, 60, 60, 60, 60, 60, 60, 1800, 1800}) {
            Pass pass = one.pass();
            int before = one.cloud.calls.size();

            farewells(pass).act(one.deadline());

            assertThat(one.cloud.calls).hasSize(before + 1);
            Duration wait = Duration.ofNanos(pass.evidence.farewell("a").nextTryAt - pass.nanos);
            assertThat(wait).isEqualTo(Duration.ofSeconds(seconds));
            assertThat(pass.result(false).atNextListing()).isTrue();
            one.time.advance(wait);
        }
    }

    @Test
    void waitsBeforeItTakesTagsOffAgain() {
        one.books(ledger -> ledger.releasing(List.of(OnePass.farewell("a"))));
        farewells(one.pass()).act(one.deadline());
        one.time.advance(Duration.ofSeconds(5).minusNanos(1));
        farewells(one.pass()).act(one.deadline());
        assertThat(one.cloud.calls).hasSize(1);
        one.time.advance(Duration.ofNanos(1));

        farewells(one.pass()).act(one.deadline());

        assertThat(one.cloud.calls).hasSize(2);
    }

    @Test
    void comesBackWhenTheNextCallIsDue() {
        one.books(ledger -> ledger.terminating(List.of(OnePass.farewell("a"))));
        farewells(one.pass()).act(one.deadline());
        one.time.advance(Duration.ofSeconds(3));
        Pass pass = one.pass();

        farewells(pass).act(one.deadline());

        assertThat(one.cloud.calls).hasSize(1);
        assertThat(pass.result(false).again()).isEqualTo(Duration.ofSeconds(2));
    }

    @Test
    void comesBackWhenTheRequestBudgetAllowsTheCall() {
        one.books(ledger -> ledger.terminating(List.of(OnePass.farewell("a"))));
        RequestBudget budget = one.process.account.budget();
        Duration wait = Duration.ZERO;
        while (wait.isZero()) {
            wait =
                    budget.take(
                            Fleets.REGION,
                            RequestBudget.Action.GIVE_UP,
                            RequestBudget.Priority.GROW);
        }
        Pass pass = one.pass();

        farewells(pass).act(one.deadline());

        assertThat(one.cloud.calls).isEmpty();
        assertThat(pass.result(false).again()).isEqualTo(wait);
    }

    // ---- the answers ----

    private Pass answered(@Nullable CloudFailure failure) {
        one.books(_ -> Ledger.EMPTY.terminating(List.of(OnePass.farewell("a"))));
        one.exists(OnePass.ours("a"));
        one.cloud.giveUpFailure = failure;
        one.evidence.farewell("a").nextTryAt = Long.MIN_VALUE;
        Pass pass = one.pass();
        farewells(pass).act(one.deadline());
        return pass;
    }

    @Test
    void remembersThatTheCloudSaidThereIsNothingLeft() {
        answered(new CloudFailure.Busy("Busy", "later"));
        assertThat(one.evidence.farewell("a").toldGone).isFalse();

        answered(new CloudFailure.Gone("NotFound", "no such instance"));
        assertThat(one.evidence.farewell("a").toldGone).isTrue();

        answered(new CloudFailure.Busy("Busy", "later"));
        assertThat(one.evidence.farewell("a").toldGone).isTrue();
    }

    @Test
    void remembersWhatStandsInTheWayUntilACallSucceeds() {
        CloudFailure denied = new CloudFailure.Unauthorized("Denied", "no permission");
        answered(denied);
        assertThat(one.evidence.trouble).isEqualTo(denied);

        answered(null);

        assertThat(one.evidence.trouble).isNull();
    }

    @Test
    void remembersWhatStandsInTheWayWhileNoCallIsDue() {
        answered(new CloudFailure.Unauthorized("Denied", "no permission"));

        farewells(one.pass()).act(one.deadline());

        assertThat(one.evidence.trouble).isNotNull();
    }

    @Test
    void findsNothingInTheWayWhenNothingIsGivenUp() {
        answered(new CloudFailure.Unauthorized("Denied", "no permission"));
        one.books(_ -> Ledger.EMPTY);

        farewells(one.pass()).act(one.deadline());

        assertThat(one.evidence.trouble).isNull();
    }

    @Test
    void findsNothingInTheWayOfATerminationThatIsNotNeededOrOnlyEarly() {
        answered(new CloudFailure.Gone("NotFound", "no such instance"));
        assertThat(one.evidence.trouble).isNull();

        answered(new CloudFailure.Busy("Busy", "later"));
        assertThat(one.evidence.trouble).isNull();
    }
}
