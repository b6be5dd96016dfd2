package io.spotkeeper.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Entry point of the jar: dispatches to the commands. Exit codes: 0 good, 1 failed, 2 wrong use.
 */
@Command(
        name = "spotkeeper",
        description = "Keeps fleets of cloud spot instances at their declared size.",
        mixinStandardHelpOptions = true,
        version = "spotkeeper 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            OperatorCommand.class,
            EmulatorCommand.class,
            SimulateCommand.class,
            ConvertCommand.class,
            CommandLine.HelpCommand.class
        })
public final class Spotkeeper {
    private Spotkeeper() {}

    /**
     * Runs one command and ends the process with its exit code.
     *
     * @param args command line as typed
     */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    /** The command line with everything it understands. */
    static CommandLine commandLine() {
        return new CommandLine(new Spotkeeper())
                .registerConverter(java.time.Duration.class, new Periods());
    }
}
