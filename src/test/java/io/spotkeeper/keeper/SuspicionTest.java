package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 13: when exactly two listings end the doubt, and what they make of the books. */
class SuspicionTest {
    private static final Duration TICK = Duration.ofNanos(1);

    private final OnePass one = new OnePass(Fleets.of(3));

    SuspicionTest() {
        one.books(ledger -> ledger.suspectedSince(FakeTime.START));
        one.pass();
    }

    private Pass weighAfter(Duration duration, Instance... listed) {
        one.time.advance(duration);
        Pass pass = one.pass();
        Suspicion.weigh(World.TIMING, pass, one.round(listed));
        one.record = pass.record;
        return pass;
    }

    @Test
    void countsTheFirstListingThatBeganWhenTheWaitWasOver() {
        weighAfter(World.W.minus(TICK));
        assertThat(one.evidence.suspectListing).isNull();

        Pass pass = weighAfter(TICK);

        assertThat(one.evidence.suspectListing).isEqualTo(one.time.monotonicNanos());
        assertThat(pass.result(false).atNextListing()).isTrue();
    }

    @Test
    void endsWithAListingThatBeganTheGraceAfterTheFirst() {
        weighAfter(World.W);
        weighAfter(World.G.minus(TICK));
        assertThat(one.record.ledger().suspectSince()).isNotNull();

        weighAfter(TICK);

        assertThat(one.record.ledger().suspectSince()).isNull();
    }

    @Test
    void takesIntoTheBooksWhatLivesAndIsNotBeingGivenUp() {
        one.books(ledger -> ledger.terminating(List.of(OnePass.farewell("c"))));
        Instance[] listed = {
            OnePass.ours("b"),
            OnePass.ours("a"),
            OnePass.ours("c"),
            OnePass.is(InstanceState.TERMINATING, OnePass.ours("d"))
        };
        weighAfter(World.W, listed);

        Pass pass = weighAfter(World.G, listed);

        assertThat(one.record.ledger().known()).containsExactly("a", "b");
        assertThat(one.record.everLaunched()).isTrue();
        assertThat(one.record.regionsInUse()).containsExactly(Fleets.REGION);
        assertThat(pass.news().getFirst().message())
                .isEqualTo("Two listings agree on 2 live instances; work goes on");
        assertThat(pass.news().getFirst().instanceIds()).containsExactly("a", "b");
    }

    @Test
    void believesThatNothingWasEverLaunchedWhereNothingIsListed() {
        weighAfter(World.W);

        weighAfter(World.G);

        assertThat(one.record.everLaunched()).isFalse();
        assertThat(one.record.regionsInUse()).isEmpty();
    }

    @Test
    void beginsAnewWhenMoreIsListedThanBefore() {
        weighAfter(World.W, OnePass.ours("a"));
        weighAfter(World.G, OnePass.ours("a"), OnePass.ours("b"));
        assertThat(one.record.ledger().suspectSince()).isNotNull();
        assertThat(one.evidence.suspectListing).isEqualTo(one.time.monotonicNanos());

        // A third one that is dead already is no more than before.
        Instance dead = OnePass.is(InstanceState.TERMINATING, OnePass.ours("c"));
        weighAfter(World.G, OnePass.ours("a"), OnePass.ours("b"), dead);

        assertThat(one.record.ledger().suspectSince()).isNull();
    }
}
