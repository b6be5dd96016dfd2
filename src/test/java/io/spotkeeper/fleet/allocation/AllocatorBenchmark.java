package io.spotkeeper.fleet.allocation;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How long an exact plan takes: {@code make allocation}. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class AllocatorBenchmark {
    private static final int PROBLEMS = 16;

    @Param({"300x1000", "1000x10000"})
    String size = "";

    @Param Objective objective = Objective.LOWEST_PRICE;

    private List<Problem> problems = List.of();
    private int next;

    @Setup
    public void draw() {
        String[] parts = size.split("x", -1);
        problems =
                LongStream.range(0, PROBLEMS)
                        .mapToObj(seed ->
                                PriceSets.RANDOM.problem(
                                        objective,
                                        Integer.parseInt(parts[0]),
                                        Long.parseLong(parts[1]),
                                        seed))
                        .toList();
    }

    /** Each call takes the next of some problems. */
    @Benchmark
    public Plan solve() {
        next = (next + 1) % PROBLEMS;
        return Allocator.solve(problems.get(next));
    }
}
