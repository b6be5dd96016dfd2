package io.spotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Every flag of the operator can be set in the chart. */
class ChartFlagsTest {
    /** The chart's value of each flag that is not a period. */
    private static final Set<String> OTHERS =
            Set.of(
                    "--namespace",
                    "--allowed-endpoint",
                    "--cluster-id",
                    "--http-port",
                    "--leader-election",
                    "--concurrency");

    @Test
    void everyPeriodIsAValue() throws IOException {
        // Given
        JsonNode values =
                new YAMLMapper().readTree(Path.of("helm", "spotkeeper", "values.yaml").toFile());
        Set<String> periods = new TreeSet<>();
        values.path("periods").fieldNames().forEachRemaining(name -> periods.add(flag(name)));

        // When
        Set<String> flags =
                new CommandLine(new OperatorCommand())
                        .getCommandSpec().options().stream()
                                .filter(option -> option.type() == Duration.class)
                                .map(CommandLine.Model.OptionSpec::longestName)
                                .collect(Collectors.toCollection(TreeSet::new));

        // Then
        assertThat(periods).isEqualTo(flags);
    }

    private static String flag(String value) {
        return "--" + value.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    @Test
    void everyOtherFlagHasAValueToo() {
        Set<String> flags =
                new CommandLine(new OperatorCommand())
                        .getCommandSpec().options().stream()
                                .filter(option -> option.type() != Duration.class)
                                .map(CommandLine.Model.OptionSpec::longestName)
                                .filter(name -> !Set.of("--help", "--version").contains(name))
                                .collect(Collectors.toSet());
        assertThat(flags)
                .as("add the value to the chart's helper spotkeeper.args")
                .isEqualTo(OTHERS);
    }
}
