package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.ScriptedCloud.Fault;
import io.spotkeeper.keeper.ScriptedCloud.Lie;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits, prices, and what a fleet costs when nothing happens. */
class KeeperLimitsTest {
    private static Fleet limited(int target, Fleet.Limits limits) {
        return Fleets.like(f -> {
            f.target = target;
            f.limits = limits;
        });
    }

    @Test
    void staysWithinTheHourlyCost() {
        World world = new World(limited(10, new Fleet.Limits(new BigDecimal("0.45"), null)));

        world.run(Duration.ofMinutes(10));

        assertThat(world.cloud.owned()).hasSize(4);
        assertThat(world.object.report().explanation().reason()).isEqualTo(Reason.BUDGET_REACHED);
    }

    @Test
    void buysMoreWhenThePriceFalls() {
        World world = new World(limited(10, new Fleet.Limits(new BigDecimal("0.45"), null)));
        world.run(Duration.ofMinutes(10));
        world.cloud.prices.put(Fleets.A, new BigDecimal("0.05"));

        world.run(Duration.ofMinutes(3));

        assertThat(world.cloud.owned()).hasSize(9);
    }

    @Test
    void staysWithinTheLaunchRate() {
        World world = new World(limited(10, new Fleet.Limits(null, 4)));

        world.run(Duration.ofMinutes(50));
        assertThat(world.cloud.owned()).hasSize(4);
        assertThat(world.object.report().explanation().reason())
                .isEqualTo(Reason.LAUNCH_RATE_REACHED);
        world.run(Duration.ofMinutes(20));

        assertThat(world.cloud.owned()).hasSize(8);
    }

    @Test
    void spendsNoRateOnWhatIsRefused() {
        World world = new World(limited(4, new Fleet.Limits(null, 4)));
        for (int i = 0; i < 3; i++) {
            world.cloud.launches.add(new Fault.Refuse(ScriptedCloud.noCapacity()));
        }

        world.run(Duration.ofMinutes(15));

        assertThat(world.cloud.owned()).hasSize(4);
    }

    @Test
    void spendsNoRateOnWhatIsNotDelivered() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 4;
                            f.limits = new Fleet.Limits(null, 4);
                            f.buysFrom(Fleets.A, Fleets.B);
                        }));
        world.cloud.stock.put(Fleets.A, 1);

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.owned()).hasSize(4);
    }

    @Test
    void waitsForThePriceAndTellsItOnce() {
        World world =
                new World(Fleets.like(f -> f.pools = List.of(Fleets.rule(Fleets.A, "0.08", 1000))));
        world.run(Duration.ofMinutes(3));
        assertThat(world.object.report().explanation().reason())
                .isEqualTo(Reason.PRICE_BELOW_MARKET);
        int writes = world.object.statusWrites();

        world.run(Duration.ofHours(2));
        assertThat(world.cloud.requests).isEmpty();
        assertThat(world.object.statusWrites()).isEqualTo(writes);
        world.cloud.prices.put(Fleets.A, new BigDecimal("0.07"));
        world.run(Duration.ofMinutes(2));

        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void asksTheCloudItselfWhenItsPricesAreNotToBeHad() {
        World world =
                new World(Fleets.like(f -> f.pools = List.of(Fleets.rule(Fleets.A, "0.08", 1000))));
        world.run(Duration.ofMinutes(3));
        world.cloud.quotesFail = true;

        world.run(Duration.ofMinutes(6));

        assertThat(world.cloud.requests).isNotEmpty();
    }

    @Test
    void tellsTheBudgetOnce() {
        World world = new World(limited(10, new Fleet.Limits(new BigDecimal("0.45"), null)));
        world.run(Duration.ofMinutes(10));
        int writes = world.object.statusWrites();

        world.run(Duration.ofHours(2));

        assertThat(world.object.statusWrites()).isEqualTo(writes);
    }

    @Test
    void comesBackToASubnetWhoseCoolDownEnded() {
        World world =
                new World(
                        Fleets.like(f ->
                                f.pools =
                                        List.of(
                                                new PoolRule(
                                                        Fleets.A,
                                                        "vpc",
                                                        List.of("net-1"),
                                                        null,
                                                        1000))));
        world.cloud.launches.add(
                new Fault.Refuse(
                        new io.spotkeeper.cloud.CloudFailure.NoCapacity(
                                io.spotkeeper.cloud.CloudFailure.Scope.SUBNET,
                                "NoIp",
                                "no address")));

        world.run(Duration.ofMinutes(3));

        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void usesTheNextSubnetMeanwhile() {
        World world =
                new World(
                        Fleets.like(f ->
                                f.pools =
                                        List.of(
                                                new PoolRule(
                                                        Fleets.A,
                                                        "vpc",
                                                        List.of("net-1", "net-2"),
                                                        null,
                                                        1000))));
        world.cloud.launches.add(
                new Fault.Refuse(
                        new io.spotkeeper.cloud.CloudFailure.NoCapacity(
                                io.spotkeeper.cloud.CloudFailure.Scope.SUBNET,
                                "NoIp",
                                "no address")));

        world.run(Duration.ofSeconds(30));

        assertThat(world.cloud.requests.stream().map(LaunchRequest::subnetId))
                .containsExactly("net-1", "net-2");
    }

    @Test
    void doesNothingInSteadyState() {
        World world = World.settled(Fleets.of(20));
        world.run(Duration.ofMinutes(10));
        int writes = world.object.statusWrites();
        int calls = world.cloud.mutatingCalls;
        int described = world.cloud.describeCalls;
        int passes = world.passes;

        world.run(Duration.ofHours(6));

        assertThat(world.object.statusWrites()).isEqualTo(writes);
        assertThat(world.cloud.mutatingCalls).isEqualTo(calls);
        assertThat(world.cloud.describeCalls).isEqualTo(described);
        assertThat(world.passes - passes).isZero();
    }

    @Test
    void writesNothingWhenItIsRestartedInSteadyState() {
        World world = World.settled(Fleets.of(3));
        world.run(Duration.ofMinutes(10));
        int writes = world.object.statusWrites();

        for (int i = 0; i < 5; i++) {
            world.restart();
            world.run(Duration.ofMinutes(1));
        }

        assertThat(world.object.statusWrites()).isEqualTo(writes);
    }

    @Test
    void tellsWhyItCannotListAndRecovers() {
        World world = World.settled(Fleets.of(1));
        for (int i = 0; i < 60; i++) {
            world.cloud.listings.add(Lie.FAILED);
        }
        world.restart();

        world.run(Duration.ofMinutes(5));
        assertThat(world.object.report().explanation().reason())
                .isEqualTo(Reason.INVENTORY_UNTRUSTED);
        assertThat(world.cloud.listingCalls).isLessThan(60);
        world.run(Duration.ofMinutes(10));

        assertThat(world.object.report().explanation().reason()).isEqualTo(Reason.AT_TARGET);
    }

    @Test
    void decidesNothingOnAListingThatIsTooOld() {
        World world = World.settled(Fleets.of(1));
        world.time.advance(World.TIMING.inventoryAge().plusSeconds(1));
        world.edit(f -> f.target = 2);

        world.pass();

        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void countsTheAgeOfAListingFromItsBeginning() {
        World world = World.settled(Fleets.of(1));
        world.main.effects.freeze(
                "list", () -> world.time.advance(World.TIMING.inventoryAge().plusSeconds(1)));
        world.main.list();
        world.edit(f -> f.target = 2);

        world.pass();

        assertThat(world.cloud.requests).hasSize(1);
    }

    @Test
    void followsTheOwnersTargetUpAndDown() {
        World world = World.settled(Fleets.of(2));
        for (int target : new int[] {7, 3, 0, 5, 1}) {
            world.edit(f -> f.target = target);
            world.run(Duration.ofMinutes(8));

            assertThat(world.cloud.owned()).as("target %d", target).hasSize(target);
        }
    }

    @Test
    void writesFewerThanOneFifthPerInstanceLaunched() {
        World world = new World(Fleets.of(1_000));

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.owned()).hasSize(1_000);
        assertThat(world.object.statusWrites()).isLessThan(200);
    }
}
