package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.Operation;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ownership;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Rule 8: how intents close whose instances are named. */
class KeeperClosingTest {
    @Test
    void closesAnIntentWhenEveryIdWasListedAfterTheAnswer() {
        World world = new World(Fleets.of(3));
        world.cloud.listingLag = Duration.ofSeconds(30);
        world.begin();
        world.round();

        world.run(Duration.ofSeconds(20));
        assertThat(world.onlyIntent().instanceIds()).hasSize(3);
        world.run(Duration.ofSeconds(30));

        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.ledger().known()).hasSize(3);
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void closesAnIntentOnNoListingThatBeganBeforeTheAnswer() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.main.effects.freeze(
                "launch:after",
                () -> {
                    world.time.advance(Duration.ofMillis(10));
                    world.main.list();
                });
        world.round();

        world.pass();

        assertThat(world.onlyIntent().instanceIds()).hasSize(1);
        assertThat(world.view().members()).hasSize(1);
        assertThat(world.view().landing()).isZero();
        world.round();
        assertThat(world.ledger().intents()).isEmpty();
    }

    @Test
    void keepsAnIntentOpenWhoseInstanceCarriesOnlySomeOfOurTags() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.tagLag = Duration.ofMinutes(2);
        world.begin();
        world.round();
        String id = world.onlyIntent().instanceIds().getFirst();
        // Tags attach one by one: at first the listing shows it by the cluster's tag alone.
        KeeperSettlementTest.vm(world, id)
                .tagged(world.time.monotonicNanos(), Map.of(Ownership.CLUSTER, Replica.CLUSTER));

        world.run(Duration.ofMinutes(1));

        assertThat(world.onlyIntent().instanceIds()).containsExactly(id);
        assertThat(world.main.told()).doesNotContain("TagsRemoved");
        world.run(Duration.ofMinutes(5));
        assertThat(world.ledger().known()).containsExactly(id);
    }

    @Test
    void asksByIdForWhatIsNotListedAfterTheGrace() {
        World world = new World(Fleets.of(2));
        world.begin();
        world.round();
        String gone = world.onlyIntent().instanceIds().getFirst();
        world.cloud.vanish(gone);
        world.cloud.foreign(Fleets.A, Replica.CLUSTER);

        world.run(World.G.minusSeconds(20));
        assertThat(world.onlyIntent().instanceIds()).hasSize(2);
        world.run(Duration.ofSeconds(60));

        assertThat(world.ledger().known()).hasSize(2).doesNotContain(gone);
        assertThat(world.cloud.owned()).hasSize(2);
    }

    /** Huawei makes servers in jobs: until one is over, a by-id answer may not know its servers. */
    @Test
    void believesNoAbsenceWhileTheCloudIsStillMakingIt() {
        World world = new World(Fleets.of(2));
        world.cloud.operationId = "job-1";
        world.cloud.operation = new Operation.UnderWay();
        world.begin();
        world.round();
        String gone = world.onlyIntent().instanceIds().getFirst();
        world.cloud.vanish(gone);
        world.cloud.foreign(Fleets.A, Replica.CLUSTER);

        world.run(World.G.plusMinutes(5));
        assertThat(world.onlyIntent().instanceIds()).contains(gone);

        world.cloud.operation = new Operation.Ended();
        world.run(Duration.ofMinutes(2));
        assertThat(world.ledger().known()).hasSize(2).doesNotContain(gone);
        assertThat(world.cloud.owned()).hasSize(2);
    }

    @Test
    void waitsTheGraceForAnIdThatIsKnownAsWell() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.foreign(Fleets.A, Replica.CLUSTER);
        world.time.advance(Duration.ofMinutes(10));
        world.cloud.listingLag = Duration.ofMinutes(1);
        world.begin();
        world.round();
        String id = world.onlyIntent().instanceIds().getFirst();
        world.object.overwriteStatus(
                world.object.record().with(world.ledger().knowing(List.of(id))));
        world.cloud.describeLag = Duration.ofMinutes(4);

        world.run(Duration.ofMinutes(10));

        assertThat(world.cloud.owned()).hasSize(1);
        assertThat(world.main.told()).doesNotContain("Interrupted");
    }

    @Test
    void putsTagsOnAnInstanceThatNeverGotThem() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.tagLag = Duration.ofHours(9);
        world.main.effects.freeze(
                "tag:before",
                () -> {
                    // The write that allowed it changed the intent, for others to notice.
                    LaunchIntent intent = world.onlyIntent();
                    assertThat(intent.allowedAt()).isAfter(intent.createdAt());
                });

        world.run(World.G.plusMinutes(2));

        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.ledger().known()).hasSize(1);
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void putsTagsOnOnlyAfterAWriteThatOthersWouldNotice() {
        World world = new World(Fleets.of(1));
        world.cloud.tagLag = Duration.ofHours(9);
        world.run(World.G.minusSeconds(5));
        world.main.effects.freeze("write:before", () -> world.edit(f -> f.paused = true));
        int before = world.cloud.mutatingCalls;

        world.run(Duration.ofSeconds(14));
        world.round();

        // The first write that would have allowed it met a conflict: nothing was called for it.
        assertThat(world.cloud.mutatingCalls - before).isLessThanOrEqualTo(1);
        assertThat(world.object.fleet().paused()).isTrue();
    }

    @Test
    void tellsALossOnceWhenItsIdIsInAnIntentAndKnown() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.round();
        String id = world.onlyIntent().instanceIds().getFirst();
        world.object.overwriteStatus(
                world.object.record().with(world.ledger().knowing(List.of(id))));
        world.cloud.reclaim(id);

        world.run(Duration.ofMinutes(2));

        assertThat(world.object.record().interruptions()).isEqualTo(1);
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void dropsTheDeadOfAPartlyStartedLaunchAndReplacesThem() {
        World world = new World(Fleets.of(3));
        world.neverMoreThan(3);
        world.begin();
        world.round();
        String id = world.onlyIntent().instanceIds().getFirst();
        KeeperSettlementTest.vm(world, id).failed(world.time.monotonicNanos(), "no host");

        world.run(Duration.ofMinutes(3));

        assertThat(world.main.told()).contains("LaunchFailed");
        assertThat(world.object.record().interruptions()).isZero();
        assertThat(world.cloud.owned()).hasSize(3);
    }
}
