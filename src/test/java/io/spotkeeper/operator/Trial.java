package io.spotkeeper.operator;

import io.spotkeeper.testing.ControlPlane;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * What the tests of a class share, for as long as they run: an emulated cloud, and an operator on
 * the control plane that may call it. Its instances are told from those of others by a cluster id
 * of its own.
 */
final class Trial implements BeforeAllCallback, AfterAllCallback {
    private final String name;
    private final Map<String, String> environment;
    private final List<String> flags;
    private final EmulatedCloud cloud = EmulatedCloud.start();
    private @Nullable OperatorProcess operator;

    private Trial(String name, Map<String, String> environment, List<String> flags) {
        this.name = name;
        this.environment = environment;
        this.flags = flags;
    }

    /**
     * With flags besides those that every such operator has.
     *
     * @param name of its log file, {@code target/operator-logs/<name>.log}
     */
    static Trial of(String name, String... flags) {
        return of(name, Map.of(), flags);
    }

    /** The same with environment variables. */
    static Trial of(String name, Map<String, String> environment, String... flags) {
        return new Trial(name, environment, List.of(flags));
    }

    EmulatedCloud cloud() {
        return cloud;
    }

    OperatorProcess operator() {
        return Objects.requireNonNull(operator, "it is started before the first test");
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        ControlPlane.get().installCrds();
        List<String> all = new ArrayList<>(flags);
        all.add("--allowed-endpoint=" + cloud.authority());
        all.add("--cluster-id=" + UUID.randomUUID());
        operator = OperatorProcess.start(name, environment, all.toArray(String[]::new));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (operator != null) {
            operator.close();
        }
        cloud.close();
    }
}
