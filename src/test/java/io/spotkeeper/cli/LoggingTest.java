package io.spotkeeper.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class LoggingTest {
    private static String logged(Map<String, String> environment) {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        PrintStream before = System.err;
        System.setErr(new PrintStream(written, true, StandardCharsets.UTF_8));
        LoggerContext logs = new LoggerContext();
        logs.setMDCAdapter(new LogbackMDCAdapter());
        try {
            new Logging(environment).configure(logs);
            logs.getLogger("io.spotkeeper.Some")
                    .atInfo()
                    .addKeyValue("fleet", "web")
                    .log("bought {}", 3);
            logs.getLogger("io.spotkeeper.Some").debug("detail");
            logs.getLogger("com.huaweicloud.sdk.core.Some").error("a stack");
        } finally {
            logs.stop();
            System.setErr(before);
        }
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesLinesForPeople() {
        assertThat(logged(Map.of())).matches("[0-9:.]{12} INFO  Some: bought 3 fleet=web\\R");
    }

    @Test
    void writesAnObjectALineForMachines() throws IOException {
        JsonNode line =
                new ObjectMapper().readTree(logged(Map.of("SPOTKEEPER_LOG_FORMAT", "json")));

        assertThat(line.properties())
                .extracting(Map.Entry::getKey)
                .containsExactlyInAnyOrder(
                        "@timestamp", "message", "logger_name", "thread_name", "level", "fleet");
        assertThat(line.path("message").asText()).isEqualTo("bought 3");
        assertThat(line.path("fleet").asText()).isEqualTo("web");
    }

    @Test
    void followsTheLevelThatIsAskedForAndIsQuietAboutOthers() {
        assertThat(logged(Map.of("SPOTKEEPER_LOG_LEVEL", "DEBUG")))
                .contains("DEBUG Some: detail")
                .doesNotContain("a stack");
        assertThat(logged(Map.of("SPOTKEEPER_LOG_LEVEL", "loud"))).contains("INFO  Some");
    }

    @Test
    void isWhatLogbackFinds() {
        assertThat(ServiceLoader.load(Configurator.class))
                .anyMatch(found -> found instanceof Logging);
        LoggerContext used = (LoggerContext) LoggerFactory.getILoggerFactory();
        assertThat(used.getLogger("com.huaweicloud.sdk").getLevel()).isEqualTo(Level.OFF);
    }
}
