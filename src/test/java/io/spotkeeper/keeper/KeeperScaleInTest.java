package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 10: terminations; and the surplus of rule 1. */
class KeeperScaleInTest {
    private static final Duration LONG = Duration.ofMinutes(60);

    // ---- scale-in ----

    @Test
    void terminatesASurplusOnlyAfterItIsRecorded() {
        World world = World.settled(Fleets.of(5));
        world.edit(f -> f.target = 3);
        world.main.effects.freeze(
                "terminate:before",
                () -> {
                    assertThat(world.ledger().terminations()).hasSize(2);
                    assertThat(world.ledger().known()).hasSize(3);
                });

        world.run(Duration.ofMinutes(1));

        assertThat(world.cloud.owned()).hasSize(3);
    }

    @Test
    void terminatesNoSurplusThatAnswersByIdDoNotConfirm() {
        World world = World.settled(Fleets.of(5));
        world.edit(f -> f.target = 3);
        for (int i = 0; i < 5; i++) {
            world.cloud.descriptions.add(Lie.FAILED);
            world.cloud.descriptions.add(Lie.EMPTY);
        }

        world.run(Duration.ofSeconds(40));

        assertThat(world.cloud.owned()).hasSize(5);
    }

    @Test
    void terminatesNothingForInstancesThatAreOnlyPromised() {
        World world = World.settled(Fleets.of(2));
        world.edit(f -> f.target = 4);
        world.cloud.launches.add(new Fault.LoseRequest());
        world.round();
        world.edit(f -> f.target = 2);

        world.run(Duration.ofSeconds(30));

        assertThat(world.cloud.owned()).hasSizeGreaterThanOrEqualTo(2);
        world.run(Duration.ofMinutes(5));
        assertThat(world.cloud.owned()).hasSize(2);
    }

    @Test
    void countsNoInstanceTwiceThatIsGivenUpWhileItsIntentIsOpen() {
        World world = new World(Fleets.of(2));
        world.cloud.listingLag = Duration.ZERO;
        world.begin();
        world.round();
        List<String> ids = world.onlyIntent().instanceIds();
        Vm hidden = KeeperSettlementTest.vm(world, ids.getLast());
        Instance shown = hidden.shown(world.time.monotonicNanos()).orElseThrow();
        hidden.untagged(world.time.monotonicNanos(), shown.tags().keySet());
        world.edit(f -> f.target = 0);

        world.round();

        assertThat(world.ledger().terminating(ids.getFirst())).isTrue();
        assertThat(world.view().landingCount()).isEqualTo(1);
    }

    @Test
    void keepsTheRecordUntilTwoListingsAgreeThatItIsGone() {
        World world = World.settled(Fleets.of(2));
        world.edit(f -> f.target = 1);
        long start = world.time.monotonicNanos();
        long settlement = world.ledger().settlement();

        boolean over =
                world.runUntil(
                        LONG,
                        () ->
                                world.cloud.owned().size() == 1
                                        && world.ledger().terminations().isEmpty());

        assertThat(over).isTrue();
        assertThat(world.ledger().settlement()).isGreaterThan(settlement);
        Duration took = Duration.ofNanos(world.time.monotonicNanos() - start);
        assertThat(took).isGreaterThanOrEqualTo(World.G);
        assertThat(took).isLessThan(World.G.plusMinutes(2));
    }

    @Test
    void asksAgainForATerminationWhoseAnswerWasLostOrRefused() {
        World world = World.settled(Fleets.of(2));
        world.edit(f -> f.target = 1);
        world.cloud.giveUpFailure = new CloudFailure.Throttled(null, "Slow", "slow down");
        world.run(Duration.ofMinutes(2));
        world.cloud.giveUpFailure = null;
        world.cloud.lostGiveUps = 1;

        world.run(Duration.ofMinutes(3));

        assertThat(world.cloud.owned()).hasSize(1);
        assertThat(world.object.record().interruptions()).isZero();
    }

    @Test
    void asksMoreAndMoreSlowlyForATerminationThatDoesNothing() {
        World world = World.settled(Fleets.of(2));
        world.cloud.vms.values().forEach(vm -> vm.stubborn = true);
        world.edit(f -> f.target = 1);
        int calls = world.cloud.mutatingCalls;

        world.run(Duration.ofHours(1));

        assertThat(world.cloud.mutatingCalls - calls).isBetween(5, 20);
        assertThat(world.ledger().terminations()).hasSize(1);
    }

    @Test
    void countsAProtectedInstanceAgain() {
        World world = World.settled(Fleets.of(2));
        world.cloud.vms.values().forEach(vm -> vm.guarded = true);
        world.edit(f -> f.target = 1);

        world.run(Duration.ofMinutes(1));

        assertThat(world.ledger().terminations()).isEmpty();
        assertThat(world.ledger().known()).hasSize(2);
        assertThat(world.main.told()).contains("Protected");
        assertThat(world.view().members()).hasSize(2);
    }

    @Test
    void triesAProtectedInstanceAgainAfterAWhile() {
        World world = World.settled(Fleets.of(1));
        world.cloud.vms.values().forEach(vm -> vm.guarded = true);
        world.edit(f -> f.target = 0);
        world.run(Duration.ofMinutes(5));
        world.cloud.vms.values().forEach(vm -> vm.guarded = false);

        world.run(Duration.ofMinutes(40));

        assertThat(world.cloud.owned()).isEmpty();
    }

    @Test
    void doesNotBringBackAProtectedInstanceThatAnotherProcessSawGone() {
        World world = World.settled(Fleets.of(2));
        String id = world.cloud.ownedIds().getFirst();
        world.cloud.vms.values().forEach(vm -> vm.guarded = true);
        world.edit(f -> f.target = 0);
        world.main.effects.freeze(
                "terminate:after",
                () ->
                        world.object.overwriteStatus(
                                world.object
                                        .record()
                                        .with(
                                                world.ledger()
                                                        .withoutFarewells(id::equals)
                                                        .settled())));

        world.round();

        assertThat(world.ledger().known()).doesNotContain(id);
    }

    @Test
    void keepsAtMostTwoHundredTerminationsInFlight() {
        World world = new World(Fleets.of(450));
        world.run(Duration.ofMinutes(3));
        assertThat(world.ledger().known()).hasSize(450);
        world.oracles.add(
                () -> assertThat(world.ledger().terminations()).hasSizeLessThanOrEqualTo(200));
        world.edit(f -> f.target = 0);

        world.run(Duration.ofMinutes(30));

        assertThat(world.cloud.owned()).isEmpty();
    }

    @Test
    void doesNothingWhilePaused() {
        World world = World.settled(Fleets.of(3));
        world.edit(f -> {
            f.paused = true;
            f.target = 5;
        });
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());
        int calls = world.cloud.mutatingCalls;

        world.run(Duration.ofMinutes(5));
        world.edit(f -> f.target = 1);
        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.mutatingCalls).isEqualTo(calls);
        assertThat(world.main.told()).contains("Interrupted");
        assertThat(world.object.report().explanation().reason()).isEqualTo(Reason.PAUSED);
        assertThat(world.cloud.owned()).hasSize(2);
    }

    @Test
    void settlesWhilePaused() {
        World world = new World(Fleets.of(1));
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.begin();
        world.round();
        world.edit(f -> f.paused = true);

        world.run(World.TIMING.resendWindow().plus(World.W).plus(World.G).plusMinutes(2));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.ledger().known()).hasSize(1);
    }

    @Test
    void tellsThatTheCredentialsMayNotTerminate() {
        World world = World.settled(Fleets.of(1));
        world.cloud.giveUpFailure = new CloudFailure.Unauthorized("Denied", "no permission");
        world.edit(f -> f.target = 0);

        world.run(Duration.ofMinutes(1));

        assertThat(world.object.report().explanation().reason())
                .isEqualTo(Reason.CREDENTIALS_INVALID);
    }
}
