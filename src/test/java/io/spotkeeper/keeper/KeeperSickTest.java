package io.spotkeeper.keeper;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.InstanceState;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Instances that are not well: recycled, or pending for too long. */
class KeeperSickTest {
    @Test
    void terminatesWhatLiesInTheRecycleBinUntilItIsGone() {
        World world = KeeperLossTest.grown(1);
        String id = world.cloud.ownedIds().getFirst();
        world.cloud.state(id, InstanceState.RECYCLED);
        world.cloud.giveUpFailure = new io.spotkeeper.cloud.CloudFailure.Busy("Busy", "later");
        world.run(Duration.ofMinutes(1));
        world.cloud.giveUpFailure = null;

        world.run(Duration.ofMinutes(3));

        assertThat(world.cloud.vms.get(id)).isNotNull();
        assertThat(KeeperSettlementTest.vm(world, id).exists(world.time.monotonicNanos()))
                .isFalse();
        assertThat(world.cloud.owned()).hasSize(1);
    }

    @Test
    void replacesWhatStaysPendingAndHoldsItAgainstThePool() {
        World world =
                new World(
                        Fleets.like(f -> {
                            f.target = 2;
                            f.buysFrom(Fleets.A, Fleets.B);
                        }));
        world.cloud.boot = Duration.ofHours(5);
        world.run(Duration.ofMinutes(10));
        world.cloud.boot = Duration.ofSeconds(10);

        world.run(Duration.ofMinutes(10));

        assertThat(world.main.told()).contains("Terminating");
        assertThat(world.cloud.requests.getLast().pool()).isEqualTo(Fleets.B);
        assertThat(world.cloud.owned()).hasSize(2);
    }

    @Test
    void asksForAProtectedStuckInstanceOnlyNowAndThen() {
        World world = new World(Fleets.of(1));
        world.cloud.boot = Duration.ofHours(50);
        world.run(Duration.ofMinutes(2));
        KeeperSettlementTest.vm(world, world.cloud.ownedIds().getFirst()).guarded = true;
        world.run(Duration.ofMinutes(20));
        int writes = world.object.statusWrites();

        world.run(Duration.ofHours(2));

        assertThat(world.object.statusWrites() - writes).isLessThanOrEqualTo(20);
    }

    @Test
    void isNotHotWhilePausedWithAStuckInstance() {
        World world = new World(Fleets.of(1));
        world.cloud.boot = Duration.ofHours(5);
        world.run(Duration.ofMinutes(2));
        world.edit(f -> f.paused = true);
        int passes = world.passes;

        world.run(Duration.ofHours(1));

        assertThat(world.passes - passes).isLessThan(20);
        assertThat(world.cloud.owned()).hasSize(1);
    }
}
