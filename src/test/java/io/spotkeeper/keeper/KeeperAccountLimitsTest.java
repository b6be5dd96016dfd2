package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Reason;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Limits over all fleets of an account; each world here is a fleet with a cloud of its own. */
class KeeperAccountLimitsTest {
    private final AccountAllowance allowance = new AccountAllowance();

    private World fleet(String uid, int target) {
        Fleet fleet =
                Fleets.like(f -> {
                    f.uid = uid;
                    f.target = target;
                });
        World world = new World(fleet);
        world.main.allowance = allowance;
        return world;
    }

    private static Reason reason(World world) {
        return world.object.report().explanation().reason();
    }

    private static String message(World world) {
        return world.object.report().explanation().message();
    }

    @Test
    void leavesToTheSecondFleetWhatTheFirstDoesNotUse() {
        allowance.limit(5, null);
        allowance.expect(List.of());
        World first = fleet("first", 4);
        World second = fleet("second", 4);

        first.run(Duration.ofMinutes(2));
        second.run(Duration.ofMinutes(2));

        assertThat(first.cloud.owned()).hasSize(4);
        assertThat(second.cloud.owned()).hasSize(1);
        assertThat(reason(second)).isEqualTo(Reason.ACCOUNT_LIMIT_REACHED);
        assertThat(message(second))
                .contains("spec.limits.maxInstances of the CloudAccount allows (5)");
    }

    @Test
    void buysWhenAnotherFleetMadeRoom() {
        allowance.limit(5, null);
        allowance.expect(List.of());
        World first = fleet("first", 4);
        World second = fleet("second", 4);
        first.run(Duration.ofMinutes(2));
        second.run(Duration.ofMinutes(2));
        first.edit(f -> f.target = 2);

        first.run(Duration.ofMinutes(3));
        second.run(Duration.ofMinutes(3));

        assertThat(first.cloud.owned()).hasSize(2);
        assertThat(second.cloud.owned()).hasSize(3);
    }

    @Test
    void staysWithinTheMoneyOfTheAccount() {
        allowance.limit(null, new BigDecimal("0.65"));
        allowance.expect(List.of());
        World first = fleet("first", 4);
        World second = fleet("second", 4);

        first.run(Duration.ofMinutes(2));
        second.run(Duration.ofMinutes(2));

        assertThat(first.cloud.owned()).hasSize(4);
        assertThat(second.cloud.owned()).hasSize(2);
        assertThat(reason(second)).isEqualTo(Reason.ACCOUNT_LIMIT_REACHED);
        assertThat(message(second))
                .contains("spec.limits.maxHourlyCost of the CloudAccount leaves (0.65)");
    }

    @Test
    void replacesWhatIsLostAtTheLimit() {
        allowance.limit(3, null);
        allowance.expect(List.of());
        World world = fleet("first", 3);
        world.run(Duration.ofMinutes(2));
        world.cloud.reclaim(world.cloud.ownedIds().getFirst());

        world.run(Duration.ofMinutes(5));

        assertThat(world.cloud.owned()).hasSize(3);
        assertThat(reason(world)).isEqualTo(Reason.AT_TARGET);
    }

    @Test
    void buysNothingBeforeEveryFleetWasCountedSinceTheStart() {
        allowance.limit(5, null);
        allowance.expect(List.of("second"));
        World first = fleet("first", 4);

        first.run(Duration.ofMinutes(2));
        assertThat(first.cloud.owned()).isEmpty();
        assertThat(reason(first)).isEqualTo(Reason.INVENTORY_UNTRUSTED);
        allowance.count("second", new AccountAllowance.Use(3, new BigDecimal("0.30")));
        first.run(Duration.ofMinutes(2));

        assertThat(first.cloud.owned()).hasSize(2);
    }

    @Test
    void holdsWhenFleetsOfManyThreadsRace() throws Exception {
        allowance.limit(10, null);
        allowance.expect(List.of());
        List<World> worlds =
                java.util.stream.IntStream.range(0, 8)
                        .mapToObj(i -> fleet("fleet-" + i, 3))
                        .toList();
        List<Callable<Boolean>> runs =
                worlds.stream()
                        .map(world ->
                                (Callable<Boolean>)
                                        () -> world.runUntil(Duration.ofMinutes(3), () -> false))
                        .toList();

        try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
            for (Future<Boolean> run : threads.invokeAll(runs)) {
                run.get();
            }
        }

        assertThat(worlds.stream().mapToInt(world -> world.cloud.owned().size()).sum())
                .isEqualTo(10);
    }
}
