package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Member;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Rule 11: whom a deletion gives up, and when nothing is left. */
class DepartureTest {
    private static final FleetView EMPTY = view();

    private final OnePass one = new OnePass(deleting(Fleets.A));

    private static Fleet deleting(CapacityPool... pools) {
        return Fleets.like(f -> {
            f.deleting = true;
            f.buysFrom(pools);
        });
    }

    private static FleetView view(Member... members) {
        return new FleetView(List.of(members), 0, 0, false);
    }

    // ---- giving up ----

    private List<String> givenUp(Member... members) {
        Pass pass = one.pass();
        new Departure(World.TIMING, pass).giveUp(new Farewells(pass, one.round()), view(members));
        return pass.record.ledger().terminations().stream()
                .filter(f -> f.since().equals(pass.now))
                .map(Farewell::instanceId)
                .toList();
    }

    @Test
    void givesUpAsManyAsTheBooksHaveRoomFor() {
        one.books(ledger ->
                ledger.terminating(farewells("t", FleetPlanner.MAX_TERMINATIONS - 5))
                        .releasing(farewells("r", 3)));

        assertThat(givenUp(member("a"), member("b"), member("c"))).containsExactly("a", "b");
    }

    private static List<Farewell> farewells(String prefix, int count) {
        return IntStream.range(0, count).mapToObj(i -> OnePass.farewell(prefix + i)).toList();
    }

    private static Member member(String id) {
        return OnePass.member(OnePass.ours(id));
    }

    @Test
    void leavesAProtectedInstanceForLater() {
        Member guarded = new Member("a", OnePass.ours("a"), Fleet.UNIT, false, true);

        assertThat(givenUp(guarded, member("b"))).containsExactly("b");
    }

    @Test
    void givesUpWhatItDoesNotSeeOnlyWhereThereIsOneRegion() {
        Member unseen = new Member("a", null, Fleet.UNIT, false, false);
        assertThat(givenUp(unseen, member("b"))).containsExactly("a", "b");

        one.fleet = deleting(Fleets.A, new CapacityPool("r2", "z9", "small", Market.SPOT));

        assertThat(givenUp(unseen, member("b"))).containsExactly("b");
    }

    // ---- nothing left ----

    private boolean complete(FleetView view, Instance... listed) {
        return new Departure(World.TIMING, one.pass()).complete(one.round(listed), view);
    }

    private boolean completeAfter(Duration duration, Instance... listed) {
        one.time.advance(duration);
        return complete(EMPTY, listed);
    }

    @Test
    void endsWithTwoEmptyListingsThatAreTheGraceApart() {
        complete(EMPTY);
        assertThat(completeAfter(Duration.ofNanos(1))).isFalse();
        assertThat(completeAfter(World.G.minusNanos(1))).isFalse();

        assertThat(completeAfter(Duration.ofNanos(1))).isTrue();
    }

    @Test
    void countsNoListingThatBeganWhenNothingWasLeft() {
        // It began before this pass found that nothing is left, or at that moment.
        complete(EMPTY);
        assertThat(one.evidence.emptyListing).isNull();

        completeAfter(Duration.ofNanos(1));

        assertThat(one.evidence.emptyListing).isEqualTo(one.time.monotonicNanos());
    }

    @Test
    void beginsAnewWhenALiveInstanceIsListed() {
        complete(EMPTY);
        completeAfter(Duration.ofSeconds(1));

        assertThat(completeAfter(World.G, OnePass.ours("a"))).isFalse();

        assertThat(one.evidence.emptyAt).isNull();
        assertThat(one.evidence.emptyListing).isNull();
    }

    @Test
    void waitsForNoDeadInstanceToDisappear() {
        Instance dead = OnePass.is(InstanceState.TERMINATING, OnePass.ours("a"));
        complete(EMPTY, dead);
        completeAfter(Duration.ofSeconds(1), dead);

        assertThat(completeAfter(World.G, dead)).isTrue();
    }

    @Test
    void waitsForWhatStillCounts() {
        complete(view(member("a")));

        assertThat(one.evidence.emptyAt).isNull();
    }

    @Test
    void waitsUntilEveryFarewellIsConfirmed() {
        one.books(ledger ->
                ledger.terminating(List.of(OnePass.farewell("t")))
                        .releasing(List.of(OnePass.farewell("r"), OnePass.farewell("s"))));
        Pass pass = one.pass();
        long before = pass.nanos - 1;
        for (String missing : List.of("t", "r", "s")) {
            for (String id : List.of("t", "r", "s")) {
                pass.evidence.farewell(id).goneAt = id.equals(missing) ? null : before;
            }
            complete(EMPTY);
            assertThat(one.evidence.emptyAt).as("without %s", missing).isNull();
        }
        pass.evidence.farewell("s").goneAt = before;

        complete(EMPTY);

        assertThat(one.evidence.emptyAt).isNotNull();
    }

    @Test
    void takesAFarewellForConfirmedOnlyByAListingThatBeganAfterIt() {
        one.books(ledger -> ledger.terminating(List.of(OnePass.farewell("t"))));
        Pass pass = one.pass();
        pass.evidence.farewell("t").goneAt = pass.nanos;
        complete(EMPTY);
        assertThat(one.evidence.emptyAt).isNull();

        completeAfter(Duration.ofNanos(1));

        assertThat(one.evidence.emptyAt).isNotNull();
    }

    @Test
    void waitsWhileTheBooksAreDoubted() {
        one.books(ledger -> ledger.suspectedSince(FakeTime.START));

        complete(EMPTY);

        assertThat(one.evidence.emptyAt).isNull();
    }
}
