package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The counterexamples that shaped the launch protocol, one by one: each is the protocol without one
 * of its rules, and each must come to nothing here.
 */
class ProtocolTracesTest {
    /** For so long another replica's answer is waited for before its launch is sent again. */
    private static final Duration PATIENCE = Duration.ofSeconds(6);

    private static final Duration LONG = Duration.ofMinutes(60);

    @Test
    void t1KnownInstancesOutliveTheirIntentAndACrash() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.begin();
        world.round();
        world.round();
        assertThat(world.ledger().intents()).isEmpty();
        world.restart();
        for (int i = 0; i < 8; i++) {
            world.cloud.listings.add(Lie.EMPTY);
        }

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void t2aTheRefusalOfARepeatClosesNothing() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.listingLag = Duration.ofMinutes(1);
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.cloud.launches.add(
                new Fault.Refuse(new CloudFailure.InvalidRequest("Gateway", "refused")));

        world.run(LONG);

        assertThat(world.cloud.owned()).hasSize(1);
        assertThat(world.cloud.vms).hasSize(1);
    }

    @Test
    void t2bARefusalRecordedAfterAnothersSendWasAllowedClosesNothing() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        Replica other = world.another(Duration.ofSeconds(20));
        world.begin();
        world.begin(other);
        world.cloud.launches.add(new Fault.Refuse(ScriptedCloud.noCapacity()));
        // The first is refused; before it can record that, the second is allowed to send, and is
        // frozen in turn until the first went on.
        other.effects.freeze("launch:checked", () -> {});
        world.main.effects.freeze(
                "launch:after",
                () -> {
                    world.round(other);
                    world.time.advance(PATIENCE);
                    world.round(other);
                    assertThat(world.onlyIntent().attempts()).isEqualTo(2);
                });

        world.round();

        assertThat(world.ledger().intents()).hasSize(1);
        world.run(LONG);
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void t3ASendThatWasFrozenAfterItsCheckIsStoppedByItsSignature() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        Replica other = world.another(Duration.ZERO);
        world.cloud.tokenLife = Duration.ofMinutes(15);
        world.begin();
        world.begin(other);
        world.main.effects.freeze(
                "launch:checked",
                () -> {
                    // The other process buys it under the same token, and it settles down.
                    world.round(other);
                    world.time.advance(PATIENCE);
                    world.round(other);
                    world.round(other);
                    assertThat(world.cloud.owned()).hasSize(1);
                    world.time.advance(Duration.ofMinutes(20));
                });

        world.round();

        assertThat(world.cloud.owned()).hasSize(1);
        world.run(LONG);
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void t4aALateEffectIsWaitedForBeforeAnIntentIsSettled() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.begin();
        // D + S + N, and a listing that lags as far as it may.
        world.cloud.listingLag = Duration.ofMinutes(1);
        world.cloud.launches.add(new Fault.ApplyLate(Duration.ofMinutes(6).plusSeconds(50)));
        world.round();
        world.edit(f -> f.image = "img-2");

        world.run(LONG);

        assertThat(world.cloud.vms).hasSize(1);
    }

    @Test
    void t4bASendWhoseWriteChangedNothingIsNotAllowed() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        Replica other = world.another(Duration.ZERO);
        world.begin();
        world.begin(other);
        // p0 writes the intent and stops before it sends.
        world.main.effects.freeze(
                "launch:before",
                () -> {
                    // p1 takes over and sends; the template changes; p1 settles what it knows.
                    world.edit(f -> f.image = "img-2");
                    for (int i = 0; i < 120; i++) {
                        world.time.advance(Duration.ofSeconds(10));
                        world.round(other);
                    }
                    assertThat(world.cloud.owned()).hasSize(1);
                });

        world.round();

        world.run(LONG);
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void t5NoTimesOfDifferentMachinesAreCompared() {
        for (int skew : new int[] {-3600, -600, -60, 60, 600, 3600}) {
            World world = new World(Fleets.of(1));
            world.neverMoreThan(1);
            Replica other = world.another(Duration.ofSeconds(skew));
            world.begin();
            world.begin(other);
            // p1 holds a listing from before the launch. p0 buys, and settles.
            world.time.advance(Duration.ofMillis(10));
            other.list();
            world.cloud.launches.add(new Fault.LoseAnswer());
            world.round();
            world.edit(f -> f.image = "img-2");
            for (int i = 0; i < 14; i++) {
                world.time.advance(Duration.ofMinutes(1));
                world.round();
            }
            assertThat(world.ledger().intents()).as("skew %d", skew).isEmpty();

            // Now p1 looks, with its old listing only.
            other.pass();
            other.pass();

            assertThat(world.cloud.requests).as("skew %d", skew).hasSize(1);
            world.run(Duration.ofMinutes(5));
            assertThat(world.cloud.owned()).as("skew %d", skew).hasSize(1);
        }
    }

    @Test
    void t5AListingFromBeforeAMachineSleptIsNotDecidedOn() {
        World world = World.settled(Fleets.of(1));
        FakeTime.Machine machine = world.time.skewed(Duration.ZERO);
        Replica other = world.another(machine);
        world.begin(other);
        world.round(other);
        // It sleeps with a listing that shows the instance. Meanwhile that is given up for good.
        long before = world.time.monotonicNanos();
        world.edit(f -> f.target = 0);
        world.run(Duration.ofMinutes(10));
        assertThat(world.ledger().terminations()).isEmpty();
        machine.slept(Duration.ofNanos(world.time.monotonicNanos() - before));

        other.pass();
        other.pass();

        assertThat(world.ledger().known()).isEmpty();
        assertThat(other.told()).doesNotContain("Adopted");
    }

    @Test
    void t6TwoEmptyListingsInARowEndNothing() {
        World world = World.settled(Fleets.of(1));
        world.delete();
        world.main.effects.crashAt(1);
        world.run(Duration.ofSeconds(1));
        for (int i = 0; i < 3; i++) {
            world.cloud.listings.add(Lie.EMPTY);
            world.round();
        }

        assertThat(world.object.gone()).isFalse();
        world.run(LONG);
        assertThat(world.object.gone()).isTrue();
        assertThat(world.cloud.existing()).isEmpty();
    }

    @Test
    void t7AListingFromBeforeTheConfirmationEndsNoRelease() {
        World world =
                World.settled(
                        Fleets.like(f -> {
                            f.target = 1;
                            f.deletion = Fleet.DeletionPolicy.RETAIN;
                        }));
        world.delete();
        world.cloud.listings.add(Lie.EMPTY);
        world.round();
        // It is recorded and its tags come off; only listings after that count.
        world.run(World.G.minusSeconds(20));
        assertThat(world.ledger().releases()).hasSize(1);
        assertThat(world.object.gone()).isFalse();

        world.run(LONG);

        assertThat(world.object.gone()).isTrue();
        assertThat(world.cloud.existing()).hasSize(1);
        assertThat(world.main.told()).doesNotContain("Adopted");
    }

    @Test
    void t8AStaleListingJustifiesNoTermination() {
        World world = World.settled(Fleets.of(2));
        world.edit(f -> f.target = 1);
        world.cloud.dying = Duration.ZERO;
        world.run(Duration.ofSeconds(15));
        assertThat(world.cloud.owned()).hasSize(1);
        world.restart();
        // Its record is lost with a restored status; the listing still shows what is terminated.
        world.cloud.listingLag = Duration.ofMinutes(1);
        world.object.overwriteStatus(
                world.object.record().with(world.ledger().withoutFarewells(_ -> true)));

        world.run(Duration.ofMinutes(10));

        assertThat(world.cloud.owned()).hasSize(1);
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void t9AWipeBetweenIntentAndSendBuysNothingTwice() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.listingLag = Duration.ofMinutes(1);
        world.begin();
        world.main.effects.freeze("launch:before", () -> world.object.overwriteStatus(null));

        world.round();

        assertThat(world.cloud.owned()).hasSize(1);
        world.run(LONG);
        assertThat(world.cloud.vms).hasSize(1);
    }

    @Test
    void t10AnAnswerRecordedAfterAReleaseDoesNotHangTheDeletion() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 1;
                            f.deletion = Fleet.DeletionPolicy.RETAIN;
                        }));
        Replica other = world.another(Duration.ZERO);
        world.begin();
        world.begin(other);
        world.main.effects.freeze(
                "launch:after",
                () -> {
                    // p1 sees the instance by its tags, and the fleet is deleted: it releases it.
                    world.delete();
                    for (int i = 0; i < 42; i++) {
                        world.time.advance(Duration.ofSeconds(10));
                        world.round(other);
                    }
                    String id = world.cloud.vms.keySet().iterator().next();
                    Instance shown =
                            KeeperSettlementTest.vm(world, id)
                                    .shown(world.time.monotonicNanos())
                                    .orElseThrow();
                    assertThat(shown.tags()).containsOnlyKeys("team");
                });

        world.round();
        world.run(LONG);

        assertThat(world.object.gone()).isTrue();
        assertThat(world.cloud.existing()).hasSize(1);
        assertThat(world.cloud.owned()).isEmpty();
    }

    @Test
    void t10TheSameWhenTheReleaseIsLongOver() {
        for (int minutes : new int[] {6, 8, 12, 16, 25}) {
            World world =
                    new World(
                            Fleets.like(f -> {
                                f.target = 1;
                                f.deletion = Fleet.DeletionPolicy.RETAIN;
                            }));
            Replica other = world.another(Duration.ZERO);
            world.begin();
            world.begin(other);
            world.main.effects.freeze(
                    "launch:after",
                    () -> {
                        world.delete();
                        for (int i = 0; i < minutes * 6; i++) {
                            world.time.advance(Duration.ofSeconds(10));
                            if (!world.object.gone()) {
                                world.round(other);
                            }
                        }
                    });

            world.round();
            world.run(LONG);

            assertThat(world.object.gone()).as("%d minutes", minutes).isTrue();
            assertThat(world.cloud.existing()).as("%d minutes", minutes).hasSize(1);
            assertThat(world.cloud.owned()).as("%d minutes", minutes).isEmpty();
            assertThat(world.cloud.tagCalls).as("%d minutes", minutes).isZero();
        }
    }
}
