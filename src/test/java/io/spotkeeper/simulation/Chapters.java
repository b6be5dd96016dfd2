package io.spotkeeper.simulation;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Parts of the campaign's report: pairs of faults, and walks over the specification. */
final class Chapters {
    private static final int BATCH = 1_000;

    private Chapters() {}

    /**
     * Pairs of faults within the horizon; tells how many broke something.
     *
     * @param every one first mishap in so many is followed by every second one
     */
    static int pairs(int every, StringBuilder report) {
        report.append(
                """

                ## Everything that can go wrong twice in short order

                After one mishap in %d, every mishap at each of the next %d different calls, as they are after the first. Two wrong listings in a row are left out: they cannot be told from the truth.

                | scenario | runs | broken |
                |---|---|---|
                """
                        .formatted(every, Pairs.HORIZON));
        long runs = 0;
        int broken = 0;
        for (Scenario scenario : Pairs.stories()) {
            List<Sweep.Point> points = Sweep.points(scenario);
            List<Told> told =
                    IntStream.range(0, points.size())
                            .filter(i -> i % every == 0)
                            .parallel()
                            .mapToObj(i -> pairs(scenario, points.get(i)))
                            .toList();
            long some = told.stream().mapToLong(Told::runs).sum();
            int bad = told.stream().mapToInt(t -> t.broken().size()).sum();
            told.forEach(t -> t.broken().forEach(System.err::println));
            runs += some;
            broken += bad;
            report.append("| %s | %d | %d |%n".formatted(scenario.name(), some, bad));
        }
        report.append("| all | %d | %d |%n".formatted(runs, broken));
        return broken;
    }

    private record Told(long runs, List<String> broken) {}

    private static Told pairs(Scenario scenario, Sweep.Point first) {
        List<Pairs.Pair> pairs = Pairs.beginningWith(scenario, first);
        return new Told(
                pairs.size(),
                pairs.stream()
                        .filter(pair -> Pairs.disturbed(scenario, pair).violation() != null)
                        .map(pair -> scenario.name() + ": " + pair)
                        .toList());
    }

    /** Walks over the specification; tells how many broke something. */
    static int walks(long seeds, StringBuilder report) {
        int broken = 0;
        Duration virtual = Duration.ZERO;
        for (long from = 0; from < seeds; from += BATCH) {
            List<Walked> batch =
                    LongStream.range(from, Math.min(seeds, from + BATCH))
                            .parallel()
                            .mapToObj(seed -> new Walked(seed, Walk.run(seed)))
                            .toList();
            for (Walked walked : batch) {
                virtual = virtual.plus(walked.ending().virtual());
                String complaint = walked.ending().complaint();
                if (complaint != null) {
                    broken++;
                    tell(walked.seed(), complaint, walked.ending().trace());
                }
            }
        }
        report.append(
                """

                ## Walks over the specification

                Each seed edits every field of a specification in turn, at random and faster or slower than the operator can follow, deletes the object and creates it anew, and ends somewhere; another world is given that end at once. Both must agree in capacity, in the reason told, in the pools of what was bought under the last specification, and, after all instances are lost and bought again, in everything.

                | seeds | broken | virtual time |
                |---|---|---|
                | %d | %d | %d days |
                """
                        .formatted(seeds, broken, virtual.toDays()));
        return broken;
    }

    private record Walked(long seed, Walk.Ending ending) {}

    private static void tell(long seed, @Nullable String complaint, String trace) {
        System.err.println("walk " + seed + ": " + complaint);
        System.err.println(trace);
    }
}
