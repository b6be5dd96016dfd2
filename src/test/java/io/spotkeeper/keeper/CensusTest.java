package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetView;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Member;
import io.spotkeeper.fleet.TypeSelection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rule 1: who counts. */
class CensusTest {
    private final OnePass one =
            new OnePass(
                    Fleets.like(f ->
                            f.pools =
                                    List.of(
                                            Fleets.rule(Fleets.A, null, Fleet.UNIT),
                                            Fleets.rule(Fleets.B, null, 6 * Fleet.UNIT))));

    private FleetView take(Instance... listed) {
        return Census.take(one.pass(), one.round(listed));
    }

    private static List<String> ids(FleetView view) {
        return view.members().stream().map(Member::id).toList();
    }

    @Test
    void countsWhatIsListedAliveWithOurTags() {
        FleetView view =
                take(
                        OnePass.ours("a"),
                        OnePass.is(InstanceState.TERMINATING, OnePass.ours("b")),
                        OnePass.bare("c"));

        assertThat(ids(view)).containsExactly("a");
    }

    @Test
    void countsNoneAsOutdatedWhoseTypeLeftTheCatalogueThatItWasChosenFrom() {
        // Given: chosen by what types have, and the catalogue shows none any more.
        OnePass chosen = new OnePass(selecting(Set.of()));
        OnePass unfit = new OnePass(selecting(Set.of(Fleets.A.instanceType())));

        // When
        FleetView left = Census.take(chosen.pass(), chosen.round(OnePass.ours("a")));
        FleetView fallenOut = Census.take(unfit.pass(), unfit.round(OnePass.ours("a")));

        // Then
        assertThat(left.members()).singleElement().matches(member -> !member.outdated());
        assertThat(fallenOut.members()).singleElement().matches(Member::outdated);
    }

    private static Fleet selecting(Set<String> misfits) {
        return Fleets.like(f -> f.pools = List.of())
                .selecting(
                        new TypeSelection(
                                "2 vCPUs",
                                Fleets.REGION,
                                Set.of(Fleets.A.zone()),
                                Fleets.A.market(),
                                misfits,
                                null));
    }

    @Test
    void countsTheKnownThatNoListingShows() {
        one.books(ledger -> ledger.knowing(List.of("a")));

        assertThat(ids(take())).containsExactly("a");
    }

    @Test
    void countsNoKnownThatIsListedDead() {
        one.books(ledger -> ledger.knowing(List.of("a")));

        assertThat(ids(take(OnePass.is(InstanceState.FAILED, OnePass.bare("a"))))).isEmpty();
    }

    @Test
    void countsWhatAnAnswerNamedOnceItIsListedThoughItsTagsAreNotThereYet() {
        one.books(ledger -> ledger.opening(OnePass.intent("i", 2, "a", "b")));

        FleetView view = take(OnePass.bare("a"));

        assertThat(ids(view)).containsExactly("a");
        assertThat(view.landingCount()).isEqualTo(1);
        assertThat(view.landing()).isEqualTo(Fleet.UNIT);
    }

    @Test
    void countsNothingThatIsBeingGivenUp() {
        one.books(ledger ->
                ledger.knowing(List.of("a"))
                        .opening(OnePass.intent("i", 1, "b"))
                        .terminating(List.of(OnePass.farewell("b")))
                        .releasing(List.of(OnePass.farewell("c"))));

        FleetView view = take(OnePass.ours("a"), OnePass.ours("b"), OnePass.ours("c"));

        assertThat(ids(view)).containsExactly("a");
        assertThat(view.landingCount()).isZero();
    }

    @Test
    void expectsWhatAnOpenIntentHasNotBoughtYet() {
        one.books(ledger -> ledger.opening(OnePass.intent("i", 3)));

        FleetView view = take(OnePass.boughtBy("i", "a"));

        assertThat(view.landingCount()).isEqualTo(2);
        assertThat(view.landing()).isEqualTo(2 * Fleet.UNIT);
    }

    @Test
    void weighsWhatIsNotListedAsItWasSeenLast() {
        one.books(ledger -> ledger.knowing(List.of("a")));
        one.evidence.saw(OnePass.ours("a"));

        FleetView view = take();

        assertThat(view.members()).containsExactly(OnePass.member(OnePass.ours("a")));
        assertThat(view.live()).isEqualTo(Fleet.UNIT);
    }

    @Test
    void weighsWhatIsListedBareAsItIsListed() {
        one.books(ledger -> ledger.knowing(List.of("a")));
        one.evidence.saw(OnePass.ours("a"));

        Instance listed = OnePass.is(InstanceState.STOPPED, OnePass.bare("a"));

        assertThat(take(listed).members().getFirst().instance()).isEqualTo(listed);
    }

    @Test
    void weighsWhatNobodyEverSawAsTheHeaviest() {
        one.books(ledger -> ledger.knowing(List.of("a")));

        assertThat(take().live()).isEqualTo(6 * Fleet.UNIT);
    }
}
