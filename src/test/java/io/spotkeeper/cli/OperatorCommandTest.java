package io.spotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spotkeeper.cloud.CallTimeouts;
import io.spotkeeper.operator.OperatorSettings;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the flags of the operator mean. */
class OperatorCommandTest {
    private static OperatorSettings settings(String... flags) {
        OperatorCommand command = new OperatorCommand();
        line(command).parseArgs(flags);
        return command.settings();
    }

    private static CommandLine line(OperatorCommand command) {
        return new CommandLine(command).registerConverter(Duration.class, new Periods());
    }

    @ParameterizedTest
    @ValueSource(strings = {"3s", "1m", "2m"})
    void aStopWaitsForTheLastSendAndItsAnswer(String deadline) throws Exception {
        // Given
        Duration sending = new Periods().convert(deadline);
        Duration answering = CallTimeouts.DEFAULT.call();

        // When
        Duration drain = settings("--send-deadline=" + deadline).drain();

        // Then
        assertThat(drain).isGreaterThan(sending.plus(answering));
    }

    @Test
    void aStopMayBeToldToWaitForLess() {
        assertThat(settings("--drain-period=10s").drain()).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void everyFlagIsExplained() {
        CommandLine line = line(new OperatorCommand());
        List<String> silent =
                line.getCommandSpec().options().stream()
                        .filter(o -> Stream.of(o.description()).allMatch(String::isBlank))
                        .map(o -> o.longestName())
                        .toList();
        assertThat(silent).isEmpty();
    }

    @Test
    void relationsBetweenPeriodsAreChecked() {
        assertThatThrownBy(() -> settings("--orphan-age=8m"))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("--orphan-age must be longer than");
        assertThatThrownBy(() -> settings("--drain-period=0s"))
                .hasMessageContaining("--drain-period");
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy", "proxy:0", "proxy:0443", "proxy:65536", "https://proxy:443"})
    void anEndpointThatCouldNeverMatchIsRefused(String endpoint) {
        assertThatThrownBy(() -> settings("--allowed-endpoint=" + endpoint))
                .isInstanceOf(CommandLine.ParameterException.class)
                .hasMessageContaining("--allowed-endpoint takes HOST:PORT, not " + endpoint);
    }

    @ParameterizedTest
    @ValueSource(strings = {"proxy:1", "Proxy.Example.com:65535", "10.0.0.7:8080"})
    void anEndpointIsAHostAndAPort(String endpoint) {
        assertThat(settings("--allowed-endpoint=" + endpoint).allowedEndpoints())
                .containsExactly(endpoint);
    }
}
