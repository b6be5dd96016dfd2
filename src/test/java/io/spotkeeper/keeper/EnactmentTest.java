package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Rules 2 and 6: writing, asking and writing what came back. */
class EnactmentTest {
    /** A fleet whose launch was not answered, in a process that has listed nothing yet. */
    private static World unlisted() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.begin();
        world.round();
        world.restart();
        return world;
    }

    // ---- without a listing ----

    @Test
    void sendsAgainWithoutAListingBecauseTheTokenMakesThatSafe() {
        World world = unlisted();
        for (int i = 0; i < 30; i++) {
            world.cloud.listings.add(Lie.FAILED);
        }

        world.run(Duration.ofSeconds(30));

        assertThat(world.cloud.requests).hasSize(2);
        assertThat(world.cloud.requests.getLast()).isEqualTo(world.cloud.requests.getFirst());
        assertThat(world.onlyIntent().instanceIds())
                .containsExactlyElementsOf(world.cloud.ownedIds());
    }

    @Test
    void sendsNothingAgainWithoutAListingWhilePaused() {
        World world = unlisted();
        world.edit(f -> f.paused = true);
        for (int i = 0; i < 30; i++) {
            world.cloud.listings.add(Lie.FAILED);
        }

        world.run(Duration.ofSeconds(30));

        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void sendsNothingAgainWhenTheWriteThatAllowsItMeetsAConflict() {
        World world = unlisted();
        world.pass();
        world.time.advance(Duration.ofSeconds(2));
        world.object.conflicts = 2;
        List<Duration> again = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            again.add(Objects.requireNonNull(world.pass()).again());
        }

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(again).containsExactly(Duration.ZERO, Duration.ofMillis(50));
        world.pass();
        assertThat(world.cloud.requests).hasSize(2);
    }

    @Test
    void measuresTheNextSendFromTheWriteThatAllowedTheLast() {
        World world = unlisted();
        world.cloud.launches.add(new Fault.LoseAnswer());
        world.pass();
        world.time.advance(Duration.ofSeconds(1));
        world.main.effects.freeze("write:after", () -> world.time.advance(Duration.ofSeconds(30)));
        world.pass();
        assertThat(world.onlyIntent().attempts()).isEqualTo(2);

        world.pass();

        assertThat(world.cloud.requests).hasSize(2);
    }

    @Test
    void startsOverAtOnceAgainAfterAWriteThatSucceeded() {
        World world = unlisted();
        world.pass();
        world.time.advance(Duration.ofSeconds(2));
        world.object.conflicts = 1;
        world.pass();
        world.edit(f -> f.paused = true);
        world.pass();
        world.edit(f -> f.paused = false);
        world.object.conflicts = 1;

        PassResult result = Objects.requireNonNull(world.pass());

        assertThat(world.object.conflicts).isZero();
        assertThat(result.again()).isEqualTo(Duration.ZERO);
    }

    // ---- the answer ----

    @Test
    void doubtsNothingWhenTheAnswerMeetsAConflict() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.main.effects.freeze("launch:after", () -> world.edit(f -> f.paused = true));

        world.round();

        assertThat(world.ledger().suspectSince()).isNull();
        assertThat(world.onlyIntent().outcome()).isEqualTo(LaunchIntent.Outcome.LAUNCHED);
    }

    @Test
    void triesFiveTimesToRecordTheAnswerAndComesBackForIt() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.begin();
        world.main.effects.freeze("launch:after", () -> world.object.conflicts = 5);

        PassResult result = world.round();

        assertThat(world.object.conflicts).isZero();
        assertThat(world.onlyIntent().outcome()).isEqualTo(LaunchIntent.Outcome.OPEN);
        assertThat(result.again()).isEqualTo(Duration.ofSeconds(1));
        world.run(Duration.ofMinutes(1));
        assertThat(world.ledger().known()).containsExactlyElementsOf(world.cloud.ownedIds());
    }

    // ---- calls that are made again ----

    @Test
    void makesNoCallAgainThatAnotherProcessHasTakenBack() {
        World world = World.settled(Fleets.of(2));
        world.cloud.giveUpFailure = new CloudFailure.Busy("Busy", "later");
        world.edit(f -> f.target = 1);
        world.round();
        String id = world.ledger().terminations().getFirst().instanceId();
        world.cloud.giveUpFailure = null;
        world.time.advance(Duration.ofSeconds(10));
        // The pass has read the books already when the other writes.
        world.main.effects.freeze(
                "refresh",
                () ->
                        world.object.overwriteStatus(
                                world.object
                                        .record()
                                        .with(
                                                world.ledger()
                                                        .withoutFarewells(id::equals)
                                                        .knowing(List.of(id)))));
        int calls = world.cloud.calls.size();

        PassResult result = world.round();

        assertThat(world.cloud.calls).hasSize(calls);
        assertThat(world.cloud.owned()).hasSize(2);
        assertThat(result.again()).isEqualTo(Duration.ZERO);
    }

    @Test
    void readsTheObjectBeforeItMakesACallAgain() {
        World world = World.settled(Fleets.of(2));
        world.cloud.giveUpFailure = new CloudFailure.Busy("Busy", "later");
        world.edit(f -> f.target = 1);
        world.round();
        world.cloud.giveUpFailure = null;
        world.time.advance(Duration.ofSeconds(10));
        boolean[] read = {false};
        world.main.effects.freeze("refresh", () -> read[0] = true);

        world.round();

        assertThat(read[0]).isTrue();
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void readsNothingBeforeTheFirstCall() {
        World world = World.settled(Fleets.of(2));
        world.edit(f -> f.target = 1);
        world.main.effects.freeze(
                "refresh",
                () -> {
                    throw new AssertionError("the write itself allowed it");
                });

        world.round();

        assertThat(world.cloud.owned()).hasSize(1);
    }
}
