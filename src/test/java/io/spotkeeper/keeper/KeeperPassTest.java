package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetPlanner;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The order of a pass, what it starts from, and when the next one is due. */
class KeeperPassTest {
    private static final Duration TICK = Duration.ofNanos(1);

    private static PassResult pass(World world) {
        return Objects.requireNonNull(world.pass());
    }

    // ---- the books ----

    @Test
    void raisesTheCounterOfWipedBooksOverWhatItRemembersThoughTheClockIsBehind() {
        World world = World.settled(Fleets.of(1));
        long high = world.time.now().getEpochSecond() + 1_000_000;
        world.object.overwriteStatus(
                world.object.record().with(world.ledger().withSettlement(high)));
        world.pass();
        world.object.overwriteStatus(null);

        world.pass();

        assertThat(world.ledger().settlement()).isEqualTo(high + 1);
        assertThat(world.ledger().suspectSince()).isEqualTo(world.time.now());
    }

    @Test
    void beginsMoreAndMoreSlowlyWhileTheFirstWriteFails() {
        World world = new World(Fleets.of(1));
        world.object.conflicts = 2;

        assertThat(pass(world).again()).isEqualTo(Duration.ZERO);
        assertThat(pass(world).again()).isEqualTo(Duration.ofMillis(50));
        assertThat(pass(world).again()).isEqualTo(Duration.ZERO);
    }

    @Test
    void doubtsRestoredBooksMoreAndMoreSlowlyWhileTheWriteFails() {
        World world = World.settled(Fleets.of(1));
        FleetRecord old = world.object.record();
        world.object.overwriteStatus(old.with(old.ledger().settled()));
        world.pass();
        world.object.overwriteStatus(old);
        world.object.conflicts = 2;

        assertThat(pass(world).again()).isEqualTo(Duration.ZERO);
        assertThat(pass(world).again()).isEqualTo(Duration.ofMillis(50));
        assertThat(world.ledger().suspectSince()).isNull();
        assertThat(pass(world).again()).isEqualTo(Duration.ZERO);
        assertThat(world.ledger().suspectSince()).isNotNull();
    }

    // ---- the listing ----

    @Test
    void decidesOnAListingUntilItIsTooOld() {
        World world = World.settled(Fleets.of(1));
        world.main.list();
        world.time.advance(World.TIMING.inventoryAge());
        world.edit(f -> f.target = 2);

        world.pass();

        assertThat(world.cloud.requests).hasSize(2);
    }

    @Test
    void decidesOnNoListingThatBeganWhenItReadWhatAnotherSettled() {
        World world = World.settled(Fleets.of(1));
        world.object.overwriteStatus(world.object.record().with(world.ledger().settled()));
        world.edit(f -> f.target = 2);
        world.main.list();
        world.pass();
        assertThat(world.cloud.requests).hasSize(1);
        world.time.advance(TICK);
        world.main.list();

        world.pass();

        assertThat(world.cloud.requests).hasSize(2);
    }

    @Test
    void wantsAListingAtOnceWhereItHasNone() {
        World world = World.settled(Fleets.of(1));
        world.restart();

        PassResult result = pass(world);

        assertThat(result.listNow()).isTrue();
        assertThat(result.atNextListing()).isTrue();
    }

    @Test
    void waitsForTheNextListingWhereTheLastFailed() {
        World world = World.settled(Fleets.of(1));
        world.restart();
        world.cloud.listings.add(Lie.FAILED);

        PassResult result = world.round();

        assertThat(result.listNow()).isFalse();
        assertThat(result.atNextListing()).isTrue();
    }

    // ---- deciding ----

    @Test
    void remembersTheWeightOfWhatItListedBefore() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 2;
                            f.pools =
                                    List.of(
                                            Fleets.rule(Fleets.A, null, Fleet.UNIT),
                                            Fleets.rule(Fleets.B, null, 6 * Fleet.UNIT));
                        }));
        world.run(Duration.ofMinutes(20));
        assertThat(world.view().live()).isEqualTo(2 * Fleet.UNIT);
        world.cloud.listings.add(Lie.EMPTY);
        world.cloud.descriptions.add(Lie.FAILED);

        world.round();

        assertThat(world.view().live()).isEqualTo(2 * Fleet.UNIT);
    }

    @Test
    void avoidsAPoolInTheSamePassThatFindsAnEarlyDeathInIt() {
        World world =
                World.settled(
                        Fleets.like(f -> {
                            f.target = 1;
                            f.buysFrom(Fleets.A, Fleets.B);
                        }));
        assertThat(world.cloud.requests.getLast().pool()).isEqualTo(Fleets.A);
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());

        world.round();

        assertThat(world.cloud.requests).hasSize(2);
        assertThat(world.cloud.requests.getLast().pool()).isEqualTo(Fleets.B);
    }

    @Test
    void endsSendingWhileTheBooksAreDoubted() {
        World world = new World(Fleets.of(1));
        world.cloud.launches.add(new Fault.LoseRequest());
        world.begin();
        world.round();
        world.object.overwriteStatus(
                world.object.record().with(world.ledger().suspectedSince(world.time.now())));

        world.round();
        assertThat(world.onlyIntent().noMoreSends()).isFalse();
        world.time.advance(World.TIMING.resendWindow());
        world.round();

        assertThat(world.onlyIntent().noMoreSends()).isTrue();
        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void tellsOnlyWhoIsLeftInThePassThatGivesTheOthersUp() {
        World world = World.settled(Fleets.of(5));
        world.edit(f -> f.target = 3);

        world.round();

        assertThat(world.ledger().terminations()).hasSize(2);
        assertThat(world.view().members()).hasSize(3);
        assertThat(world.object.report().departing()).hasSize(2);
    }

    @Test
    void looksAtTheNextListingWhenASurplusIsNotConfirmed() {
        World world = World.settled(Fleets.of(2));
        world.run(Duration.ofMinutes(10));
        world.edit(f -> f.target = 1);
        world.cloud.descriptions.add(Lie.FAILED);

        assertThat(world.round().atNextListing()).isTrue();
        assertThat(world.ledger().terminations()).isEmpty();
    }

    // ---- the next pass ----

    @Test
    void comesBackInASecondForAFinalizer() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.object.finalizer(false);

        PassResult result = world.round();

        assertThat(world.cloud.requests).isEmpty();
        assertThat(result.again()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void replacesWhatStaysPendingAtOnce() {
        World world = new World(Fleets.of(1));
        world.cloud.boot = Duration.ofHours(5);
        world.run(Duration.ofMinutes(1));
        world.time.advance(FleetPlanner.PENDING_LIMIT);

        PassResult result = world.round();

        assertThat(world.main.told()).contains("Terminating");
        assertThat(result.again()).isEqualTo(Duration.ZERO);
    }

    @Test
    void waitsForTheCloudWhenASurplusIsTerminated() {
        World world = World.settled(Fleets.of(2));
        world.edit(f -> f.target = 1);

        PassResult result = world.round();

        assertThat(world.ledger().terminations()).hasSize(1);
        assertThat(result.again()).isNull();
        assertThat(result.atNextListing()).isTrue();
    }

    @Test
    void comesBackWhenAPendingInstanceHasBeenPendingForTooLong() {
        World world = new World(Fleets.of(1));
        world.cloud.boot = Duration.ofHours(5);
        world.run(Duration.ofMinutes(5));

        PassResult result = world.round();

        Instant created = world.cloud.owned().getFirst().createdAt;
        assertThat(result.again())
                .isEqualTo(
                        Duration.between(
                                world.time.now(), created.plus(FleetPlanner.PENDING_LIMIT)));
    }

    // ---- groups ----

    private static Fleet group(@Nullable Instant until) {
        return Fleets.like(f -> f.group = Fleets.terms(until, false));
    }

    @Test
    void comesBackWhenAGroupEnds() {
        Instant until = FakeTime.START.plus(Duration.ofHours(1));
        World world = World.settled(group(until));

        PassResult result = world.round();

        assertThat(result.again()).isEqualTo(Duration.between(world.time.now(), until));
    }

    @Test
    void comesBackForNoEndThatIsOverOrNeverComes() {
        World endless = World.settled(group(null));
        World over = World.settled(group(FakeTime.START.plusSeconds(180)));
        over.run(Duration.ofHours(1));
        assertThat(over.cloud.owned()).isEmpty();

        assertThat(endless.round().again()).isNull();
        assertThat(over.round().again()).isNull();
    }

    @Test
    void sendsNothingAgainForAGroupThatOnlyTriesOut() {
        for (boolean dryRun : new boolean[] {false, true}) {
            World world = new World(group(null));
            world.cloud.launches.add(new Fault.LoseAnswer());
            world.begin();
            world.round();
            world.edit(f -> f.group = Fleets.terms(null, dryRun));

            world.run(Duration.ofSeconds(30));

            assertThat(world.cloud.requests).hasSize(dryRun ? 1 : 2);
        }
    }
}
