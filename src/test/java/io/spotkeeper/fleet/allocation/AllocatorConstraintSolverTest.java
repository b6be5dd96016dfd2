package io.spotkeeper.fleet.allocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.spotkeeper.fleet.allocation.Problem.Supply;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What is too large for looking at all plans is compared with a solver of another kind. */
class AllocatorConstraintSolverTest {
    private static final List<Objective> MODELLED =
            List.of(
                    Objective.LOWEST_PRICE,
                    Objective.MOST_VCPUS,
                    Objective.FEWEST_INSTANCES,
                    Objective.DIVERSIFIED);

    @ParameterizedTest
    @MethodSource("problems")
    void findsWhatCpSatProves(Objective objective, int pools, long units, long seed) {
        Problem problem = draw(new SplittableRandom(seed), objective, pools, units);
        agree(problem);
    }

    @ParameterizedTest
    @MethodSource("smallerProblems")
    void findsWhatCpSatProvesWithinABudget(Objective objective, int pools, long units, long seed) {
        Problem problem = draw(new SplittableRandom(seed), objective, pools, units);
        BigDecimal cheapest = Allocator.solve(with(problem, Objective.LOWEST_PRICE, null)).cost();
        BigDecimal wanted = Allocator.solve(problem).cost();
        BigDecimal between = cheapest.add(wanted).divide(BigDecimal.TWO);
        agree(with(problem, objective, between));
    }

    private static void agree(Problem problem) {
        Plan plan = Allocator.solve(problem);

        ConstraintSolver.Best best = new ConstraintSolver(problem).best();

        assertThat(plan.exact()).as("exact").isTrue();
        assertThat(rank(problem, plan)).as("rank").isEqualTo(best.rank());
        assertThat(Candidate.wholeMicros(plan.cost())).as("price").isEqualTo(best.price());
    }

    private static Problem with(Problem problem, Objective objective, @Nullable BigDecimal budget) {
        return new Problem(
                problem.demand(),
                problem.candidates(),
                objective,
                Supply.MULTIPLE,
                budget,
                problem.held());
    }

    private static long rank(Problem problem, Plan plan) {
        return switch (problem.objective()) {
            case LOWEST_PRICE, PRIORITIZED -> 0;
            case MOST_VCPUS -> -sum(problem, plan, Candidate::vcpus);
            case FEWEST_INSTANCES -> plan.instances();
            case DIVERSIFIED ->
                    problem.candidates().stream()
                            .map(Candidate::zone)
                            .distinct()
                            .mapToLong(zone -> {
                                long there = problem.held().getOrDefault(zone, 0L);
                                return there
                                        + sum(
                                                problem,
                                                plan,
                                                c -> c.zone().equals(zone) ? c.weight() : 0);
                            })
                            .map(capacity -> capacity * capacity)
                            .sum();
        };
    }

    private static long sum(Problem problem, Plan plan, ToLongFunction<Candidate> each) {
        return IntStream.range(0, problem.candidates().size())
                .mapToLong(
                        i -> plan.counts().get(i) * each.applyAsLong(problem.candidates().get(i)))
                .sum();
    }

    private static Problem draw(
            SplittableRandom random, Objective objective, int pools, long units) {
        List<Candidate> candidates =
                IntStream.range(0, pools)
                        .mapToObj(_ -> {
                            int size = 1 << random.nextInt(6);
                            int weight = random.nextInt(4) == 0 ? size + size / 2 : size;
                            return new Candidate(
                                    "zone-" + random.nextInt(3),
                                    "type-" + weight,
                                    weight * 1000L,
                                    BigDecimal.valueOf(weight * (100L + random.nextInt(500)), 3),
                                    random.nextInt(1, 11),
                                    weight,
                                    1);
                        })
                        .toList();
        Map<String, Long> held = Map.of("zone-0", random.nextLong(units) * 500);
        return new Problem(units * 1000, candidates, objective, Supply.MULTIPLE, null, held);
    }

    static Stream<Arguments> problems() {
        return MODELLED.stream()
                .flatMap(objective ->
                        Stream.of(
                                Arguments.of(objective, 10, 50, 1),
                                Arguments.of(objective, 10, 50, 2),
                                Arguments.of(objective, 20, 100, 3),
                                Arguments.of(objective, 60, 200, 4),
                                Arguments.of(objective, 60, 1000, 5)));
    }

    static Stream<Arguments> smallerProblems() {
        return problems().filter(problem -> !Objects.equals(problem.get()[2], 1000));
    }

    @ParameterizedTest
    @CsvSource({"300, 1000", "1000, 10000"})
    void findsTheLeastPriceThatCpSatProvesOfManyPools(int pools, long units) {
        for (PriceSets prices : PriceSets.values()) {
            agree(prices.problem(Objective.LOWEST_PRICE, pools, units, 1));
        }
    }
}
