package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.RequestProgress;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** One-time requests: one attempt per generation that changed what is asked. */
class KeeperOneTimeTest {
    private static World request(int target) {
        return new World(
                Fleets.like(f -> {
                    f.target = target;
                    f.type = Fleet.RequestType.ONE_TIME;
                    f.buysFrom(Fleets.A, Fleets.B, Fleets.C);
                }));
    }

    private static RequestProgress progress(World world) {
        return Objects.requireNonNull(world.object.record().request());
    }

    private static List<String> asked(World world) {
        return world.cloud.requests.stream().map(r -> r.pool().zone() + " " + r.count()).toList();
    }

    @Test
    void asksOncePerPoolUntilTheCountIsReached() {
        World world = request(5);
        world.cloud.stock.put(Fleets.A, 2);
        world.cloud.stock.put(Fleets.B, 0);

        world.run(Duration.ofMinutes(5));

        assertThat(asked(world)).containsExactly("z1 5", "z2 3", "z3 3");
        assertThat(progress(world).delivered()).isEqualTo(5_000);
        assertThat(progress(world).completedAt()).isNotNull();
        assertThat(world.object.report().explanation().reason())
                .isEqualTo(Reason.REQUEST_COMPLETED);
    }

    @Test
    void writesItsProgressWithTheFirstIntent() {
        World world = request(2);
        world.main.effects.freeze(
                "launch:before",
                () -> {
                    assertThat(progress(world).asked()).isEqualTo(2_000);
                    assertThat(progress(world).generation()).isEqualTo(1);
                });

        world.run(Duration.ofMinutes(1));

        assertThat(progress(world).delivered()).isEqualTo(2_000);
    }

    @Test
    void letsAPartialDeliveryStand() {
        World world = request(9);
        world.cloud.stock.put(Fleets.A, 2);
        world.cloud.stock.put(Fleets.B, 1);
        world.cloud.stock.put(Fleets.C, 1);
        world.run(Duration.ofMinutes(5));
        world.cloud.stock.clear();

        world.run(Duration.ofHours(3));

        assertThat(world.cloud.owned()).hasSize(4);
        assertThat(world.cloud.requests).hasSize(3);
        assertThat(world.object.report().explanation().reason()).isEqualTo(Reason.REQUEST_FAILED);
        assertThat(progress(world).refusals()).hasSize(3);
    }

    @Test
    void doesNotReplaceWhatIsLost() {
        World world = request(3);
        world.run(Duration.ofMinutes(2));
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());

        world.run(Duration.ofHours(1));

        assertThat(world.cloud.owned()).hasSize(2);
        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.object.record().interruptions()).isEqualTo(1);
    }

    @Test
    void asksAnewWhenWhatIsAskedChanges() {
        World world = request(2);
        world.run(Duration.ofMinutes(2));
        world.edit(f -> f.target = 5);

        world.run(Duration.ofMinutes(2));

        assertThat(asked(world)).containsExactly("z1 2", "z1 3");
        assertThat(progress(world).generation()).isEqualTo(2);
        assertThat(progress(world).asked()).isEqualTo(3_000);
        assertThat(progress(world).delivered()).isEqualTo(3_000);
    }

    @Test
    void asksNothingAnewWhenSomethingElseChanges() {
        World world = request(2);
        world.run(Duration.ofMinutes(2));
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());
        world.edit(f -> f.limits = new Fleet.Limits(null, 7));
        world.run(Duration.ofMinutes(2));
        world.edit(f -> f.paused = true);
        world.run(Duration.ofMinutes(2));
        world.edit(f -> f.paused = false);

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void countsWhatTheLastAttemptStillDeliversForTheLastAttempt() {
        World world = request(2);
        world.begin();
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.round();
        world.edit(f -> f.target = 5);

        world.run(Duration.ofMinutes(30));

        assertThat(world.cloud.owned()).hasSize(5);
        assertThat(progress(world).asked()).isEqualTo(3_000);
        assertThat(progress(world).delivered()).isEqualTo(3_000);
    }

    @Test
    void countsAnAnswerOnceThatIsRecordedTwice() {
        World world = request(2);
        world.begin();
        world.main.effects.freeze(
                "launch:after",
                () -> {
                    // Another process sent it too, and recorded the same ids.
                    String intent = world.onlyIntent().id();
                    RequestProgress counted = progress(world).delivering(2_000);
                    world.object.overwriteStatus(
                            world.object
                                    .record()
                                    .with(counted)
                                    .with(
                                            world.ledger()
                                                    .changing(
                                                            intent,
                                                            i ->
                                                                    i.launched(
                                                                            world.cloud.ownedIds(),
                                                                            null))));
                });

        world.round();

        assertThat(progress(world).delivered()).isEqualTo(2_000);
    }

    @Test
    void asksTheNextPoolOnlyWhenALostAnswerIsSettled() {
        World world = request(2);
        for (int i = 0; i < 100; i++) {
            world.cloud.launches.add(new Fault.LoseRequest());
        }
        world.run(Duration.ofMinutes(10));
        assertThat(world.cloud.requests.stream().map(r -> r.pool().zone()).distinct())
                .containsExactly("z1");
        world.cloud.launches.clear();

        world.run(Duration.ofMinutes(10));

        assertThat(asked(world)).endsWith("z2 2");
        assertThat(world.cloud.owned()).hasSize(2);
    }

    @Test
    void doesNotAskAPoolTwiceThatDeliveredWithoutAnAnswer() {
        World world = request(3);
        world.begin();
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.cloud.stock.put(Fleets.A, 1);
        world.round();
        world.cloud.launches.add(new Fault.Refuse(ScriptedCloud.noCapacity()));

        world.run(Duration.ofMinutes(30));

        assertThat(asked(world)).containsExactly("z1 3", "z1 3", "z2 2");
        assertThat(world.cloud.owned()).hasSize(3);
        assertThat(progress(world).delivered()).isEqualTo(3_000);
    }

    @Test
    void asksAPoolAgainThatWasTooBusyToLook() {
        World world = request(2);
        world.cloud.launches.add(
                new Fault.Refuse(new CloudFailure.Throttled(null, "Slow", "slow down")));

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.owned()).hasSize(2);
        assertThat(progress(world).refusals()).isEmpty();
    }

    @Test
    void countsNothingThatAPersistentFleetLeftOpen() {
        World world = new World(Fleets.of(2));
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.begin();
        world.round();
        world.edit(f -> {
            f.type = Fleet.RequestType.ONE_TIME;
            f.target = 3;
        });

        world.run(Duration.ofMinutes(30));

        assertThat(world.cloud.owned()).hasSize(3);
    }

    @Test
    void terminatesTheSurplusOfALoweredRequest() {
        World world = request(4);
        world.run(Duration.ofMinutes(2));
        world.edit(f -> f.target = 1);

        world.run(Duration.ofMinutes(10));

        assertThat(world.cloud.owned()).hasSize(1);
        assertThat(world.object.report().explanation().reason())
                .isEqualTo(Reason.REQUEST_COMPLETED);
    }
}
