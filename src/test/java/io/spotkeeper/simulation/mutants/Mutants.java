package io.spotkeeper.simulation.mutants;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Runs the campaigns on every seeded bug and writes down which run finds it: {@code make mutants}.
 */
final class Mutants {
    private static final int STORMS = Integer.getInteger("storms", 3_000);

    private Mutants() {}

    /** Record of the kills, report; then, to run only these, names of mutants. */
    public static void main(String[] args) throws Exception {
        List<String> only = List.of(args).subList(2, args.length);
        List<Mutant> mutants =
                Mutant.all().stream()
                        .filter(m -> only.isEmpty() || only.contains(m.name()))
                        .toList();
        Map<String, Kill> kills = new ConcurrentHashMap<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(threads())) {
            List<Future<?>> all = new ArrayList<>();
            mutants.forEach(m -> all.add(threads.submit(() -> hunt(m, kills))));
            for (Future<?> one : all) {
                one.get();
            }
        }
        Map<String, Kill> known = new TreeMap<>(only.isEmpty() ? Map.of() : Kill.recorded());
        known.putAll(kills);
        StringBuilder record = new StringBuilder();
        known.forEach((name, kill) -> record.append(kill.line(name)));
        Files.writeString(Path.of(args[0]), record);
        Files.writeString(Path.of(args[1]), MutantReport.of(Mutant.all(), known));
        System.out.println(kills.size() + " of " + mutants.size() + " killed");
        System.exit(kills.size() == mutants.size() ? 0 : 1);
    }

    private static int threads() {
        return Math.min(2, Runtime.getRuntime().availableProcessors());
    }

    private static void hunt(Mutant mutant, Map<String, Kill> kills) {
        try (Variant variant = Variant.of(mutant.edits())) {
            Hunt hunt = new Hunt(variant, STORMS);
            hunt.first().ifPresent(kill -> kills.put(mutant.name(), kill));
            Kill kill = kills.get(mutant.name());
            System.out.println(
                    mutant.name()
                            + ": "
                            + (kill == null
                                    ? "SURVIVED " + hunt.runs() + " runs"
                                    : kill.run()
                                            + " after "
                                            + kill.runs()
                                            + ": "
                                            + kill.complaint()));
        } catch (IllegalArgumentException | Edit.StaleException e) {
            System.out.println(mutant.name() + ": " + e.getMessage());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
