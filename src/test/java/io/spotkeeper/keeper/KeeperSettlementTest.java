package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 8: intents without an answer, and answers without an intent. */
class KeeperSettlementTest {
    /** A fleet whose only launch was never answered and will not be sent again. */
    private static World unanswered(Fault fault) {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.launches.add(fault);
        world.begin();
        world.round();
        world.edit(f -> f.image = "img-2");
        world.round();
        assertThat(world.onlyIntent().noMoreSends()).isTrue();
        return world;
    }

    @Test
    void settlesOnlyAfterTheWaitAndTwoListings() {
        World world = unanswered(new Fault.LoseRequest());
        long start = world.time.monotonicNanos();

        boolean settled =
                world.runUntil(Duration.ofMinutes(30), () -> world.ledger().intents().isEmpty());

        Duration took = Duration.ofNanos(world.time.monotonicNanos() - start);
        assertThat(settled).isTrue();
        assertThat(took).isGreaterThanOrEqualTo(World.W.plus(World.G));
        assertThat(took).isLessThan(World.W.plus(World.G).plusSeconds(40));
        assertThat(world.main.told()).contains("IntentSettled");
    }

    @Test
    void raisesTheSettlementCounterWhenItSettles() {
        World world = unanswered(new Fault.LoseRequest());
        long before = world.ledger().settlement();

        world.run(Duration.ofMinutes(20));

        // It settled, opened an intent in place of the first, and closed that.
        assertThat(world.ledger().settlement()).isEqualTo(before + 3);
    }

    @Test
    void countsAnInstanceThatOnlyOneOfTheTwoListingsShows() {
        World world = unanswered(new Fault.LoseAnswer());
        world.run(World.W.plusMinutes(1));

        // The second listing does not show it, nor does any later one for a while.
        world.cloud.listingLag = Duration.ofMinutes(20);
        world.run(World.G.plusSeconds(5));
        assertThat(world.ledger().known()).hasSize(1);
        world.cloud.listingLag = Duration.ZERO;
        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void settlesWhatALateEffectBought() {
        World world = unanswered(new Fault.ApplyLate(Duration.ofMinutes(7)));

        world.run(Duration.ofMinutes(20));

        assertThat(world.ledger().known()).hasSize(1);
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void doubtsNothingWhenTheWriteThatSettlesMeetsAConflict() {
        World world = unanswered(new Fault.LoseRequest());
        world.run(World.W.plus(World.G).minusSeconds(40));
        for (int i = 0; i < 12; i++) {
            world.object.conflicts = 1;
            world.round();
            world.round();
            world.time.advance(Duration.ofSeconds(10));
            assertThat(world.ledger().suspectSince()).isNull();
        }

        assertThat(world.main.told()).contains("IntentSettled");
    }

    @Test
    void beginsTheWaitAnewAfterARestart() {
        World world = unanswered(new Fault.LoseRequest());
        world.run(World.W.plus(World.G).minusMinutes(1));
        world.restart();

        world.run(World.W.plus(World.G).minusMinutes(1));

        assertThat(world.ledger().intents()).hasSize(1);
    }

    @Test
    void measuresTheWaitFromTheWriteAndNotFromTheBeginningOfThePass() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.begin();
        // The process stands still before it writes; what it then sends takes as long as allowed.
        world.main.effects.freeze("quotes", () -> world.time.advance(Duration.ofMinutes(20)));
        world.cloud.launches.add(new Fault.ApplyLate(Duration.ofMinutes(6).plusSeconds(30)));
        world.round();
        world.edit(f -> f.image = "img-2");

        world.run(Duration.ofMinutes(25));

        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void looksAtTheNextListingWhenTheWaitIsOver() {
        World world = unanswered(new Fault.LoseRequest());
        int before = world.passes;

        world.run(Duration.ofMinutes(20));

        assertThat(world.passes - before).isLessThan(180);
    }

    @Test
    void tellsNoLossOfWhatItGaveUpWhileItsIntentWasOpen() {
        World world = unanswered(new Fault.LoseAnswer());
        world.run(World.W.plusSeconds(30));
        world.edit(f -> f.target = 0);
        world.run(Duration.ofMinutes(4));
        world.cloud.listingLag = Duration.ofMinutes(1);

        world.run(Duration.ofMinutes(20));

        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.ledger().known()).isEmpty();
        assertThat(world.object.record().interruptions()).isZero();
        assertThat(world.main.told()).doesNotContain("Interrupted");
    }

    @Test
    void takesNoTagsForRemovedThatAnOpenIntentWillBring() {
        World world = World.settled(Fleets.of(1));
        world.run(Duration.ofMinutes(10));
        world.neverMoreThan(1);
        String id = world.cloud.ownedIds().getFirst();
        LaunchIntent intent = intentOf(world);
        world.object.overwriteStatus(world.object.record().with(world.ledger().opening(intent)));
        vm(world, id).untagged(world.time.monotonicNanos(), Ownership.KEYS);

        world.run(Duration.ofMinutes(10));

        assertThat(world.ledger().known()).containsExactly(id);
        assertThat(world.main.told()).doesNotContain("TagsRemoved");
    }

    /** The intent that bought the fleet's only instance, as it stood when it was answered. */
    private static LaunchIntent intentOf(World world) {
        LaunchRequest sent = world.cloud.requests.getFirst();
        return new LaunchIntent(
                sent.token(),
                sent.pool(),
                null,
                1,
                1000,
                null,
                false,
                LaunchIntent.Purpose.GROWTH,
                "hash",
                world.time.now(),
                1,
                world.time.now(),
                true,
                null,
                LaunchIntent.Outcome.LAUNCHED,
                world.cloud.ownedIds());
    }

    @Test
    void checksIdsOfAnIntentThatIsGoneByTheirTags() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.main.effects.freeze(
                "launch:after",
                () -> {
                    Ledger ledger = world.ledger();
                    String intent = ledger.intents().getFirst().id();
                    world.object.overwriteStatus(
                            world.object.record().with(ledger.closing(intent).settled()));
                });

        world.round();

        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.ledger().known()).containsExactlyElementsOf(world.cloud.ownedIds());
    }

    @Test
    void ignoresIdsOfAnIntentThatIsGoneWhenTheyAreNotOurs() {
        World world = new World(Fleets.of(1));
        world.cloud.tagLag = Duration.ofHours(1);
        world.begin();
        world.main.effects.freeze(
                "launch:after",
                () -> {
                    Ledger ledger = world.ledger();
                    String intent = ledger.intents().getFirst().id();
                    world.object.overwriteStatus(
                            world.object.record().with(ledger.closing(intent).settled()));
                });

        world.round();

        assertThat(world.ledger().known()).isEmpty();
    }

    @Test
    void keepsTheIdsThatAnotherProcessRecordedForTheSameIntent() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.main.effects.freeze(
                "launch:after",
                () ->
                        world.object.overwriteStatus(
                                world.object
                                        .record()
                                        .with(
                                                world.ledger()
                                                        .changing(
                                                                world.onlyIntent().id(),
                                                                i ->
                                                                        i.launched(
                                                                                List.of("other"),
                                                                                null)))));

        world.round();

        assertThat(world.onlyIntent().instanceIds())
                .contains("other")
                .containsAll(world.cloud.ownedIds());
    }

    @Test
    void doesNotForgetIdsWhenALaterAnswerIsLost() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.main.effects.freeze(
                "launch:after",
                () ->
                        world.object.overwriteStatus(
                                world.object
                                        .record()
                                        .with(
                                                world.ledger()
                                                        .changing(
                                                                world.onlyIntent().id(),
                                                                i ->
                                                                        i.launched(
                                                                                world.cloud
                                                                                        .ownedIds(),
                                                                                null)))));

        world.round();

        LaunchIntent intent = world.onlyIntent();
        assertThat(intent.instanceIds()).hasSize(1);
        assertThat(intent.outcome()).isEqualTo(LaunchIntent.Outcome.LAUNCHED);
    }

    @Test
    void adoptsWhatCarriesItsTagsAndStandsInNoBook() {
        World world = World.settled(Fleets.of(1));
        world.edit(f -> f.target = 2);
        world.cloud.planted(
                Fleets.A, Ownership.tags(Replica.CLUSTER, world.object.fleet().id(), "lost", 1000));

        world.run(Duration.ofMinutes(1));

        assertThat(world.ledger().known()).hasSize(2);
        assertThat(world.main.told()).contains("Adopted");
        assertThat(world.object.record().everLaunched()).isTrue();
    }

    @Test
    void takesARestoredObjectsOldInstancesAsItsOwn() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 1;
                            f.adopted = "old-uid";
                        }));
        world.cloud.planted(
                Fleets.A,
                Map.of(
                        Ownership.CLUSTER, Replica.CLUSTER,
                        Ownership.FLEET, "old-uid",
                        Ownership.INTENT, "x",
                        Ownership.WEIGHT, "1000"));

        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.requests).isEmpty();
        assertThat(world.ledger().known()).hasSize(1);
        assertThat(world.object.record().everLaunched()).isTrue();
    }

    @Test
    void countsAStoppedInstance() {
        World world = World.settled(Fleets.of(2));
        world.cloud.state(world.cloud.ownedIds().getFirst(), InstanceState.STOPPED);

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.view().live()).isEqualTo(2000);
        assertThat(world.view().ready()).isEqualTo(1000);
    }

    static Vm vm(World world, String id) {
        return java.util.Objects.requireNonNull(world.cloud.vms.get(id));
    }
}
