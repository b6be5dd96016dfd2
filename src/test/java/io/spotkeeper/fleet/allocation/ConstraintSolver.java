package io.spotkeeper.fleet.allocation;

import com.google.ortools.Loader;
import com.google.ortools.sat.CpModel;
import com.google.ortools.sat.CpSolver;
import com.google.ortools.sat.CpSolverStatus;
import com.google.ortools.sat.IntVar;
import com.google.ortools.sat.LinearExpr;
import com.google.ortools.sat.Literal;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * The same problem put to OR-Tools' CP-SAT, which proves what is best by quite other means. Every
 * candidate needs a price; one type only is not modelled.
 */
final class ConstraintSolver {
    static {
        Loader.loadNativeLibraries();
    }

    private final Problem problem;
    private final List<Candidate> candidates;
    private final CpModel model = new CpModel();
    private final IntVar[] counts;

    ConstraintSolver(Problem problem) {
        this.problem = problem;
        candidates = problem.candidates();
        counts =
                candidates.stream()
                        .map(candidate ->
                                model.newIntVar(
                                        0,
                                        Math.min(
                                                candidate.cap(),
                                                Math.ceilDiv(problem.demand(), candidate.weight())),
                                        "count"))
                        .toArray(IntVar[]::new);
        LinearExpr capacity = sum(i -> candidates.get(i).weight());
        model.addGreaterOrEqual(capacity, problem.demand());
        if (problem.objective() == Objective.MOST_VCPUS) {
            minimal(capacity);
        }
        BigDecimal budget = problem.budget();
        if (budget != null) {
            model.addLessOrEqual(price(), Candidate.wholeMicros(budget));
        }
    }

    /** Only here would more than a minimal plan be better. */
    private void minimal(LinearExpr capacity) {
        for (int i = 0; i < counts.length; i++) {
            Literal none = model.newBoolVar("none");
            model.addEquality(counts[i], 0).onlyEnforceIf(none);
            model.addGreaterOrEqual(counts[i], 1).onlyEnforceIf(none.not());
            model.addLessOrEqual(capacity, problem.demand() + candidates.get(i).weight() - 1)
                    .onlyEnforceIf(none.not());
        }
    }

    /** The best there is by the objective, and what that costs at least. */
    record Best(long rank, long price) {}

    Best best() {
        LinearExpr rank = rank();
        long bestRank = least(rank);
        model.addLessOrEqual(rank, bestRank);
        return new Best(bestRank, least(price()));
    }

    private LinearExpr rank() {
        return switch (problem.objective()) {
            case LOWEST_PRICE -> sum(_ -> 0);
            case MOST_VCPUS -> sum(i -> -candidates.get(i).vcpus());
            case FEWEST_INSTANCES -> sum(_ -> 1);
            case DIVERSIFIED -> squares();
            case PRIORITIZED -> throw new IllegalArgumentException("not modelled");
        };
    }

    private LinearExpr squares() {
        IntVar[] squares =
                candidates.stream()
                        .map(Candidate::zone)
                        .distinct()
                        .map(this::square)
                        .toArray(IntVar[]::new);
        return LinearExpr.sum(squares);
    }

    private IntVar square(String zone) {
        long most = 2 * problem.demand() + 2 * Problem.MOST_DEMAND / 1000;
        IntVar zoned = model.newIntVar(0, most, zone);
        IntVar square = model.newIntVar(0, most * most, zone);
        int[] members =
                IntStream.range(0, counts.length)
                        .filter(i -> candidates.get(i).zone().equals(zone))
                        .toArray();
        model.addEquality(
                zoned,
                LinearExpr.newBuilder()
                        .addWeightedSum(
                                Arrays.stream(members)
                                        .mapToObj(i -> counts[i])
                                        .toArray(IntVar[]::new),
                                Arrays.stream(members)
                                        .mapToLong(i -> candidates.get(i).weight())
                                        .toArray())
                        .add(problem.held().getOrDefault(zone, 0L))
                        .build());
        model.addMultiplicationEquality(square, zoned, zoned);
        return square;
    }

    private LinearExpr price() {
        return sum(i -> micros(candidates.get(i)));
    }

    private static long micros(Candidate candidate) {
        BigDecimal price = candidate.price();
        if (price == null) {
            throw new IllegalArgumentException("without a price: " + candidate);
        }
        return Candidate.wholeMicros(price);
    }

    private LinearExpr sum(IntToLongFunction each) {
        return LinearExpr.weightedSum(
                counts, IntStream.range(0, counts.length).mapToLong(each).toArray());
    }

    private long least(LinearExpr what) {
        CpSolver solver = new CpSolver();
        solver.getParameters().setNumWorkers(1).setRandomSeed(1);
        model.minimize(what);
        CpSolverStatus status = solver.solve(model);
        if (status != CpSolverStatus.OPTIMAL) {
            throw new IllegalStateException("not proved: " + status);
        }
        return (long) solver.objectiveValue();
    }
}
