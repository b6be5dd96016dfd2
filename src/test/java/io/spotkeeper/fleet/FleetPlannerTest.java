package io.spotkeeper.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Pausing, giving up, and scaling in. */
class FleetPlannerTest {
    @Test
    void doesNothingWhilePaused() {
        Scene scene = new Scene().wants(1000).from(Scene.A).live(Scene.A, 3);
        scene.paused = true;
        scene.confirmed = true;
        scene.member(Scene.A, InstanceState.PENDING, Duration.ofHours(1), 1000);

        Decision decision = scene.decide();

        assertThat(decision.actions()).isEmpty();
        assertThat(decision.explanation().reason()).isEqualTo(Reason.PAUSED);
        assertThat(decision.explanation().pools()).hasSize(1);
    }

    @Test
    void asksForConfirmationBeforeItScalesIn() {
        Decision decision = new Scene().wants(1000).from(Scene.A).live(Scene.A, 3).decide();

        assertThat(decision.actions()).containsExactly(new Action.Confirm());
        assertThat(decision.explanation().reason()).isEqualTo(Reason.SCALING_IN);
    }

    @Test
    void terminatesWhatIsConfirmed() {
        Scene scene = new Scene().wants(1000).from(Scene.A).live(Scene.A, 3);
        scene.confirmed = true;

        assertThat(scene.terminated()).hasSize(2);
    }

    @Test
    void terminatesNothingForWhatIsOnlyLanding() {
        Scene scene = new Scene().wants(3000).from(Scene.A).live(Scene.A, 3);
        scene.landing(Scene.A, 5, 1000);

        assertThat(scene.decide().actions()).isEmpty();
    }

    @Test
    void terminatesTheSickFirst() {
        Scene scene = new Scene().wants(2000).from(Scene.A);
        scene.confirmed = true;
        scene.member(Scene.A, InstanceState.RUNNING, Duration.ofMinutes(1), 1000);
        String pending = pending(scene);
        String other = id(scene, InstanceState.OTHER);
        String stopped = id(scene, InstanceState.STOPPED);
        scene.member(Scene.A, InstanceState.RUNNING, Duration.ofHours(9), 1000);

        assertThat(scene.terminated()).containsExactly(stopped, other, pending);
    }

    @Test
    void thenTheDearestPerUnitOfCapacity() {
        Scene scene = new Scene().wants(5000);
        scene.rule(Scene.A, null, 1000).rule(Scene.B, null, 4000);
        scene.price(Scene.A, "0.20").price(Scene.B, "0.40");
        scene.confirmed = true;
        scene.member(Scene.B, InstanceState.RUNNING, Duration.ofMinutes(1), 4000);
        String dear = scene.member(Scene.A, InstanceState.RUNNING, Duration.ofHours(5), 1000).id();
        scene.member(Scene.A, InstanceState.RUNNING, Duration.ofHours(6), 1000);

        assertThat(scene.terminated()).containsExactly(dear);
    }

    @Test
    void thenTheYoungest() {
        Scene scene = new Scene().wants(2000).from(Scene.A);
        scene.confirmed = true;
        scene.member(Scene.A, InstanceState.RUNNING, Duration.ofHours(5), 1000);
        String young = scene.member(Scene.A, InstanceState.RUNNING, Duration.ofHours(1), 1000).id();
        scene.member(Scene.A, InstanceState.RUNNING, Duration.ofHours(2), 1000);

        assertThat(scene.terminated()).containsExactly(young);
    }

    @Test
    void keepsAnInstanceWithoutWhichTheTargetIsNotMet() {
        Scene scene = new Scene().wants(5000);
        scene.rule(Scene.A, null, 4000);
        scene.confirmed = true;
        scene.member(Scene.A, InstanceState.RUNNING, Duration.ofHours(1), 4000);
        scene.member(Scene.A, InstanceState.RUNNING, Duration.ofHours(2), 4000);

        assertThat(scene.decide().actions()).isEmpty();
    }

    @Test
    void passesOverALargeOneAndTakesASmallOne() {
        Scene scene = new Scene().wants(5000);
        scene.rule(Scene.A, null, 4000).rule(Scene.B, null, 1000);
        scene.confirmed = true;
        scene.member(Scene.A, InstanceState.STOPPED, Duration.ofHours(1), 4000);
        scene.member(Scene.B, InstanceState.RUNNING, Duration.ofHours(2), 1000);
        String small = scene.member(Scene.B, InstanceState.RUNNING, Duration.ofHours(1), 1000).id();

        assertThat(scene.terminated()).containsExactly(small);
    }

    @Test
    void passesOverTheProtected() {
        Scene scene = new Scene().wants(1000).from(Scene.A).live(Scene.A, 1);
        scene.confirmed = true;
        scene.member(Scene.A, InstanceState.STOPPED, Duration.ofHours(1), 1000, true);

        assertThat(scene.terminated()).containsExactly("i-0000");
    }

    @Test
    void keepsTwoHundredTerminationsInFlightAtMost() {
        Scene scene = new Scene().wants(0).from(Scene.A).live(Scene.A, 50).terminating(180);
        scene.confirmed = true;

        assertThat(scene.terminated()).hasSize(20);
        scene.terminating(20);
        assertThat(scene.terminated()).isEmpty();
    }

    @Test
    void givesUpWhatIsPendingForTooLong() {
        Scene scene = new Scene().wants(2000).from(Scene.A).live(Scene.A, 1);
        String stuck =
                scene.member(Scene.A, InstanceState.PENDING, Duration.ofMinutes(15), 1000).id();
        scene.confirmed = true;

        Decision decision = scene.decide();

        assertThat(decision.actions()).hasSize(1);
        Action.Terminate terminate = (Action.Terminate) decision.actions().getFirst();
        assertThat(terminate.reason()).isEqualTo(Farewell.Reason.STUCK_PENDING);
        assertThat(terminate.members().getFirst().id()).isEqualTo(stuck);
    }

    @Test
    void asksByIdBeforeItGivesUpWhatIsPending() {
        Scene scene = new Scene().wants(1000).from(Scene.A);
        scene.member(Scene.A, InstanceState.PENDING, Duration.ofHours(1), 1000);

        assertThat(scene.decide().actions()).containsExactly(new Action.Confirm());
    }

    @Test
    void givesUpNothingThatIsPendingForLess() {
        Scene scene = new Scene().wants(1000).from(Scene.A);
        scene.member(Scene.A, InstanceState.PENDING, Duration.ofMinutes(15).minusMillis(1), 1000);

        assertThat(scene.decide().actions()).isEmpty();
    }

    @Test
    void givesUpNothingPendingThatIsProtected() {
        Scene scene = new Scene().wants(1000).from(Scene.A);
        scene.member(Scene.A, InstanceState.PENDING, Duration.ofHours(1), 1000, true);

        assertThat(scene.decide().actions()).isEmpty();
    }

    @Test
    void replacesTheStuckOnlyAfterItsPoolWasHeldToAccount() {
        Scene scene = new Scene().wants(1000).from(Scene.A, Scene.B);
        scene.member(Scene.A, InstanceState.PENDING, Duration.ofHours(1), 1000);

        assertThat(scene.launches()).isEmpty();
    }

    @Test
    void countsTheStuckWhileThereIsNoRoomToGiveThemUp() {
        Scene scene = new Scene().wants(1000).from(Scene.A).terminating(200);
        scene.member(Scene.A, InstanceState.PENDING, Duration.ofHours(1), 1000);

        assertThat(scene.decide().actions()).isEmpty();
    }

    private static String pending(Scene scene) {
        return id(scene, InstanceState.PENDING);
    }

    private static String id(Scene scene, InstanceState state) {
        return scene.member(Scene.A, state, Duration.ofMinutes(10), 1000).id();
    }

    @Test
    void neverScalesInBelowATargetOfZero() {
        Scene scene = new Scene().wants(0).from(Scene.A).live(Scene.A, 2);
        scene.confirmed = true;

        assertThat(scene.terminated())
                .containsExactlyInAnyOrderElementsOf(List.of("i-0000", "i-0001"));
    }

    @Test
    void givesUpTheStuckBeforeTheSurplusWhereThereIsRoomForFew() {
        Scene scene = new Scene().wants(1000).from(Scene.A).live(Scene.A, 3).terminating(198);
        scene.confirmed = true;
        Member stuck = scene.member(Scene.A, InstanceState.PENDING, Duration.ofHours(1), 1000);

        assertThat(scene.terminated()).hasSize(2).startsWith(stuck.id());
    }

    @Test
    void saysWhatIsToBeKnownOfTheChoiceOfTypes() {
        Scene scene = new Scene().wants(0).from(Scene.A);
        Explanation plain = scene.decide().explanation();

        Explanation said =
                FleetPlanner.decide(
                                scene.fleet()
                                        .selecting(
                                                new TypeSelection(
                                                        "2 vCPUs",
                                                        Scene.A.region(),
                                                        Set.of(Scene.A.zone()),
                                                        Scene.A.market(),
                                                        Set.of(),
                                                        "Only the smallest are used")),
                                scene.situation())
                        .explanation();

        assertThat(said.message()).isEqualTo(plain.message() + ". Only the smallest are used");
        assertThat(said.reason()).isEqualTo(plain.reason());
        assertThat(said.pools()).isEqualTo(plain.pools());
    }
}
