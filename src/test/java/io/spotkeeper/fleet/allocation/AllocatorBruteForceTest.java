package io.spotkeeper.fleet.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.allocation.Problem.Supply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every plan of small problems, by every objective, is the one that looking at all plans finds. */
class AllocatorBruteForceTest {
    private static final int RUNS = Integer.getInteger("allocation.runs", 4_000);

    @ParameterizedTest
    @EnumSource
    void findsWhatLookingAtAllPlansFinds(Objective objective) {
        for (long seed = 1; seed <= RUNS; seed++) {
            Problem problem = draw(new SplittableRandom(seed), objective);
            Plan plan = Allocator.solve(problem);
            List<Integer> best = BruteForce.solve(problem);
            // Which of equally good plans a budget leaves is determined, but not by a simple rule.
            if (problem.budget() == null) {
                assertThat(plan.counts()).as("seed %d: %s", seed, problem).isEqualTo(best);
            }
            assertThat(BruteForce.sameWorth(problem, plan.counts(), best))
                    .as("seed %d: %s instead of %s: %s", seed, plan.counts(), best, problem)
                    .isTrue();
            assertThat(plan.exact()).as("seed %d", seed).isTrue();
            assertThat(plan.gap()).as("seed %d", seed).isEqualByComparingTo("0");
        }
    }

    /**
     * Few candidates with few weights and prices, so that ties, shortages and large ones abound.
     */
    static Problem draw(SplittableRandom random, Objective objective) {
        int candidates = random.nextInt(1, 6);
        int heaviest = random.nextInt(1, 9);
        long grain = new long[] {1, 250, 500, 1000}[random.nextInt(4)];
        int dearest = random.nextInt(1, 7);
        List<Candidate> drawn = new ArrayList<>();
        for (int i = 0; i < candidates; i++) {
            int weight = random.nextInt(1, heaviest + 1);
            drawn.add(
                    new Candidate(
                            "zone-" + random.nextInt(3),
                            "type-" + random.nextInt(3),
                            weight * grain,
                            random.nextInt(8) == 0
                                    ? null
                                    : BigDecimal.valueOf(random.nextInt(dearest + 1), 1),
                            random.nextInt(5),
                            weight * random.nextInt(1, 3),
                            random.nextInt(3)));
        }
        Map<String, Long> held = new HashMap<>();
        for (int zone = 0; zone < 3; zone++) {
            if (random.nextInt(3) == 0) {
                held.put("zone-" + zone, random.nextInt(10) * grain);
            }
        }
        return new Problem(
                random.nextInt(30) * grain + (random.nextInt(4) == 0 ? random.nextLong(grain) : 0),
                drawn,
                objective,
                random.nextInt(4) == 0 ? Supply.SINGLE : Supply.MULTIPLE,
                random.nextInt(3) == 0 ? BigDecimal.valueOf(random.nextInt(30), 1) : null,
                held);
    }
}
