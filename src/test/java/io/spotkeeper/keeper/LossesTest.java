package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.CoolDown;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.RefusalKind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is told of instances that ended without our asking. */
class LossesTest {
    private final OnePass one = new OnePass(Fleets.of(3));
    private final Pass pass = one.pass();
    private final Losses losses = new Losses(pass);

    private static Instance failed(String id, @Nullable String failure) {
        Instance of = OnePass.ours(id);
        return new Instance(
                id,
                of.pool(),
                InstanceState.FAILED,
                of.tags(),
                of.createdAt(),
                null,
                null,
                false,
                failure);
    }

    private static Instance createdAt(Instant at) {
        Instance of = OnePass.is(InstanceState.TERMINATING, OnePass.ours("a"));
        return new Instance(of.id(), of.pool(), of.state(), of.tags(), at, null, null, false, null);
    }

    private List<String> told() {
        losses.tell();
        return pass.news().stream().map(Activity::message).toList();
    }

    private @Nullable CoolDown heldAgainstThePool() {
        pass.holdAgainstPools();
        return one.process
                .account
                .coolDowns()
                .apply(one.fleet, Fleets.rule(Fleets.A), Offer.UNKNOWN, one.time.now())
                .coolDown();
    }

    @Test
    void tellsOneLossInTheSingular() {
        losses.ended("a", null);

        assertThat(told())
                .containsExactly("1 instance lost (the cloud took them back), will be replaced");
        assertThat(pass.record.interruptions()).isEqualTo(1);
        assertThat(pass.record.lastInterruptionAt()).isEqualTo(pass.now);
        assertThat(pass.lost()).isEqualTo(1);
    }

    @Test
    void tellsSeveralOfAKindTogetherAndInOrder() {
        losses.ended("b", null);
        losses.ended("c", null);
        losses.ended("a", null);

        assertThat(told())
                .containsExactly("3 instances lost (the cloud took them back), will be replaced");
        assertThat(pass.news().getFirst().instanceIds()).containsExactly("a", "b", "c");
    }

    @Test
    void tellsWhyALaunchFailedOfTheFailedOnly() {
        losses.ended("a", failed("a", "no host"));
        losses.ended("b", null);

        assertThat(told())
                .containsExactly(
                        "1 instance lost (the cloud could not start them), are dead: no host",
                        "1 instance lost (the cloud took them back), will be replaced");
        assertThat(pass.record.interruptions()).isEqualTo(1);
        assertThat(Objects.requireNonNull(heldAgainstThePool()).refusal().message())
                .isEqualTo("an instance failed to start: no host");
    }

    @Test
    void tellsAFailedLaunchWithoutAReasonAsSuch() {
        losses.ended("a", failed("a", null));

        assertThat(told())
                .containsExactly("1 instance lost (the cloud could not start them), are dead");
        assertThat(Objects.requireNonNull(heldAgainstThePool()).refusal().message())
                .isEqualTo("an instance failed to start");
    }

    @Test
    void tellsAnIdOnceThatIsFoundTwice() {
        losses.untagged("a");
        losses.ended("a", null);
        losses.untagged("a");

        assertThat(told()).hasSize(1).first().asString().contains("took our tags off");
    }

    @Test
    void holdsAnEarlyDeathAgainstThePool() {
        Duration young = FleetPlanner.YOUNG;
        losses.ended("a", createdAt(FakeTime.START.minus(young).plusNanos(1)));

        assertThat(Objects.requireNonNull(heldAgainstThePool()).refusal().kind())
                .isEqualTo(RefusalKind.DIED_YOUNG);
    }

    @Test
    void holdsALaterDeathAgainstNobody() {
        losses.ended("a", createdAt(FakeTime.START.minus(FleetPlanner.YOUNG)));

        assertThat(heldAgainstThePool()).isNull();
    }

    @Test
    void tellsNothingWhenNothingIsLost() {
        assertThat(told()).isEmpty();
        assertThat(pass.record).isEqualTo(one.record);
    }
}
