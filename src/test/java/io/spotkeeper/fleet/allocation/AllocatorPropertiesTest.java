package io.spotkeeper.fleet.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.allocation.Problem.Supply;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What holds for every plan, over problems of all sizes drawn from seeds. */
class AllocatorPropertiesTest {
    private static final int RUNS = Integer.getInteger("allocation.property.runs", 300);

    @ParameterizedTest
    @EnumSource
    void keepsEveryLimit(Objective objective) {
        for (long seed = 1; seed <= RUNS; seed++) {
            Problem problem = draw(seed, objective);

            Plan plan = Allocator.solve(problem);

            for (int i = 0; i < plan.counts().size(); i++) {
                assertThat(plan.counts().get(i))
                        .as("seed %d, candidate %d", seed, i)
                        .isBetween(0, problem.candidates().get(i).cap());
            }
            if (problem.budget() != null) {
                assertThat(plan.cost()).as("seed %d", seed).isLessThanOrEqualTo(problem.budget());
            }
            if (problem.supply() == Supply.SINGLE) {
                assertThat(
                                taken(plan)
                                        .mapToObj(i -> problem.candidates().get(i).instanceType())
                                        .distinct())
                        .as("seed %d", seed)
                        .hasSizeLessThanOrEqualTo(1);
            }
            assertThat(plan.lowerBound()).as("seed %d", seed).isLessThanOrEqualTo(plan.cost());
        }
    }

    @ParameterizedTest
    @EnumSource
    void isMinimal(Objective objective) {
        for (long seed = 1; seed <= RUNS; seed++) {
            Problem problem = draw(seed, objective);

            Plan plan = Allocator.solve(problem);

            if (plan.covered()) {
                assertThat(taken(plan))
                        .as("seed %d: %s", seed, plan)
                        .allMatch(i ->
                                plan.capacity() - problem.candidates().get(i).weight()
                                        < problem.demand());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void coversWhateverCanBeCovered(Objective objective) {
        for (long seed = 1; seed <= RUNS; seed++) {
            Problem problem = unlimited(draw(seed, objective));
            long stock = problem.candidates().stream().mapToLong(c -> c.cap() * c.weight()).sum();

            Plan plan = Allocator.solve(problem);

            assertThat(plan.capacity())
                    .as("seed %d: %s", seed, plan)
                    .isGreaterThanOrEqualTo(Math.min(stock, problem.demand()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void costsTheSameInWhateverOrderTheCandidatesStand(Objective objective) {
        for (long seed = 1; seed <= RUNS; seed++) {
            Problem problem = unlimited(draw(seed, objective));
            List<Candidate> shuffled = new ArrayList<>(problem.candidates());
            Collections.shuffle(shuffled, new Random(seed));

            Plan plan = Allocator.solve(problem);
            Plan other = Allocator.solve(with(problem, problem.demand(), shuffled));

            assertThat(Allocator.solve(problem)).as("seed %d", seed).isEqualTo(plan);
            if (plan.exact()) {
                assertThat(List.of(other.cost(), other.capacity(), other.instances()))
                        .as("seed %d", seed)
                        .isEqualTo(List.of(plan.cost(), plan.capacity(), plan.instances()));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "LOWEST_PRICE")
    void neverCostsLessForMore(Objective objective) {
        for (long seed = 1; seed <= RUNS; seed++) {
            Problem problem = unlimited(draw(seed, objective));
            if (problem.candidates().stream().anyMatch(candidate -> candidate.price() == null)) {
                continue;
            }
            Plan plan = Allocator.solve(problem);

            Plan more =
                    Allocator.solve(with(problem, problem.demand() + 500, problem.candidates()));

            if (plan.exact() && more.exact() && more.covered()) {
                assertThat(more.cost()).as("seed %d", seed).isGreaterThanOrEqualTo(plan.cost());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void saysWhenAProblemIsTooLarge(Objective objective) {
        List<Candidate> fine =
                IntStream.range(0, 200)
                        .mapToObj(i ->
                                new Candidate(
                                        "zone-" + i % 3,
                                        "type-" + i,
                                        10_000 + 997L * i + i % 7,
                                        BigDecimal.valueOf(100_000 + 7919L * i % 100_003, 6),
                                        50,
                                        i,
                                        i % 4))
                        .toList();
        Problem problem = new Problem(100_000_001L, fine, objective);

        Plan plan = Allocator.solve(problem);

        assertThat(plan.exact()).isFalse();
        assertThat(plan.covered()).isTrue();
        assertThat(plan.lowerBound().signum()).isPositive();
        assertThat(plan.gap().signum()).isNotNegative();
        if (objective == Objective.LOWEST_PRICE) {
            assertThat(plan.gap()).isLessThan(plan.cost().movePointLeft(2));
        }
    }

    private static IntStream taken(Plan plan) {
        return IntStream.range(0, plan.counts().size()).filter(i -> plan.counts().get(i) > 0);
    }

    /** Large and small ones in turn. */
    private static Problem draw(long seed, Objective objective) {
        SplittableRandom random = new SplittableRandom(seed);
        if (seed % 3 != 0) {
            return AllocatorBruteForceTest.draw(random, objective);
        }
        Problem large =
                PriceSets.RANDOM.problem(
                        objective, random.nextInt(1, 60), random.nextLong(1, 400), seed);
        boolean single = random.nextInt(4) == 0;
        return new Problem(
                large.demand(),
                large.candidates(),
                objective,
                single ? Supply.SINGLE : Supply.MULTIPLE,
                random.nextInt(4) == 0 ? BigDecimal.valueOf(random.nextInt(60)) : null,
                large.held());
    }

    private static Problem unlimited(Problem problem) {
        return new Problem(
                problem.demand(),
                problem.candidates(),
                problem.objective(),
                Supply.MULTIPLE,
                null,
                problem.held());
    }

    private static Problem with(Problem problem, long demand, List<Candidate> candidates) {
        return new Problem(
                demand,
                candidates,
                problem.objective(),
                problem.supply(),
                problem.budget(),
                problem.held());
    }
}
