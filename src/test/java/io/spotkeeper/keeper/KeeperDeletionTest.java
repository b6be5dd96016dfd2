package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.Farewell;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rules 11 and 12: deletion and release. */
class KeeperDeletionTest {
    private static final Duration LONG = Duration.ofMinutes(60);

    // ---- deletion ----

    @Test
    void letsGoOfAFleetThatNeverLaunchedAtOnce() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 1;
                            f.paused = true;
                        }));
        world.run(Duration.ofMinutes(1));
        world.delete();

        world.run(Duration.ofSeconds(2));

        assertThat(world.object.gone()).isTrue();
    }

    @Test
    void looksForTheInstancesOfAnAdoptedFleetBeforeItLetsGo() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 1;
                            f.paused = true;
                            f.adopted = "old";
                        }));
        world.begin();
        Vm old =
                world.cloud.planted(
                        Fleets.A,
                        java.util.Map.of(
                                Ownership.CLUSTER, Replica.CLUSTER, Ownership.FLEET, "old"));
        world.delete();

        world.run(LONG);

        assertThat(world.object.gone()).isTrue();
        assertThat(old.live(world.time.monotonicNanos())).isFalse();
    }

    @Test
    void terminatesEverythingBeforeItLetsGo() {
        World world = World.settled(Fleets.of(3));
        world.delete();
        long start = world.time.monotonicNanos();

        boolean gone = world.runUntil(LONG, () -> false);

        assertThat(gone).isTrue();
        assertThat(world.cloud.existing()).isEmpty();
        Duration took = Duration.ofNanos(world.time.monotonicNanos() - start);
        assertThat(took).isBetween(World.G, World.G.plusMinutes(2));
    }

    @Test
    void settlesAnOpenLaunchBeforeItLetsGo() {
        World world = new World(Fleets.of(1));
        world.cloud.launches.add(new Fault.ApplyLate(Duration.ofMinutes(6)));
        world.begin();
        world.round();
        world.delete();

        boolean gone = world.runUntil(LONG, () -> false);

        assertThat(gone).isTrue();
        assertThat(world.cloud.vms).hasSize(1);
        assertThat(world.cloud.existing()).isEmpty();
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void survivesACrashAtEveryEffectOfADeletion() {
        World reference = World.settled(Fleets.of(2));
        int before = reference.main.effects.count();
        reference.delete();
        reference.run(LONG);
        int effects = reference.main.effects.count() - before;
        for (int point = 1; point <= effects; point++) {
            World world = World.settled(Fleets.of(2));
            world.delete();
            world.main.effects.crashAt(point);

            boolean gone = world.runUntil(LONG, () -> false);

            assertThat(gone).as("crash at %d", point).isTrue();
            assertThat(world.cloud.existing()).as("crash at %d", point).isEmpty();
        }
    }

    @Test
    void letsNothingGoOnListingsThatLag() {
        World world = new World(Fleets.of(2));
        world.cloud.listingLag = Duration.ofMinutes(1);
        world.begin();
        world.round();
        world.delete();

        boolean gone = world.runUntil(LONG, () -> false);

        assertThat(gone).isTrue();
        assertThat(world.cloud.existing()).isEmpty();
    }

    @Test
    void letsNothingGoWithoutListings() {
        World world = World.settled(Fleets.of(1));
        world.delete();
        world.run(Duration.ofMinutes(1));
        for (int i = 0; i < 1_000; i++) {
            world.cloud.listings.add(Lie.FAILED);
        }

        assertThat(world.runUntil(LONG, () -> false)).isFalse();
        assertThat(world.object.report().explanation().reason()).isEqualTo(Reason.DELETING);
    }

    @Test
    void sendsNothingAgainOnceItIsDeletedEvenWithoutListings() {
        World world = new World(Fleets.of(1));
        world.cloud.launches.add(new Fault.LoseRequest());
        world.begin();
        world.round();
        world.delete();
        for (int i = 0; i < 30; i++) {
            world.cloud.listings.add(Lie.FAILED);
        }
        world.restart();

        world.run(Duration.ofMinutes(1));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.onlyIntent().noMoreSends()).isTrue();
    }

    @Test
    void countsNoListingFromBeforeNothingWasLeft() {
        World world = World.settled(Fleets.of(1));
        world.edit(f -> f.target = 0);
        world.run(Duration.ofMinutes(10));
        assertThat(world.ledger().terminations()).isEmpty();
        world.round();
        world.time.advance(Duration.ofSeconds(11));
        world.delete();
        long start = world.time.monotonicNanos();
        world.pass();

        assertThat(world.runUntil(LONG, () -> false)).isTrue();

        assertThat(Duration.ofNanos(world.time.monotonicNanos() - start))
                .isGreaterThanOrEqualTo(World.G);
    }

    @Test
    void letsNothingGoThatIsNotConfirmedGoneByItsId() {
        World world = World.settled(Fleets.of(1));
        world.cloud.vms.values().forEach(vm -> vm.stubborn = true);
        world.delete();
        for (int i = 0; i < 60; i++) {
            world.cloud.listings.add(Lie.EMPTY);
        }

        assertThat(world.runUntil(Duration.ofMinutes(9), () -> false)).isFalse();
        assertThat(world.ledger().terminations()).hasSize(1);
    }

    @Test
    void waitsWithDeletionForAProtectedInstance() {
        World world = World.settled(Fleets.of(1));
        world.cloud.vms.values().forEach(vm -> vm.guarded = true);
        world.delete();
        assertThat(world.runUntil(LONG, () -> false)).isFalse();
        world.cloud.vms.values().forEach(vm -> vm.guarded = false);

        assertThat(world.runUntil(LONG, () -> false)).isTrue();
        assertThat(world.cloud.existing()).isEmpty();
    }

    @Test
    void looksInEveryRegionEverUsed() {
        World world = World.settled(Fleets.of(1));
        world.edit(f ->
                f.buysFrom(
                        new io.spotkeeper.fleet.CapacityPool(
                                "r2", "z9", "small", io.spotkeeper.fleet.Market.SPOT)));
        world.run(Duration.ofMinutes(1));
        world.delete();

        assertThat(world.runUntil(LONG, () -> false)).isTrue();
        assertThat(world.cloud.existing()).isEmpty();
    }

    @Test
    void deletesLargeFleetsAFewHundredAtATime() {
        World world = new World(Fleets.of(450));
        world.run(Duration.ofMinutes(3));
        world.delete();

        assertThat(world.runUntil(LONG, () -> false)).isTrue();
        assertThat(world.cloud.existing()).isEmpty();
    }

    // ---- release ----

    private static Fleet retaining(int target) {
        return Fleets.like(f -> {
            f.target = target;
            f.deletion = Fleet.DeletionPolicy.RETAIN;
        });
    }

    @Test
    void takesOurTagsOffAndLeavesTheInstancesRunning() {
        World world = World.settled(retaining(3));
        world.delete();

        assertThat(world.runUntil(LONG, () -> false)).isTrue();

        assertThat(world.cloud.existing())
                .hasSize(3)
                .allSatisfy(vm -> {
                    Instance shown = vm.shown(world.time.monotonicNanos()).orElseThrow();
                    assertThat(shown.state().live()).isTrue();
                    assertThat(shown.tags()).containsOnlyKeys("team");
                });
        assertThat(world.main.told()).contains("Released");
    }

    /** A tagging call that was under way in a frozen process. */
    @Test
    void takesOurTagsOffAgainWhenTheyComeBack() {
        World world = World.settled(retaining(1));
        Vm vm = world.cloud.existing().getFirst();
        Map<String, String> tags = vm.shown(world.time.monotonicNanos()).orElseThrow().tags();
        world.delete();
        world.run(Duration.ofMinutes(2));

        vm.tagged(world.time.monotonicNanos(), tags);

        assertThat(world.runUntil(LONG, () -> false)).isTrue();
        assertThat(vm.shown(world.time.monotonicNanos()).orElseThrow().tags())
                .containsOnlyKeys("team");
    }

    @Test
    void recordsAReleaseBeforeItsTagsComeOff() {
        World world = World.settled(retaining(1));
        world.main.effects.freeze(
                "untag:before",
                () -> {
                    assertThat(world.ledger().releases().stream().map(Farewell::instanceId))
                            .containsExactlyElementsOf(world.cloud.ownedIds());
                    assertThat(world.ledger().known()).isEmpty();
                });
        world.delete();

        assertThat(world.runUntil(LONG, () -> false)).isTrue();
    }

    @Test
    void asksAgainWhenTheAnswerToAReleaseIsLost() {
        World world = World.settled(retaining(2));
        world.cloud.giveUpFailure = new CloudFailure.Busy("Busy", "later");
        world.delete();
        world.run(Duration.ofMinutes(1));
        world.cloud.giveUpFailure = null;
        world.cloud.lostGiveUps = 1;

        assertThat(world.runUntil(LONG, () -> false)).isTrue();
        assertThat(world.cloud.existing()).hasSize(2);
    }

    @Test
    void survivesACrashAtEveryEffectOfARelease() {
        World reference = World.settled(retaining(2));
        int before = reference.main.effects.count();
        reference.delete();
        reference.run(LONG);
        int effects = reference.main.effects.count() - before;
        for (int point = 1; point <= effects; point++) {
            World world = World.settled(retaining(2));
            world.delete();
            world.main.effects.crashAt(point);

            boolean gone = world.runUntil(LONG, () -> false);

            assertThat(gone).as("crash at %d", point).isTrue();
            assertThat(world.cloud.owned()).as("crash at %d", point).isEmpty();
            assertThat(world.cloud.existing()).as("crash at %d", point).hasSize(2);
        }
    }

    @Test
    void releasesNothingThatItHasNotSeen() {
        World world = World.settled(retaining(1));
        world.delete();
        world.restart();
        for (int i = 0; i < 5; i++) {
            world.cloud.listings.add(Lie.EMPTY);
            world.cloud.descriptions.add(Lie.FAILED);
        }

        world.run(Duration.ofSeconds(20));

        assertThat(world.ledger().releases()).isEmpty();
        assertThat(world.ledger().known()).hasSize(1);
    }

    @Test
    void releasesAnInstanceOnlyWhenItsTagsHaveBeenSeen() {
        World world = new World(retaining(1));
        world.cloud.tagLag = Duration.ofMinutes(1);
        world.begin();
        world.round();
        world.delete();
        world.run(Duration.ofSeconds(50));
        assertThat(world.ledger().releases()).isEmpty();

        assertThat(world.runUntil(LONG, () -> false)).isTrue();

        assertThat(world.cloud.existing()).hasSize(1);
        assertThat(world.cloud.owned()).isEmpty();
    }
}
