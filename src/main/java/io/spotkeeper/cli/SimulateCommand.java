package io.spotkeeper.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.Experiment;
import io.spotkeeper.simulation.Violation;
import io.spotkeeper.simulation.input.MarketFile;
import io.spotkeeper.simulation.input.MarketStory;
import io.spotkeeper.simulation.input.Misfit;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Tries a specification out on a market, without a cloud and without a cluster. */
@Command(
        name = "simulate",
        description =
                "Runs a ComputeEnvironment against a synthetic or recorded spot market, thousands"
                        + " of times faster than time goes by.",
        mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {
    private static final int MOST_DAYS = 3_660;

    @Spec private CommandSpec spec;

    @Option(
            names = {"-f", "--filename"},
            required = true,
            paramLabel = "FILE",
            description = "Manifest with one ComputeEnvironment.")
    private Path manifest;

    @Option(
            names = "--market",
            required = true,
            paramLabel = "FILE",
            description = "Market to run it on: a YAML file, or a recorded trace as CSV.")
    private Path market;

    @Option(
            names = "--compare",
            paramLabel = "FILE",
            description = "Another manifest, run on the same market and shown beside it.")
    private @Nullable Path other;

    @Option(
            names = "--days",
            paramLabel = "N",
            defaultValue = "30",
            description = "Virtual days to simulate, 1 to 3660 (default ${DEFAULT-VALUE}).")
    private int days;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "What all randomness starts from: the same seed gives the same output, byte"
                            + " for byte (default ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--json", description = "Print JSON instead of a table.")
    private boolean json;

    @Override
    public Integer call() throws JsonProcessingException {
        if (days < 1 || days > MOST_DAYS) {
            throw wrongUse("--days must be 1 to " + MOST_DAYS + ", not " + days);
        }
        // Everything is read before anything is run.
        List<Path> manifests = new ArrayList<>(List.of(manifest));
        if (other != null) {
            manifests.add(other);
        }
        List<Fleet> fleets = manifests.stream().map(this::fleet).toList();
        List<MarketStory> stories = fleets.stream().map(this::story).toList();
        List<FiguresTable.Column> columns = new ArrayList<>();
        for (int i = 0; i < fleets.size(); i++) {
            try {
                columns.add(
                        new FiguresTable.Column(
                                manifests.size() > 1 && sameNames(fleets)
                                        ? name(manifests.get(i))
                                        : fleets.get(i).id().name(),
                                Experiment.run(
                                        fleets.get(i),
                                        stories.get(i),
                                        Timing.DEFAULT,
                                        Duration.ofDays(days),
                                        seed)));
            } catch (Violation e) {
                PrintWriter err = spec.commandLine().getErr();
                err.println("simulate: a promise was broken: " + e.getMessage());
                err.flush();
                return CommandLine.ExitCode.SOFTWARE;
            }
        }
        print(new FiguresTable(columns, stories.getFirst().currency()));
        return CommandLine.ExitCode.OK;
    }

    private static boolean sameNames(List<Fleet> fleets) {
        return fleets.getFirst().id().name().equals(fleets.getLast().id().name());
    }

    private static String name(Path file) {
        return file.getFileName() == null ? file.toString() : file.getFileName().toString();
    }

    private void print(FiguresTable table) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectMapper mapper =
                    new ObjectMapper()
                            .enable(SerializationFeature.INDENT_OUTPUT)
                            .enable(
                                    com.fasterxml.jackson.core.JsonGenerator.Feature
                                            .WRITE_BIGDECIMAL_AS_PLAIN);
            out.print(mapper.writeValueAsString(table.json()).replace("\r\n", "\n") + "\n");
        } else {
            out.print(table.text());
        }
        out.flush();
    }

    // ---- what is read ----

    private Fleet fleet(Path file) {
        String text = text(file);
        try {
            return Manifest.fleet(file.toString(), text);
        } catch (Misfit e) {
            throw wrongUse(e.getMessage());
        }
    }

    private MarketStory story(Fleet fleet) {
        String text = text(market);
        try {
            MarketStory story =
                    MarketFile.read(
                            market.toString(), text, fleet.regions().getFirst(), this::beside);
            if (!Experiment.possible(fleet, story)) {
                throw wrongUse(
                        market
                                + ": expected at least one pool of "
                                + fleet.id()
                                + ", for example "
                                + fleet.pools().getFirst().pool());
            }
            return story;
        } catch (Misfit e) {
            throw wrongUse(e.getMessage());
        }
    }

    private Optional<String> beside(String name) {
        try {
            return Optional.of(Files.readString(market.resolveSibling(name)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private String text(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw wrongUse("there is no file " + file);
        } catch (CharacterCodingException e) {
            throw wrongUse(file + " is not UTF-8");
        } catch (IOException e) {
            throw wrongUse("cannot read " + file + ": " + e.getMessage());
        }
    }

    private ParameterException wrongUse(@Nullable String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
