package io.spotkeeper.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.Encoder;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.Map;
import net.logstash.logback.encoder.LogstashEncoder;
import net.logstash.logback.fieldnames.LogstashFieldNames;

/**
 * Logs go to standard error. {@code SPOTKEEPER_LOG_FORMAT} is {@code text} (lines for people, the
 * default) or {@code json} (one object a line; the image sets it), {@code SPOTKEEPER_LOG_LEVEL} the
 * level of what is not named here, INFO by default.
 *
 * <p>In Java, because reading the same from XML is a tenth of the start.
 */
public final class Logging extends ContextAwareBase implements Configurator {
    private static final Map<String, Level> OTHERS =
            Map.of(
                    "io.fabric8", Level.WARN,
                    "io.javaoperatorsdk", Level.WARN,
                    "com.tencentcloudapi", Level.WARN,
                    "okhttp3", Level.WARN,
                    // Tells of every call at INFO.
                    "HuaweiCloud-SDK-Access", Level.WARN,
                    // Prints the stack of every failed call at ERROR, which comes back to us as a
                    // value with its reason.
                    "com.huaweicloud.sdk", Level.OFF,
                    // Says at INFO that defaults are used, which they are not, and warns of every
                    // v1alpha1 there is.
                    "Default ConfigurationService implementation", Level.WARN,
                    "io.fabric8.kubernetes.client.dsl.internal.VersionUsageUtils", Level.ERROR);

    private final Map<String, String> environment;

    /** Found by Logback, as a service. */
    public Logging() {
        this(System.getenv());
    }

    Logging(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        Encoder<ILoggingEvent> encoder =
                "json".equals(environment.get("SPOTKEEPER_LOG_FORMAT")) ? json() : text(logs);
        encoder.setContext(logs);
        encoder.start();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setContext(logs);
        console.setName("console");
        console.setTarget("System.err");
        console.setEncoder(encoder);
        console.start();
        OTHERS.forEach((name, level) -> logs.getLogger(name).setLevel(level));
        Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.toLevel(environment.get("SPOTKEEPER_LOG_LEVEL"), Level.INFO));
        root.addAppender(console);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** Key-value pairs stand behind the message. */
    private static Encoder<ILoggingEvent> text(LoggerContext logs) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logs);
        encoder.setPattern("%d{HH:mm:ss.SSS} %-5level %logger{0}: %msg %kvp{NONE}%n");
        return encoder;
    }

    /** Key-value pairs are fields. */
    private static Encoder<ILoggingEvent> json() {
        LogstashFieldNames names = new LogstashFieldNames();
        names.setVersion(null);
        names.setLevelValue(null);
        LogstashEncoder encoder = new LogstashEncoder();
        encoder.setFieldNames(names);
        return encoder;
    }
}
