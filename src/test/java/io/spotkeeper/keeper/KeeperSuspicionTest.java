package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rule 13: a wiped or restored status. */
class KeeperSuspicionTest {
    private static final Duration DOUBT = World.W.plus(World.G);

    @Test
    void launchesNothingForAWhileAfterAWipe() {
        World world = World.settled(Fleets.of(2));
        world.neverMoreThan(2);
        world.object.overwriteStatus(null);
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());

        world.run(DOUBT.minusSeconds(30));
        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.ledger().suspectSince()).isNotNull();
        assertThat(world.object.report().explanation().reason())
                .isEqualTo(Reason.INVENTORY_UNTRUSTED);
        world.run(Duration.ofMinutes(2));

        assertThat(world.ledger().suspectSince()).isNull();
        assertThat(world.cloud.owned()).hasSize(2);
        assertThat(world.ledger().known()).hasSize(2);
        assertThat(world.main.told()).contains("LedgerRebuilt");
    }

    @Test
    void raisesTheCounterOverAnyThatAnotherProcessRemembers() {
        World world = World.settled(Fleets.of(1));
        Replica other = world.another(Duration.ZERO);
        world.begin(other);
        world.object.overwriteStatus(null);
        world.run(Duration.ofSeconds(5));
        long counter = world.ledger().settlement();

        world.round(other);
        world.round(other);

        assertThat(world.ledger().settlement()).isEqualTo(counter);
    }

    @Test
    void findsWhatWasBoughtByASendThatTheWipeForgot() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.begin();
        world.cloud.launches.add(new Fault.ApplyLate(Duration.ofMinutes(7)));
        world.round();
        world.object.overwriteStatus(null);

        world.run(DOUBT.plusMinutes(3));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.ledger().known()).hasSize(1);
    }

    @Test
    void doubtsARestoredStatusWithALowerCounter() {
        World world = new World(Fleets.of(1));
        world.begin();
        FleetRecord old = world.object.record();
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.round();
        world.edit(f -> f.image = "img-2");
        world.run(DOUBT.plusMinutes(1));
        assertThat(world.ledger().known()).hasSize(1);
        world.neverMoreThan(1);

        // The listing lags, too: nothing but the doubt keeps it from buying another.
        world.object.overwriteStatus(old);
        world.cloud.listings.add(Lie.EMPTY);
        world.run(Duration.ofSeconds(5));

        assertThat(world.ledger().suspectSince()).isNotNull();
        world.run(DOUBT.plusMinutes(2));
        assertThat(world.ledger().suspectSince()).isNull();
        assertThat(world.ledger().known()).hasSize(1);
    }

    @Test
    void buysNothingAnewWhenTheFirstListingHidesWhatItAdopts() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 1;
                            f.adopted = "old-uid";
                        }));
        world.cloud.planted(
                Fleets.A, Map.of(Ownership.CLUSTER, Replica.CLUSTER, Ownership.FLEET, "old-uid"));
        world.cloud.listings.add(Lie.EMPTY);

        world.run(DOUBT.plusMinutes(2));

        assertThat(world.cloud.requests).isEmpty();
        assertThat(world.ledger().known()).hasSize(1);
        assertThat(world.ledger().suspectSince()).isNull();
    }

    @Test
    void doubtsAStatusRestoredFromBeforeALaunchThatNothingWasSettledAfter() {
        World world = World.settled(Fleets.of(1));
        FleetRecord old = world.object.record();
        world.edit(f -> f.target = 2);
        world.neverMoreThan(2);
        world.round();
        assertThat(world.cloud.owned()).hasSize(2);

        // A listing that lags does not show the second either.
        world.object.overwriteStatus(old);
        world.run(Duration.ofSeconds(5));

        assertThat(world.ledger().suspectSince()).isNotNull();
        world.run(DOUBT.plusMinutes(2));
        assertThat(world.ledger().known()).hasSize(2);
    }

    @Test
    void doubtsAStatusThatWasRestoredWhileTheCloudWasAsked() {
        World world = World.settled(Fleets.of(1));
        FleetRecord old = world.object.record();
        world.edit(f -> f.target = 2);
        world.neverMoreThan(2);
        world.main.effects.freeze("launch:after", () -> world.object.overwriteStatus(old));

        world.round();

        assertThat(world.ledger().suspectSince()).isNotNull();
        world.run(DOUBT.plusMinutes(2));
        assertThat(world.ledger().known()).hasSize(2);
        assertThat(world.cloud.owned()).hasSize(2);
    }

    @Test
    void sendsNothingAgainWhileItDoubtsAndCannotList() {
        World world = new World(Fleets.of(1));
        world.cloud.launches.add(new Fault.LoseRequest());
        world.begin();
        world.round();
        world.object.overwriteStatus(
                world.object.record().with(world.ledger().suspectedSince(world.time.now())));
        for (int i = 0; i < 50; i++) {
            world.cloud.listings.add(Lie.FAILED);
        }

        world.restart();

        world.run(Duration.ofMinutes(1));

        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void removesNoFinalizerWhileItDoubts() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.cloud.launches.add(new Fault.ApplyLate(Duration.ofMinutes(7)));
        world.round();
        world.object.overwriteStatus(null);
        world.delete();

        boolean gone = world.runUntil(Duration.ofMinutes(60), () -> false);

        assertThat(gone).isTrue();
        assertThat(world.cloud.vms).hasSize(1);
        assertThat(world.cloud.existing()).isEmpty();
    }

    @Test
    void endsItsDoubtAfterTheGraceAlsoWhenAnInstanceIsLostMeanwhile() {
        World world = World.settled(Fleets.of(3));
        world.object.overwriteStatus(null);
        world.run(World.W.plusSeconds(30));
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());

        world.run(World.G.minusSeconds(60));
        assertThat(world.ledger().suspectSince()).isNotNull();
        world.run(Duration.ofMinutes(2));

        assertThat(world.ledger().suspectSince()).isNull();
    }

    @Test
    void beginsTheDoubtAnewAfterARestart() {
        World world = World.settled(Fleets.of(1));
        world.object.overwriteStatus(null);
        world.run(DOUBT.minusSeconds(30));
        world.restart();

        world.run(DOUBT.minusSeconds(30));

        assertThat(world.ledger().suspectSince()).isNotNull();
    }

    @Test
    void doesNotAskOnceMoreForAOneTimeRequestThatWasWiped() {
        World world =
                World.settled(
                        Fleets.like(f -> {
                            f.target = 2;
                            f.type = Fleet.RequestType.ONE_TIME;
                        }));
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());
        world.run(Duration.ofMinutes(1));
        world.object.overwriteStatus(null);

        world.run(DOUBT.plusMinutes(10));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.ledger().suspectSince()).isNull();
        assertThat(Objects.requireNonNull(world.object.record().request()))
                .satisfies(request -> {
                    assertThat(request.asked()).isEqualTo(2 * Fleet.UNIT);
                    assertThat(request.delivered()).isEqualTo(Fleet.UNIT);
                });
    }

    @Test
    void isNotHotWhileItDoubts() {
        World world = World.settled(Fleets.of(1));
        world.object.overwriteStatus(null);
        int passes = world.passes;

        world.run(DOUBT.plusMinutes(2));

        assertThat(world.passes - passes).isLessThan(120);
    }
}
