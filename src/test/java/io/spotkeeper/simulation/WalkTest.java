package io.spotkeeper.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Reason;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** By whatever way a specification is reached, the same comes of it; CI's share of the walks. */
class WalkTest {
    private static final long SEEDS = 1_000;

    @Test
    void endsAtTheSameByWhateverWay() {
        List<String> broken =
                LongStream.range(0, SEEDS)
                        .parallel()
                        .mapToObj(WalkTest::complaint)
                        .filter(complaint -> !complaint.isEmpty())
                        .toList();

        assertThat(broken).isEmpty();
    }

    @Test
    void tellsWorldsApart() {
        Wish wish = new Wishes(new SplittableRandom(1)).first().target(2);
        Agreement agreement = new Agreement(wish);
        Rest direct = rest(Map.of(Markets.A, 2), 0);

        assertThat(agreement.arrived(direct, direct, List.of())).isNull();
        assertThat(agreement.arrived(rest(Map.of(Markets.A, 3), 0), direct, List.of()))
                .startsWith("capacity");
        assertThat(agreement.arrived(rest(Map.of(Markets.B, 1), 1), direct, List.of())).isNull();
        assertThat(agreement.renewed(direct, direct)).isNull();
        assertThat(agreement.renewed(rest(Map.of(Markets.B, 2), 0), direct)).isNotNull();
        assertThat(agreement.renewed(rest(Map.of(Markets.A, 1), 1), direct)).isNotNull();
    }

    private static Rest rest(Map<CapacityPool, Integer> pools, int outdated) {
        int current = pools.values().stream().mapToInt(Integer::intValue).sum();
        return new Rest(
                current + outdated, outdated, new TreeMap<>(pools), Reason.AT_TARGET, List.of());
    }

    private static String complaint(long seed) {
        Walk.Ending ending = Walk.run(seed);
        return ending.complaint() == null
                ? ""
                : seed + ": " + ending.complaint() + "\n" + ending.trace();
    }
}
