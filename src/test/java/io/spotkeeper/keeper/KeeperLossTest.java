package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rule 9: absence is not death. */
class KeeperLossTest {
    /** Old enough that by-id answers no longer lag its launches. */
    static World grown(int target) {
        World world = World.settled(Fleets.of(target));
        world.run(Duration.ofMinutes(15));
        world.neverMoreThan(target);
        return world;
    }

    @Test
    void replacesAnInterruptedInstanceAtOnce() {
        World world = grown(3);
        String id = world.cloud.ownedIds().getFirst();
        world.cloud.reclaim(id);

        world.round();

        assertThat(world.main.told()).endsWith("Interrupted", "Launched");
        assertThat(world.object.record().interruptions()).isEqualTo(1);
        assertThat(world.onlyIntent().purpose())
                .isEqualTo(LaunchIntent.Purpose.REPLACE_INTERRUPTION);
        assertThat(world.cloud.owned()).hasSize(3);
    }

    @Test
    void tellsAnInterruptionOnceHoweverOftenTheWriteConflicts() {
        World world = grown(3);
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());
        world.object.conflicts = 3;

        world.run(Duration.ofMinutes(2));

        assertThat(world.object.record().interruptions()).isEqualTo(1);
        assertThat(world.main.told()).containsOnlyOnce("Interrupted");
        assertThat(evidence(world).lost).isZero();
    }

    @Test
    void countsALossOnceHoweverOftenTheWriteConflicts() {
        World world = grown(3);
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());
        world.cloud.stock.put(Fleets.A, 0);
        world.object.conflicts = 3;

        world.run(Duration.ofSeconds(30));

        assertThat(evidence(world).lost).isEqualTo(1);
    }

    @Test
    void holdsAYoungDeathAgainstThePoolOnceHoweverOftenTheWriteConflicts() {
        World world = World.settled(Fleets.of(1));
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());
        world.object.conflicts = 6;
        world.round();
        Duration longest = Duration.ZERO;
        for (int i = 0; i < 7; i++) {
            world.round();
        }
        for (var row : world.object.report().explanation().pools()) {
            if (row.until() != null) {
                longest = Duration.between(world.time.now(), row.until());
            }
        }

        assertThat(longest).isBetween(Duration.ZERO, Duration.ofSeconds(31));
        assertThat(world.object.report().explanation().message()).contains("DiedYoung");
    }

    @Test
    void asksByIdForAKnownInstanceThatIsNotListed() {
        World world = grown(2);
        world.cloud.listings.add(Lie.EMPTY);

        world.round();

        assertThat(world.ledger().known()).hasSize(2);
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void believesAStateThatSaysDeadWithoutAControl() {
        World world = grown(1);
        world.cloud.dying = Duration.ofHours(1);
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());
        world.cloud.listings.add(Lie.EMPTY);

        world.round();

        assertThat(world.main.told()).contains("Interrupted");
    }

    @Test
    void believesAnEmptyAnswerThatShowsAControl() {
        World world = grown(2);
        world.cloud.vanish(world.cloud.ownedIds().getFirst());

        world.round();

        assertThat(world.main.told()).contains("Interrupted");
        assertThat(world.cloud.owned()).hasSize(2);
    }

    @Test
    void doesNotBelieveAnEmptyAnswerThatHidesTheControl() {
        World world = grown(2);
        world.cloud.vanish(world.cloud.ownedIds().getFirst());
        world.cloud.descriptions.add(Lie.EMPTY);

        world.round();

        assertThat(world.ledger().known()).hasSize(2);
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void doesNotBelieveAnAnswerThatHidesTheControlHoweverOftenItComes() {
        World world = grown(2);
        world.cloud.vanish(world.cloud.ownedIds().getFirst());

        for (int round = 0; round < 6; round++) {
            world.cloud.descriptions.add(Lie.EMPTY);
            world.round();
        }

        assertThat(world.ledger().known()).hasSize(2);
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void believesThreeRoundsWithoutAControl() {
        World world = grown(1);
        world.cloud.vanish(world.cloud.ownedIds().getFirst());

        world.round();
        world.round();
        assertThat(world.ledger().known()).hasSize(1);
        world.round();

        assertThat(world.main.told()).contains("Interrupted");
    }

    @Test
    void doesNotCountTheSameListingTwiceAsARound() {
        World world = grown(1);
        world.cloud.vanish(world.cloud.ownedIds().getFirst());
        world.round();

        for (int i = 0; i < 5; i++) {
            world.pass();
        }

        assertThat(world.ledger().known()).hasSize(1);
    }

    @Test
    void countsRoundsInARowOnly() {
        World world = grown(1);
        String id = world.cloud.ownedIds().getFirst();
        for (int i = 0; i < 4; i++) {
            world.cloud.listings.add(Lie.EMPTY);
            world.cloud.descriptions.add(Lie.EMPTY);
            world.round();
            world.cloud.listings.add(Lie.EMPTY);
            world.cloud.descriptions.add(Lie.EMPTY);
            world.round();
            world.round();
        }

        assertThat(world.ledger().known()).containsExactly(id);
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void concludesNothingWhenTheCloudCannotBeAsked() {
        World world = grown(1);
        for (int i = 0; i < 20; i++) {
            world.cloud.listings.add(Lie.EMPTY);
            world.cloud.descriptions.add(Lie.FAILED);
        }

        world.run(Duration.ofMinutes(3));

        assertThat(world.ledger().known()).hasSize(1);
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void replacesNothingOfAMassAbsenceBeforeTheGrace() {
        World world = grown(10);
        world.cloud.foreign(Fleets.A, Replica.CLUSTER);
        List<String> ids = world.cloud.ownedIds();
        ids.subList(0, 6).forEach(world.cloud::vanish);

        world.run(World.G.minusSeconds(20));
        assertThat(world.cloud.requests).hasSize(1);
        world.run(Duration.ofMinutes(1));

        assertThat(world.cloud.owned()).hasSize(10);
        assertThat(world.object.record().interruptions()).isEqualTo(6);
    }

    @Test
    void replacesNothingOfAMassAbsenceThatWasALie() {
        World world = grown(10);
        Vm control = world.cloud.foreign(Fleets.A, Replica.CLUSTER);
        world.run(Duration.ofMinutes(1));
        assertThat(control.live(world.time.monotonicNanos())).isTrue();
        // For four minutes, everything of ours is denied, though the control is shown.
        List<Vm> hidden = world.cloud.owned();
        long now = world.time.monotonicNanos();
        hidden.forEach(vm -> world.cloud.vms.remove(vm.id));
        world.run(Duration.ofMinutes(4));
        hidden.forEach(vm -> world.cloud.vms.put(vm.id, vm));
        assertThat(hidden.getFirst().live(now)).isTrue();

        world.run(Duration.ofMinutes(10));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.object.record().interruptions()).isZero();
    }

    @Test
    void doesNotBelieveAbsenceOfAnInstanceThatByIdAnswersMayNotShowYet() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.foreign(Fleets.A, Replica.CLUSTER);
        world.cloud.describeLag = Duration.ofMinutes(4);
        world.run(Duration.ofSeconds(30));
        assertThat(world.ledger().known()).hasSize(1);

        // The next listing comes from a replica that is behind.
        world.cloud.listingLag = Duration.ofMinutes(1);
        world.run(Duration.ofMinutes(10));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.object.record().interruptions()).isZero();
    }

    @Test
    void doesNotTakeLaggingTagsForRemovedOnes() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.run(Duration.ofSeconds(30));
        String id = world.cloud.ownedIds().getFirst();
        Vm vm = KeeperSettlementTest.vm(world, id);
        // By id, a replica that is behind shows it without its tags, and the listing not at all.
        Instance shown = vm.shown(world.time.monotonicNanos()).orElseThrow();
        vm.untagged(world.time.monotonicNanos(), shown.tags().keySet());
        world.run(Duration.ofSeconds(40));
        vm.tagged(world.time.monotonicNanos(), shown.tags());

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.main.told()).doesNotContain("TagsRemoved");
    }

    @Test
    void letsGoOfAnInstanceWhoseTagsSomebodyRemoved() {
        World world = grown(2);
        world.oracles.clear();
        String id = world.cloud.ownedIds().getFirst();
        Vm vm = KeeperSettlementTest.vm(world, id);
        vm.untagged(
                world.time.monotonicNanos(),
                List.of(Ownership.CLUSTER, Ownership.FLEET, Ownership.INTENT));

        world.run(Duration.ofMinutes(1));

        assertThat(world.main.told()).contains("TagsRemoved");
        assertThat(world.ledger().known()).hasSize(2).doesNotContain(id);
        assertThat(vm.live(world.time.monotonicNanos())).isTrue();
    }

    @Test
    void letsGoOfAnInstanceThatWasGivenToAnotherFleet() {
        World world = grown(2);
        world.oracles.clear();
        String id = world.cloud.ownedIds().getFirst();
        KeeperSettlementTest.vm(world, id)
                .tagged(world.time.monotonicNanos(), java.util.Map.of(Ownership.FLEET, "another"));

        world.run(Duration.ofMinutes(1));

        assertThat(world.main.told()).contains("TagsRemoved");
        assertThat(world.ledger().known()).hasSize(2).doesNotContain(id);
    }

    @Test
    void tellsWhatSomebodyElseTerminatedApart() {
        World world = grown(1);
        String id = world.cloud.ownedIds().getFirst();
        KeeperSettlementTest.vm(world, id).ends(world.time.monotonicNanos(), 60_000_000_000L, true);

        world.run(Duration.ofMinutes(1));

        assertThat(world.main.told()).contains("ReleasedByHand");
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void knowsTheWeightOfWhatOnlyAByIdAnswerShows() {
        World world =
                World.settled(
                        Fleets.like(f -> {
                            f.target = 6;
                            f.pools = List.of(Fleets.rule(Fleets.A, null, 1000));
                        }));
        assertThat(world.cloud.owned()).hasSize(6);
        World heavy =
                new World(
                        Fleets.like(f -> {
                            f.target = 6;
                            f.pools = List.of(Fleets.rule(Fleets.A, null, 6000));
                        }));
        heavy.run(Duration.ofMinutes(2));
        assertThat(heavy.cloud.owned()).hasSize(1);
        heavy.restart();
        for (int i = 0; i < 6; i++) {
            heavy.cloud.listings.add(Lie.EMPTY);
        }

        heavy.run(Duration.ofMinutes(1));

        assertThat(heavy.cloud.requests).hasSize(1);
    }

    @Test
    void overestimatesTheWeightOfWhatNobodyShows() {
        World heavy =
                new World(
                        Fleets.like(f -> {
                            f.target = 6;
                            f.pools = List.of(Fleets.rule(Fleets.A, null, 6000));
                        }));
        heavy.run(Duration.ofMinutes(2));
        heavy.restart();
        for (int i = 0; i < 6; i++) {
            heavy.cloud.listings.add(Lie.EMPTY);
            heavy.cloud.descriptions.add(Lie.FAILED);
        }

        heavy.run(Duration.ofSeconds(50));

        assertThat(heavy.cloud.requests).hasSize(1);
    }

    private static Evidence evidence(World world) {
        return java.util.Objects.requireNonNull(
                world.main.keeper.evidence(world.object.fleet().id().uid()));
    }
}
