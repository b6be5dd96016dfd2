package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Rules 1 to 6: counting, intents, tokens, the send deadline, conflicts and crashes. */
class KeeperLaunchTest {
    @Test
    void convergesToTheTarget() {
        World world = new World(Fleets.of(7));
        world.neverMoreThan(7);

        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.owned()).hasSize(7);
        assertThat(world.ledger().known()).containsExactlyElementsOf(world.cloud.ownedIds());
        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.object.report().explanation().reason()).isEqualTo(Reason.AT_TARGET);
    }

    @Test
    void writesTheIntentBeforeTheCall() {
        World world = new World(Fleets.of(1));
        world.main.effects.freeze(
                "launch:before",
                () -> {
                    LaunchIntent intent = world.onlyIntent();
                    assertThat(intent.attempts()).isEqualTo(1);
                    assertThat(intent.outcome()).isEqualTo(LaunchIntent.Outcome.OPEN);
                    assertThat(world.object.latest().finalizer()).isTrue();
                    assertThat(world.object.record().everLaunched()).isTrue();
                    assertThat(world.object.record().regionsInUse()).containsExactly("r1");
                });

        world.run(Duration.ofMinutes(1));

        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void usesTheIntentsIdAsTokenAndTag() {
        World world = new World(Fleets.of(1));

        world.run(Duration.ofMinutes(1));

        LaunchRequest request = world.cloud.requests.getFirst();
        assertThat(request.token())
                .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
        assertThat(request.tags())
                .containsEntry("spotkeeper-intent", request.token())
                .containsEntry("spotkeeper-weight", "1000")
                .containsEntry("team", "blue");
    }

    @Test
    void launchesNothingWithoutAFinalizer() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.object.finalizer(false);

        world.round();

        assertThat(world.cloud.requests).isEmpty();
    }

    @Test
    void survivesACrashAtEveryEffectWhileItConverges() {
        World reference = new World(Fleets.of(3));
        reference.run(Duration.ofMinutes(2));
        int effects = reference.main.effects.count();
        for (int point = 1; point <= effects; point++) {
            World world = new World(Fleets.of(3));
            world.neverMoreThan(3);
            world.main.effects.crashAt(point);

            world.run(Duration.ofMinutes(3));

            assertThat(world.cloud.owned()).as("crash at %d", point).hasSize(3);
            assertThat(world.cloud.violations).as("crash at %d", point).isEmpty();
            assertThat(world.ledger().intents()).as("crash at %d", point).isEmpty();
        }
    }

    @Test
    void survivesCrashesAtAnyTwoEffects() {
        for (int first = 3; first <= 16; first++) {
            for (int second = 1; second <= 10; second++) {
                World world = new World(Fleets.of(2));
                world.neverMoreThan(2);
                world.cloud.listingLag = Duration.ofSeconds(25);
                world.main.effects.crashAt(first);
                world.run(Duration.ofSeconds(20));
                world.main.effects.crashAt(second);

                world.run(Duration.ofMinutes(4));

                assertThat(world.cloud.owned()).as("%d then %d", first, second).hasSize(2);
            }
        }
    }

    @Test
    void sendsNothingOnceTheDeadlinePassed() {
        World world = new World(Fleets.of(1));
        world.main.effects.freeze(
                "launch:before", () -> world.time.advance(Duration.ofSeconds(61)));
        world.begin();

        world.round();

        assertThat(world.cloud.requests).isEmpty();
        assertThat(world.ledger().intents()).isEmpty();
    }

    @Test
    void measuresTheDeadlineByTheClockThatWentFurther() {
        World world = new World(Fleets.of(1));
        // The machine slept: its monotonic clock stood still.
        world.main.effects.freeze(
                "launch:before", () -> world.time.jumpWall(Duration.ofSeconds(61)));
        world.begin();

        world.round();

        assertThat(world.cloud.requests).isEmpty();
    }

    @Test
    void startsTheDeadlineBeforeTheWrite() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.main.effects.freeze("write:after", () -> world.time.advance(Duration.ofSeconds(61)));

        world.round();

        assertThat(world.cloud.requests).isEmpty();
    }

    @Test
    void startsOverOnAConflict() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.object.conflicts = 1;

        PassResult result = world.round();

        assertThat(world.cloud.requests).isEmpty();
        assertThat(result.again()).isNotNull();
        world.run(Duration.ofMinutes(1));
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void treatsAWriteWhoseAnswerWasLostAsAConflict() {
        World world = new World(Fleets.of(1));
        world.neverMoreThan(1);
        world.begin();
        world.object.lostAnswers = 1;

        world.round();

        assertThat(world.cloud.requests).isEmpty();
        assertThat(world.ledger().intents()).hasSize(1);
        world.run(Duration.ofMinutes(1));
        assertThat(tokens(world)).hasSize(1);
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void backsOffWhileWritesKeepFailing() {
        World world = new World(Fleets.of(1));
        world.begin();
        world.object.conflicts = 1_000;

        world.run(Duration.ofMinutes(1));

        assertThat(world.passes).isLessThan(60);
        world.object.conflicts = 0;
        world.run(Duration.ofMinutes(1));
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void recordsTheAnswerOnTheChangedObjectAfterAConflict() {
        World world = new World(Fleets.of(1));
        world.main.effects.freeze("launch:after", () -> world.edit(f -> f.target = 4));
        world.begin();

        world.round();

        assertThat(world.onlyIntent().instanceIds()).hasSize(1);
        assertThat(world.object.fleet().target()).isEqualTo(4 * Fleet.UNIT);
    }

    @Test
    void tellsNothingOldOverWhatAnotherProcessToldMeanwhile() {
        World world = new World(Fleets.of(1));
        Replica other = world.another(Duration.ZERO);
        world.begin();
        world.begin(other);
        world.main.effects.freeze(
                "launch:after",
                () -> {
                    world.edit(f -> f.paused = true);
                    world.round(other);
                    world.round(other);
                });

        world.round();

        assertThat(world.object.report().explanation().reason()).isEqualTo(Reason.PAUSED);
        assertThat(world.onlyIntent().instanceIds()).hasSize(1);
    }

    @Test
    void doesNotTakeBackAPassThatReadAStaleCache() {
        World world = World.settled(Fleets.of(1));
        int writes = world.object.statusWrites();
        world.main.staleness = 2;

        world.round();

        assertThat(world.object.statusWrites()).isEqualTo(writes);
        assertThat(world.ledger().suspectSince()).isNull();
    }

    @Test
    void buysALargeFleetInSeveralIntents() {
        World world = new World(Fleets.of(250));
        world.neverMoreThan(250);
        world.begin();

        world.round();

        assertThat(world.cloud.requests.stream().map(LaunchRequest::count))
                .containsExactly(100, 100, 50);
        world.run(Duration.ofMinutes(2));
        assertThat(world.ledger().known()).hasSize(250);
        assertThat(world.object.statusWrites()).isLessThan(20);
    }

    @Test
    void sendsNoMoreOfAPoolThatJustRefused() {
        World world = new World(Fleets.of(250));
        world.cloud.launches.add(new Fault.Refuse(ScriptedCloud.noCapacity()));
        world.begin();

        world.round();

        assertThat(world.cloud.requests).hasSize(1);
        assertThat(world.ledger().intents()).isEmpty();
        assertThat(world.main.told()).containsExactly("NoCapacity");
    }

    @Test
    void keepsAtMostFiveHundredLanding() {
        World world = new World(Fleets.of(1_200));
        world.cloud.listingLag = Duration.ofSeconds(55);
        world.oracles.add(() -> {
            if (world.object.latest().record() != null) {
                assertThat(
                                world.ledger().intents().stream()
                                        .mapToInt(i -> Math.max(i.count(), i.instanceIds().size()))
                                        .sum())
                        .isLessThanOrEqualTo(500);
            }
        });

        world.run(Duration.ofMinutes(8));

        assertThat(world.ledger().known()).hasSize(1_200);
    }

    @Test
    void countsPartialDeliveryAndBuysTheRestElsewhere() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 5;
                            f.buysFrom(Fleets.A, Fleets.B);
                        }));
        world.neverMoreThan(5);
        world.cloud.launches.add(new Fault.Deliver(2));

        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.requests.stream().map(r -> r.pool().zone() + " " + r.count()))
                .containsExactly("z1 5", "z2 3");
        assertThat(world.cloud.owned()).hasSize(5);
    }

    @Test
    void asksForTheWholeWherePartialDeliveryIsNotSupported() {
        World world = new World(Fleets.of(5));
        world.cloud.wholeOnly = true;
        world.neverMoreThan(5);

        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.requests.stream().map(LaunchRequest::partialDelivery))
                .containsExactly(true, false);
        assertThat(world.cloud.owned()).hasSize(5);
    }

    @Test
    void coolsAPoolDownThatNeverSupportsWhatItIsAsked() {
        World world = new World(Fleets.of(5));
        for (int i = 0; i < 1_000; i++) {
            world.cloud.launches.add(
                    new Fault.Refuse(
                            new CloudFailure.PartialDeliveryUnsupported("MinCount", "no")));
        }

        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.requests.size()).isLessThan(30);
    }

    @Test
    void asksForFewerWhereAllOrNothingIsTooMuch() {
        World world = new World(Fleets.of(8));
        world.cloud.wholeOnly = true;
        world.cloud.stock.put(Fleets.A, 3);

        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.owned()).hasSize(3);
    }

    @Test
    void stormsNoPoolThatRefusesForEver() {
        World world = new World(Fleets.of(3));
        world.cloud.stock.put(Fleets.A, 0);

        world.run(Duration.ofHours(6));

        // 30 s doubling to 30 min, with full jitter: half of it on average.
        assertThat(world.cloud.requests.size()).isBetween(10, 60);
        assertThat(world.object.report().explanation().reason()).isEqualTo(Reason.NO_CAPACITY);
    }

    @Test
    void stormsNoPoolWhoseInstancesAllFailToStart() {
        World world = new World(Fleets.of(3));
        for (int i = 0; i < 10_000; i++) {
            world.cloud.launches.add(new Fault.FailToStart(Duration.ofSeconds(15)));
        }

        world.run(Duration.ofHours(6));

        assertThat(world.cloud.requests.size()).isLessThan(80);
    }

    private static List<String> tokens(World world) {
        return world.cloud.requests.stream()
                .map(LaunchRequest::token)
                .distinct()
                .collect(Collectors.toList());
    }
}
