package io.spotkeeper.cli;

import io.spotkeeper.emulator.EmulatorServer;
import io.spotkeeper.emulator.world.Account;
import io.spotkeeper.emulator.world.ParsedScenario;
import io.spotkeeper.emulator.world.Scenario;
import io.spotkeeper.emulator.world.ScenarioParser;
import io.spotkeeper.emulator.world.World;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs the emulator until the process is told to end. */
@Command(
        name = "emulator",
        description = "Runs a cloud in a box, for trying out and testing.",
        mixinStandardHelpOptions = true)
final class EmulatorCommand implements Callable<Integer> {
    private static final int HIGHEST_PORT = 65535;

    @Spec private CommandSpec spec;

    @Option(
            names = "--port",
            required = true,
            paramLabel = "PORT",
            description = "Port; 0 takes a free one and prints it.")
    private int port;

    @Option(
            names = "--address",
            paramLabel = "IP",
            defaultValue = "127.0.0.1",
            description =
                    "Address to listen on (default ${DEFAULT-VALUE}). Its admin API asks nobody for a"
                            + " password: choose another, such as 0.0.0.0, only where a network"
                            + " policy keeps others out.")
    private InetAddress address;

    @Option(
            names = "--scenario",
            paramLabel = "FILE",
            description = "World to emulate, a YAML file; the built-in world if left out.")
    private @Nullable Path scenarioFile;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "What the market's randomness starts from (default ${DEFAULT-VALUE}).")
    private long seed;

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > HIGHEST_PORT) {
            throw wrongUse("--port must be 0 to " + HIGHEST_PORT + ", not " + port);
        }
        Scenario scenario = readScenario();
        try (EmulatorServer server =
                EmulatorServer.start(
                        new World(scenario, seed, InstantSource.system()), address, port)) {
            PrintWriter out = spec.commandLine().getOut();
            out.printf(
                    "emulator listening on %s (tencent: %s; huawei: %s)%n",
                    server.address(),
                    keys(scenario, account -> account.huawei() == null),
                    keys(scenario, account -> account.huawei() != null));
            out.flush();
            awaitTermination(server);
            return CommandLine.ExitCode.OK;
        } catch (BindException e) {
            return failed("port " + port + " is taken: " + e.getMessage());
        } catch (IOException e) {
            return failed("cannot listen on port " + port + ": " + e.getMessage());
        }
    }

    private static String keys(Scenario scenario, Predicate<Account> wanted) {
        return scenario.accounts().stream()
                .filter(wanted)
                .map(Account::secretId)
                .collect(Collectors.joining(", "));
    }

    private Scenario readScenario() {
        ScenarioParser parser = new ScenarioParser();
        if (scenarioFile == null) {
            return parser.defaultScenario();
        }
        String text;
        try {
            text = Files.readString(scenarioFile);
        } catch (NoSuchFileException e) {
            throw wrongUse("there is no scenario file " + scenarioFile);
        } catch (CharacterCodingException e) {
            throw wrongUse("the scenario file " + scenarioFile + " is not UTF-8");
        } catch (IOException e) {
            throw wrongUse("cannot read " + scenarioFile + ": " + e.getMessage());
        }
        return switch (parser.parse(scenarioFile.toString(), text)) {
            case ParsedScenario.Valid(Scenario scenario) -> scenario;
            case ParsedScenario.Invalid(String message) -> throw wrongUse(message);
        };
    }

    private ParameterException wrongUse(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private int failed(String message) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("emulator: " + message);
        err.flush();
        return CommandLine.ExitCode.SOFTWARE;
    }

    /**
     * Returns only by interruption. SIGTERM and SIGINT run the hook, which makes the asked-for end
     * a good one: without it the JVM would report 143 or 130.
     */
    private static void awaitTermination(EmulatorServer server) throws InterruptedException {
        Thread hook =
                new Thread(
                        () -> {
                            server.close();
                            Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
                        },
                        "emulator-stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            new CountDownLatch(1).await();
        } finally {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }
}
