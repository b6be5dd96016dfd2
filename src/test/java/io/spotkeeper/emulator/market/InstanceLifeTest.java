package io.spotkeeper.emulator.market;

import static io.spotkeeper.emulator.market.TestMarkets.SPOT;
import static io.spotkeeper.emulator.market.TestMarkets.START;
import static io.spotkeeper.emulator.market.TestMarkets.available;
import static io.spotkeeper.emulator.market.TestMarkets.launch;
import static io.spotkeeper.emulator.market.TestMarkets.market;
import static io.spotkeeper.emulator.market.TestMarkets.still;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InstanceLifeTest {
    private static InstanceState state(SpotMarket market, String id) {
        return market.all().stream()
                .filter(instance -> instance.id().equals(id))
                .map(Instance::state)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anInstanceAgesFromPendingToRunningToTerminatingToGone() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        assertThat(state(market, id)).isEqualTo(InstanceState.PENDING);
        assertThat(market.terminateRefusal("me", id)).isEqualTo(TerminateRefusal.PENDING);

        market.advanceTo(START.plusMillis(1999));
        assertThat(state(market, id)).isEqualTo(InstanceState.PENDING);
        market.advanceTo(START.plusSeconds(2));
        assertThat(state(market, id)).isEqualTo(InstanceState.RUNNING);

        market.terminate("me", id);
        assertThat(state(market, id)).isEqualTo(InstanceState.TERMINATING);
        assertThat(market.terminateRefusal("me", id)).isEqualTo(TerminateRefusal.TERMINATING);
        market.advanceTo(START.plusSeconds(6));
        assertThat(market.terminateRefusal("me", id)).isEqualTo(TerminateRefusal.UNKNOWN);
        assertThat(market.all()).isEmpty();
    }

    @Test
    void aTerminatedInstanceMayLieInTheRecycleBinUntilItIsTerminatedAgain() {
        SpotMarket market = still();
        Lags lags = market.lags();
        market.setLags(
                new Lags(
                        lags.boot(),
                        lags.tag(),
                        lags.listing(),
                        lags.describe(),
                        lags.shutdown(),
                        Duration.ofHours(2),
                        lags.failureKept()));
        String id = launch(market, SPOT, 1).getFirst().id();
        market.advanceTo(START.plusSeconds(2));
        market.terminate("me", id);

        market.advanceTo(START.plusSeconds(10));

        assertThat(state(market, id)).isEqualTo(InstanceState.SHUTDOWN);
        assertThat(market.terminateRefusal("me", id)).isNull();
        market.terminate("me", id);
        assertThat(market.all()).isEmpty();
    }

    @Test
    void aFailedLaunchIsShownForAWhileAndGivesItsCapacityBack() {
        SpotMarket market = still();
        market.failNextLaunches(1);
        String id = launch(market, SPOT, 1).getFirst().id();

        market.advanceTo(START.plusSeconds(2));

        assertThat(state(market, id)).isEqualTo(InstanceState.LAUNCH_FAILED);
        assertThat(market.terminateRefusal("me", id)).isEqualTo(TerminateRefusal.LAUNCH_FAILED);
        assertThat(available(market, SPOT)).isEqualTo(50);
        market.advanceTo(START.plusSeconds(62));
        assertThat(market.all()).isEmpty();
        assertThat(market.failingLaunches()).isZero();
    }

    @Test
    void aFreshInstanceShowsByIdThenInListingsThenItsTags() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        assertThat(market.describe("me", id)).isNull();
        assertThat(market.list("me", "r")).isEmpty();

        market.advanceTo(START.plusSeconds(1));
        assertThat(market.describe("me", id)).isNotNull();
        assertThat(market.list("me", "r")).isEmpty();

        market.advanceTo(START.plusSeconds(3));
        assertThat(market.list("me", "r"))
                .singleElement()
                .satisfies(instance -> {
                    assertThat(instance.visibleTags(market.now())).isEmpty();
                    assertThat(instance.tags()).containsEntry("fleet", "f");
                    assertThat(instance.details()).isEqualTo("detail 0");
                });

        market.advanceTo(START.plusSeconds(5));
        assertThat(market.list("me", "r").getFirst().visibleTags(market.now()))
                .containsEntry("fleet", "f");
        assertThat(market.list("you", "r")).isEmpty();
        assertThat(market.describe("you", id)).isNull();
    }

    @Test
    void aTagAttachedLaterShowsAtOnceAndADetachedOneNeverComesBack() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        market.attachTag("me", id, "extra", "1");
        market.detachTag("me", id, "fleet");
        market.advanceTo(START.plusSeconds(4));

        assertThat(market.list("me", "r").getFirst().visibleTags(market.now()))
                .isEqualTo(Map.of("extra", "1"));
        market.advanceTo(START.plusSeconds(60));
        assertThat(market.list("me", "r").getFirst().visibleTags(market.now()))
                .isEqualTo(Map.of("extra", "1"));
        assertThat(market.attachTag("you", id, "x", "y")).isFalse();
    }

    @Test
    void aReclaimComesAfterItsNoticeAndTheCapacityReturnsLater() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        market.advanceTo(START.plusSeconds(2));

        assertThat(market.reclaim(id, Duration.ofMinutes(2))).isTrue();
        assertThat(market.reclaim(id, Duration.ofMinutes(3))).isFalse();
        market.advanceTo(START.plusSeconds(121));
        assertThat(state(market, id)).isEqualTo(InstanceState.RUNNING);
        market.advanceTo(START.plusSeconds(122));
        assertThat(state(market, id)).isEqualTo(InstanceState.TERMINATING);
        assertThat(available(market, SPOT)).isEqualTo(49);

        market.advanceTo(START.plus(Duration.ofHours(3)));
        assertThat(available(market, SPOT)).isEqualTo(50);
    }

    @Test
    void aReclaimOfAPendingInstanceWaitsUntilItRuns() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();
        market.reclaim(id, Duration.ZERO);
        assertThat(state(market, id)).isEqualTo(InstanceState.PENDING);

        market.advanceTo(START.plusSeconds(2));

        assertThat(state(market, id)).isEqualTo(InstanceState.TERMINATING);
    }

    @Test
    void aStoppedInstanceStaysLiveAndCanStillBeReclaimed() {
        SpotMarket market = still();
        String id = launch(market, SPOT, 1).getFirst().id();

        assertThat(market.stop(id)).isTrue();
        market.advanceTo(START.plusSeconds(30));
        assertThat(state(market, id)).isEqualTo(InstanceState.STOPPED);
        assertThat(state(market, id).isLive()).isTrue();

        market.reclaim(id, Duration.ZERO);
        assertThat(state(market, id)).isEqualTo(InstanceState.TERMINATING);
        assertThat(market.stop(id)).isFalse();
    }
}
