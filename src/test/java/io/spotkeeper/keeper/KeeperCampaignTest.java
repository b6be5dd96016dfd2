package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Ledger;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Many short lives of a fleet in which everything goes wrong that may. After every step, what must
 * never happen has not; in the end, when all is well again, the fleet is at its target and nothing
 * moves; deleted, it leaves nothing. A failed run prints its seed: {@code -Dcampaign.seed=N}
 * repeats it, {@code -Dcampaign.runs=N} makes more.
 */
class KeeperCampaignTest {
    private static final int RUNS = Integer.getInteger("campaign.runs", 1_500);

    @Test
    void neverBuysTwiceAndAlwaysArrives() {
        Long only = Long.getLong("campaign.seed");
        long first = only == null ? 1 : only;
        long last = only == null ? RUNS : only;
        for (long seed = first; seed <= last; seed++) {
            run(seed);
        }
    }

    private static void run(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        World world = new World(Mischief.fleet(random), seed);
        if (random.nextBoolean()) {
            world.cloud.foreign(Fleets.A, Replica.CLUSTER);
        }
        Mischief mischief = new Mischief(world, random);
        try {
            world.oracles.add(() -> never(world, mischief.most()));
            int strikes = random.nextInt(3, 25);
            for (int i = 0; i < strikes; i++) {
                mischief.strike();
                world.run(
                        Duration.ofMillis(
                                random.nextLong(1, random.nextInt(3) == 0 ? 400_000 : 40_000)));
            }
            mischief.stop();
            arrives(world);
            leavesNothing(world);
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(
                    "seed "
                            + seed
                            + ": "
                            + e.getMessage()
                            + "\n"
                            + String.join("\n", mischief.log())
                            + "\nat "
                            + Duration.between(FakeTime.START, world.time.now()),
                    e);
        }
    }

    private static void never(World world, long most) {
        // Rule 1: what is being given up does not count, however long the cloud takes for it.
        List<String> counting =
                world.cloud.ownedIds().stream()
                        .filter(id ->
                                world.object.latest().record() == null
                                        || !world.ledger().leaving(id))
                        .toList();
        if (counting.size() > most) {
            throw new AssertionError(
                    "more than " + most + ": " + world.cloud.ownedIds() + " " + world.ledger());
        }
        if (!world.cloud.violations.isEmpty()) {
            throw new AssertionError(world.cloud.violations.toString());
        }
        if (world.object.latest().record() != null) {
            Ledger ledger = world.ledger();
            ledger.known().stream()
                    .filter(ledger::leaving)
                    .findAny()
                    .ifPresent(id -> {
                        throw new AssertionError(id + " is known and leaving: " + ledger);
                    });
        }
    }

    private static void arrives(World world) {
        boolean oneTime = world.object.fleet().requestType() == Fleet.RequestType.ONE_TIME;
        long target = world.object.fleet().target() / Fleet.UNIT;
        boolean there =
                world.runUntil(
                        Duration.ofHours(4),
                        () ->
                                world.object.latest().record() != null
                                        && world.ledger().intents().isEmpty()
                                        && world.ledger().terminations().isEmpty()
                                        && world.ledger().suspectSince() == null
                                        && world.ledger()
                                                .known()
                                                .equals(
                                                        new java.util.TreeSet<>(
                                                                world.cloud.ownedIds()))
                                        && (oneTime
                                                ? world.cloud.owned().size() <= target
                                                : world.cloud.owned().size() == target));
        if (!there) {
            throw new AssertionError(
                    "never arrives: " + world.cloud.ownedIds() + " " + world.object.record());
        }
        if (!oneTime) {
            world.run(Duration.ofMinutes(10));
            int writes = world.object.statusWrites();
            int calls = world.cloud.mutatingCalls;
            world.run(Duration.ofMinutes(30));
            if (world.object.statusWrites() != writes || world.cloud.mutatingCalls != calls) {
                throw new AssertionError("is not quiet: " + world.object.record());
            }
        }
    }

    private static void leavesNothing(World world) {
        world.delete();
        if (!world.runUntil(Duration.ofHours(2), () -> false)) {
            throw new AssertionError("is not let go: " + world.object.record());
        }
        boolean retain = world.object.fleet().deletionPolicy() == Fleet.DeletionPolicy.RETAIN;
        if (!world.cloud.owned().isEmpty() || (!retain && !world.cloud.existing().isEmpty())) {
            throw new AssertionError(
                    "leaves something: "
                            + world.cloud.existing().stream().map(vm -> vm.id).toList());
        }
    }
}
