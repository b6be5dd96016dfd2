package io.spotkeeper.simulation;

import io.spotkeeper.simulation.baseline.Baselines;
import io.spotkeeper.simulation.oracle.Damage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs the whole campaign and writes its report: {@code make campaign}, with the number of seeds
 * and the file of the report.
 */
final class Campaign {
    /** All pairs are some 400,000 runs: most of an hour. */
    private static final int PAIRS_EVERY = Integer.getInteger("pairs", 20);

    private static final int BASELINES_EVERY = Integer.getInteger("baselines", 40);

    private Campaign() {}

    /**
     * What became of one storm.
     *
     * @param seed its seed
     * @param violation what was broken; absent when nothing was
     * @param trace what happened; empty when nothing was broken
     * @param damage what it cost
     * @param virtual how long it was
     */
    record Result(
            long seed, @Nullable String violation, String trace, Damage damage, Duration virtual) {}

    static Result storm(long seed) {
        Scenario.Ending ending = Storm.run(seed);
        return new Result(
                seed,
                ending.violation() == null ? null : ending.violation().getMessage(),
                ending.trace(),
                ending.damage(),
                ending.virtual());
    }

    /** Seeds, report file. Ends with 1 when anything was broken. */
    public static void main(String[] args) throws IOException {
        long seeds = Long.parseLong(args[0]);
        StringBuilder report = new StringBuilder(HEAD);
        int broken = sweep(report);
        broken += Chapters.pairs(PAIRS_EVERY, report);
        broken += storms(seeds, report);
        broken += Chapters.walks(seeds / 10, report);
        report.append(
                Baselines.chapter(
                        BASELINES_EVERY, (int) Math.min(seeds / BASELINES_EVERY / 5, 2_000)));
        Files.writeString(Path.of(args[1]), report);
        System.out.print(report);
        System.exit(broken == 0 ? 0 : 1);
    }

    private static final String HEAD =
            """
            # Reliability, measured

            Written by `make campaign`; [simulator.md](simulator.md) tells how it works. Every run is production code on a virtual clock. A run is broken when any of these promises is broken at any step:

            | | promise |
            |---|---|
            | I1 | no double launch: live and pending capacity never exceeds the target because of a purchase, and what is dead or dying is not counted |
            | I2 | no leak: once nothing goes wrong any more, whatever lives is accounted for in a status or goes, within a bound |
            | I3 | nothing is touched that is not ours |
            | I4 | no decision on an untrusted view: nothing is bought or given up on a listing that is incomplete, too old or doubted, nor without being recorded first |
            | I5 | what the owner asks for is reached once nothing goes wrong any more, and then nothing moves |
            | I6 | no decision exceeds a limit of money or of launches an hour |
            | I7 | the cloud is never called more often than its limits |
            | I8 | a status stays below 256 KiB |
            | I9 | an object is let go only when nothing of it is left |
            | I10 | no secret is told to anybody |
            | I11 | a token always stands for the same request |

            ## Everything that can go wrong once

            Each reference scenario is told once for every mishap at every call: before and after each effect, with and without it having been applied, and the first three reads after each.

            | scenario | runs | broken |
            |---|---|---|
            """;

    private static int sweep(StringBuilder report) {
        int runs = 0;
        int broken = 0;
        for (Scenario scenario : Stories.all()) {
            List<Sweep.Point> points = Sweep.points(scenario);
            List<Sweep.Point> bad =
                    points.parallelStream()
                            .filter(p -> Sweep.disturbed(scenario, p).violation() != null)
                            .toList();
            runs += points.size();
            broken += bad.size();
            report.append(
                    "| %s | %d | %d |%n".formatted(scenario.name(), points.size(), bad.size()));
            bad.forEach(p -> System.err.println(scenario.name() + ": " + p));
        }
        report.append("| all | %d | %d |%n".formatted(runs, broken));
        return broken;
    }

    private static int storms(long seeds, StringBuilder report) {
        List<Result> results = new ArrayList<>();
        int broken = 0;
        Duration virtual = Duration.ZERO;
        Duration leaked = Duration.ZERO;
        for (long from = 0; from < seeds; from += 1_000) {
            results.clear();
            LongStream.range(from, Math.min(seeds, from + 1_000))
                    .parallel()
                    .mapToObj(Campaign::storm)
                    .forEachOrdered(results::add);
            for (Result result : results) {
                virtual = virtual.plus(result.virtual());
                leaked = leaked.plus(result.damage().leaked());
                if (result.violation() != null) {
                    broken++;
                    System.err.println("seed " + result.seed() + ": " + result.violation());
                    System.err.println(result.trace());
                }
            }
        }
        report.append(
                """

                ## Storms

                Seeded runs with one or two active leaders in which every call goes wrong with a chance of 0.3 to 10 %%, and the world does too: reclaims, edits, wiped statuses, caches that lag or lose events, hand terminations, stripped tags.

                | seeds | broken | virtual time | leaked, mean instance-seconds per run |
                |---|---|---|---|
                | %d | %d | %d days | %.1f |
                """
                        .formatted(
                                seeds,
                                broken,
                                virtual.toDays(),
                                leaked.toMillis() / 1000.0 / Math.max(1, seeds)));
        return broken;
    }
}
