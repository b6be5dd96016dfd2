package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Does to a {@link World} whatever the design says may happen, drawn from a seed, and keeps within
 * the bounds that the design relies on: lags up to V, late effects up to S + N after the send, a
 * lying listing or by-id answer now and then but never twice in a row.
 */
final class Mischief {
    private static final List<CapacityPool> POOLS = List.of(Fleets.A, Fleets.B, Fleets.C);

    private final World world;
    private final SplittableRandom random;
    private final Replica other;
    private final List<String> log = new ArrayList<>();
    private long most;
    private long lastLie = Long.MIN_VALUE / 2;

    Mischief(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
        this.other = world.another(Duration.ofSeconds(random.nextInt(-240, 240)));
        this.most = world.object.fleet().target() / Fleet.UNIT;
    }

    static Fleet fleet(SplittableRandom random) {
        return Fleets.like(f -> {
            f.target = random.nextInt(1, 7);
            f.type =
                    random.nextInt(6) == 0
                            ? Fleet.RequestType.ONE_TIME
                            : Fleet.RequestType.PERSISTENT;
            f.deletion =
                    random.nextInt(4) == 0
                            ? Fleet.DeletionPolicy.RETAIN
                            : Fleet.DeletionPolicy.TERMINATE;
            f.buysFrom(POOLS.subList(0, random.nextInt(1, 4)).toArray(CapacityPool[]::new));
        });
    }

    /** What happened, for whoever reads a failed run. */
    List<String> log() {
        return log;
    }

    /** No more instances than the highest target so far may ever live. */
    long most() {
        return most;
    }

    private void note(String what) {
        log.add(Duration.between(FakeTime.START, world.time.now()) + " " + what);
    }

    private Duration upTo(Duration most) {
        return Duration.ofMillis(random.nextLong(most.toMillis() + 1));
    }

    /** One thing more goes wrong. */
    void strike() {
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> launchFault();
            case 3 -> lag();
            case 4, 5 -> crash();
            case 6 -> conflict();
            case 7 -> target();
            case 8 -> edit();
            case 9, 10 -> loss();
            case 11 -> lie();
            case 12 -> giveUpFault();
            case 13, 14 -> secondReplica();
            default -> freezeMain();
        }
    }

    private void launchFault() {
        Fault fault =
                switch (random.nextInt(8)) {
                    case 0 -> new Fault.LoseRequest();
                    case 1, 2 -> new Fault.LoseAnswer();
                    // S + N after the request was signed.
                    case 3, 4 -> new Fault.ApplyLate(upTo(Duration.ofMinutes(6)));
                    case 5 -> new Fault.Refuse(refusal());
                    case 6 -> new Fault.Deliver(random.nextInt(1, 4));
                    default -> new Fault.FailToStart(upTo(Duration.ofSeconds(30)));
                };
        if (random.nextBoolean()) {
            world.cloud.launches.add(new Fault.None());
        }
        world.cloud.launches.add(fault);
        note("next launch: " + fault);
    }

    private CloudFailure refusal() {
        return switch (random.nextInt(5)) {
            case 0 -> new CloudFailure.Throttled(null, "Slow", "too many requests");
            case 1 -> new CloudFailure.Transient("Fault", "internal");
            case 2 -> new CloudFailure.InvalidRequest("Gateway", "refused");
            case 3 -> new CloudFailure.PriceTooLow("Price", "too low");
            default -> ScriptedCloud.noCapacity();
        };
    }

    private void lag() {
        Duration listing = upTo(World.TIMING.listingLag());
        world.cloud.listingLag = listing;
        world.cloud.tagLag = upTo(World.TIMING.listingLag().minus(listing));
        world.cloud.describeLag = upTo(Duration.ofMinutes(3));
        note("lags " + listing + " " + world.cloud.tagLag + " " + world.cloud.describeLag);
    }

    private void crash() {
        int at = random.nextInt(1, 12);
        world.main.effects.crashAt(at);
        note("crash at effect " + at);
    }

    private void conflict() {
        switch (random.nextInt(3)) {
            case 0 -> world.object.conflicts = random.nextInt(1, 4);
            case 1 -> world.object.lostAnswers = random.nextInt(1, 3);
            default -> world.main.staleness = random.nextInt(1, 4);
        }
        note("conflicts");
    }

    private void target() {
        int target = random.nextInt(0, 7);
        world.edit(f -> f.target = target);
        most = Math.max(most, target);
        note("target " + target);
    }

    private void edit() {
        switch (random.nextInt(3)) {
            case 0 -> world.edit(f -> f.image = "img-" + random.nextInt(3));
            case 1 -> world.edit(f -> f.paused = !f.paused);
            default ->
                    world.edit(f ->
                            f.buysFrom(
                                    POOLS.get(random.nextInt(3)),
                                    Fleets.pool("z4", "large"),
                                    Fleets.pool("z5", "large")));
        }
        note("edit " + world.object.fleet().generation());
    }

    private void loss() {
        List<String> ids = world.cloud.ownedIds();
        if (ids.isEmpty()) {
            return;
        }
        String id = ids.get(random.nextInt(ids.size()));
        world.cloud.dying = upTo(Duration.ofMinutes(2));
        if (random.nextInt(3) == 0) {
            world.cloud.vanish(id);
        } else {
            world.cloud.reclaim(id);
        }
        note("lost " + id);
    }

    private void lie() {
        long now = world.time.monotonicNanos();
        if (now - lastLie < Duration.ofMinutes(2).toNanos()) {
            return;
        }
        lastLie = now;
        Lie[] lies = {Lie.EMPTY, Lie.TRUNCATED, Lie.FAILED};
        Lie lie = lies[random.nextInt(3)];
        if (random.nextInt(3) == 0) {
            world.cloud.descriptions.add(lie == Lie.TRUNCATED ? Lie.EMPTY : lie);
            note("next by-id answer " + lie);
        } else {
            world.cloud.listings.add(lie);
            note("next listing " + lie);
        }
    }

    private void giveUpFault() {
        if (random.nextBoolean()) {
            world.cloud.lostGiveUps = random.nextInt(1, 3);
        } else {
            boolean fails = world.cloud.giveUpFailure == null;
            world.cloud.giveUpFailure = fails ? new CloudFailure.Busy("Busy", "later") : null;
        }
        note("terminations");
    }

    /** A former leader, or the next one, works on the same object for a moment. */
    private void secondReplica() {
        note("second replica");
        if (random.nextInt(3) == 0) {
            other.start();
        }
        if (random.nextBoolean()) {
            freeze(other);
        }
        int rounds = random.nextInt(1, 6);
        for (int i = 0; i < rounds && !world.object.gone(); i++) {
            world.time.advance(upTo(Duration.ofSeconds(8)));
            try {
                world.round(other);
            } catch (Effects.Crash e) {
                other.start();
            }
        }
    }

    private void freezeMain() {
        note("main freezes");
        main();
    }

    private void main() {
        String[] points = {"launch:before", "launch:checked", "launch:after", "write:before"};
        String point = points[random.nextInt(points.length)];
        Duration time = upTo(Duration.ofMinutes(random.nextBoolean() ? 2 : 20));
        world.main.effects.freeze(
                point,
                () -> {
                    long end = world.time.monotonicNanos() + time.toNanos();
                    while (world.time.monotonicNanos() < end && !world.object.gone()) {
                        world.time.advance(Duration.ofSeconds(15));
                        world.round(other);
                    }
                });
    }

    private void freeze(Replica replica) {
        String[] points = {
            "launch:before",
            "launch:checked",
            "launch:after",
            "write:before",
            "terminate:before",
            "untag:before",
            "describe"
        };
        String point = points[random.nextInt(points.length)];
        Duration time = upTo(Duration.ofMinutes(random.nextBoolean() ? 2 : 20));
        note("second replica freezes at " + point + " for " + time);
        replica.effects.freeze(point, () -> world.run(time));
    }

    /** Everything works again. */
    void stop() {
        note("all is well again");
        world.cloud.launches.clear();
        world.cloud.listings.clear();
        world.cloud.descriptions.clear();
        world.cloud.lostGiveUps = 0;
        world.cloud.giveUpFailure = null;
        world.cloud.listingLag = Duration.ZERO;
        world.cloud.describeLag = Duration.ZERO;
        world.cloud.tagLag = Duration.ZERO;
        world.main.effects.calm();
        world.main.staleness = 0;
        other.effects.calm();
        world.object.conflicts = 0;
        world.object.lostAnswers = 0;
        if (world.object.fleet().paused()) {
            world.edit(f -> f.paused = false);
        }
    }
}
