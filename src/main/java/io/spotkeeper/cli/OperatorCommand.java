package io.spotkeeper.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.spotkeeper.cloud.CallTimeouts;
import io.spotkeeper.cloud.CoolDownPolicy;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.operator.OperatorSettings;
import io.spotkeeper.operator.SpotkeeperOperator;
import io.spotkeeper.server.ProbeServer;
import io.spotkeeper.server.ScrapedMeters;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code spotkeeper operator}: keeps the fleets of a cluster, until it is told to stop. */
@Command(
        name = "operator",
        description =
                "Keeps the fleets of a Kubernetes cluster. Uses KUBECONFIG, or the account of the"
                        + " pod that it runs in.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        showDefaultValues = true)
final class OperatorCommand implements Callable<Integer> {
    private static final Logger log = LoggerFactory.getLogger(OperatorCommand.class);

    /** An answer is recorded in well under a second; this leaves room for a busy API server. */
    private static final Duration RECORDING = Duration.ofSeconds(5);

    /** A Lease tells its duration in whole seconds; below this, renewals are too close. */
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(3);

    @Spec private CommandSpec command;

    @Option(
            names = "--namespace",
            paramLabel = "NAME",
            description = "Watch this namespace only; repeat for more. Default: all.")
    private List<String> namespaces = new ArrayList<>();

    @Option(
            names = "--allowed-endpoint",
            paramLabel = "HOST:PORT",
            description =
                    "Let accounts name this endpoint besides the vendors' own; repeat for more.")
    private List<String> allowedEndpoints = new ArrayList<>();

    @Option(
            names = "--cluster-id",
            paramLabel = "ID",
            description =
                    "Value of the tag that tells this cluster's instances from others'. Default:"
                            + " the UID of namespace kube-system.")
    private @Nullable String clusterId;

    @Option(
            names = "--http-port",
            paramLabel = "PORT",
            defaultValue = "8080",
            description = "Probes and metrics; 0 = any free port.")
    private int httpPort;

    @Option(
            names = "--leader-election",
            description = "Work only while holding the Lease; for several replicas.")
    private boolean leaderElection;

    @Option(
            names = "--lease-duration",
            paramLabel = "PERIOD",
            defaultValue = "15s",
            description =
                    "How long the Lease of a leader that died is waited for; one that stops gives it"
                            + " back at once. At least 3s.")
    private Duration leaseDuration;

    @Option(
            names = "--concurrency",
            paramLabel = "N",
            defaultValue = "32",
            description = "Fleets worked on at the same time.")
    private int concurrency;

    @Option(
            names = "--inventory-interval",
            paramLabel = "PERIOD",
            defaultValue = "10s",
            description = "Time between two listings of a region.")
    private Duration inventoryInterval;

    @Option(
            names = "--visibility-grace",
            paramLabel = "PERIOD",
            defaultValue = "5m",
            description =
                    "G: how far apart two listings must be to agree, and how long an instance may"
                            + " take to be seen.")
    private Duration visibilityGrace;

    @Option(
            names = "--resend-window",
            paramLabel = "PERIOD",
            defaultValue = "2m",
            description = "How long a launch without an answer may be sent again.")
    private Duration resendWindow;

    @Option(
            names = "--send-deadline",
            paramLabel = "PERIOD",
            defaultValue = "1m",
            description = "D: from a send being allowed to its leaving.")
    private Duration sendDeadline;

    @Option(
            names = "--signature-age",
            paramLabel = "PERIOD",
            defaultValue = "5m",
            description = "S: how old a signature the cloud accepts, clock skew included.")
    private Duration signatureAge;

    @Option(
            names = "--listing-lag",
            paramLabel = "PERIOD",
            defaultValue = "1m",
            description = "V: longest lag of a listing or a tag.")
    private Duration listingLag;

    @Option(
            names = "--processing-limit",
            paramLabel = "PERIOD",
            defaultValue = "1m",
            description = "N: longest work of the cloud on a request that arrived.")
    private Duration processingLimit;

    @Option(
            names = "--orphan-age",
            paramLabel = "PERIOD",
            defaultValue = "60m",
            description = "How old an instance without an owner must be to be terminated.")
    private Duration orphanAge;

    @Option(
            names = "--orphan-report-only",
            paramLabel = "PERIOD",
            defaultValue = "1h",
            description = "How long after the start orphans are only reported.")
    private Duration orphanReportOnly;

    @Option(
            names = "--region-shortfall-after",
            paramLabel = "PERIOD",
            defaultValue = "10m",
            description =
                    "How long a region has to refuse before a group with regionShortfall Spill buys"
                            + " that share in its other regions.")
    private Duration regionShortfallAfter;

    @Option(
            names = "--account-interval",
            paramLabel = "PERIOD",
            defaultValue = "30s",
            description = "How often the Secrets of accounts are read.")
    private Duration accountInterval;

    @Option(
            names = "--cool-down",
            paramLabel = "PERIOD",
            defaultValue = "30s",
            description = "How long a pool that refused is left alone, the first time.")
    private Duration coolDown;

    @Option(
            names = "--cool-down-max",
            paramLabel = "PERIOD",
            defaultValue = "30m",
            description = "The same at most; it doubles with each refusal.")
    private Duration coolDownMax;

    @Option(
            names = "--drain-period",
            paramLabel = "PERIOD",
            description =
                    "How long a stop waits for what is under way. Default: --send-deadline plus"
                            + " 50s, which covers the last launch that may leave, its answer and the"
                            + " recording of it; most stops take a second. What takes longer is cut."
                            + " That is safe: a launch is recorded before it is sent and settled after"
                            + " the next start, but until then nothing else replaces it. Give the pod a"
                            + " longer terminationGracePeriodSeconds.")
    private @Nullable Duration drainPeriod;

    @Override
    public Integer call() {
        OperatorSettings settings = settings();
        PrometheusMeterRegistry meters = ScrapedMeters.registry();
        AtomicReference<SpotkeeperOperator> running = new AtomicReference<>();
        try (KubernetesClient client = client();
                ProbeServer probes =
                        new ProbeServer(
                                httpPort,
                                () -> live(running.get()),
                                () -> ready(running.get()),
                                meters)) {
            SpotkeeperOperator operator =
                    new SpotkeeperOperator(
                            settings,
                            client,
                            new Providers(),
                            meters,
                            TimeSource.system(),
                            new SecureRandom());
            operator.start();
            endWhenTold(operator);
            running.set(operator);
            log.atInfo()
                    .addKeyValue("port", probes.port())
                    .addKeyValue("server", client.getMasterUrl())
                    .log("operator started");
            new CountDownLatch(1).await();
            return CommandLine.ExitCode.OK;
        } catch (IOException e) {
            return failed("cannot listen on --http-port " + httpPort + ": " + e.getMessage());
        } catch (KubernetesClientException e) {
            return failed("the Kubernetes API server does not answer: " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CommandLine.ExitCode.SOFTWARE;
        }
    }

    /** Reads and writes the kinds that are asked for; the search for all others takes 0.1 s. */
    private static KubernetesClient client() {
        return new KubernetesClientBuilder()
                .withKubernetesSerialization(new KubernetesSerialization(new ObjectMapper(), false))
                .build();
    }

    /** What the flags say. */
    OperatorSettings settings() {
        Timing timing =
                new Timing(
                        inventoryInterval,
                        visibilityGrace,
                        resendWindow,
                        sendDeadline,
                        signatureAge,
                        listingLag,
                        processingLimit);
        List<String> wrong = new ArrayList<>(timing.violations());
        if (orphanAge.compareTo(timing.settleWait()) <= 0) {
            wrong.add(
                    "--orphan-age must be longer than --send-deadline + --signature-age +"
                            + " --processing-limit + --listing-lag together");
        }
        if (coolDown.isZero() || coolDownMax.compareTo(coolDown) < 0) {
            wrong.add("--cool-down must be longer than zero and at most --cool-down-max");
        }
        if (leaseDuration.compareTo(SHORTEST_LEASE) < 0) {
            wrong.add("--lease-duration must be at least 3s");
        }
        if (concurrency < 1) {
            wrong.add("--concurrency must be at least 1");
        }
        if (drainPeriod != null && drainPeriod.isZero()) {
            wrong.add("--drain-period must be longer than zero");
        }
        for (String endpoint : allowedEndpoints) {
            if (!isHostAndPort(endpoint)) {
                wrong.add("--allowed-endpoint takes HOST:PORT, not " + endpoint);
            }
        }
        if (!wrong.isEmpty()) {
            throw new CommandLine.ParameterException(
                    command.commandLine(), String.join("\n", wrong));
        }
        return new OperatorSettings(
                Set.copyOf(namespaces),
                Set.copyOf(allowedEndpoints),
                clusterId,
                timing,
                new CoolDownPolicy(coolDown, coolDownMax),
                orphanAge,
                orphanReportOnly,
                regionShortfallAfter,
                accountInterval,
                leaderElection ? leaseDuration : null,
                concurrency,
                drainPeriod != null ? drainPeriod : longestSend());
    }

    // A port is compared as it is written, so one with a leading zero would allow nothing.
    private static boolean isHostAndPort(String endpoint) {
        return endpoint.matches("[A-Za-z0-9.-]+:[1-9][0-9]{0,4}")
                && Integer.parseInt(endpoint.substring(endpoint.indexOf(':') + 1)) <= 65535;
    }

    /** Until a launch that is allowed now has left, was answered and is recorded. */
    private Duration longestSend() {
        return sendDeadline.plus(CallTimeouts.DEFAULT.call()).plus(RECORDING);
    }

    private static boolean live(@Nullable SpotkeeperOperator operator) {
        return operator == null || operator.live();
    }

    private static boolean ready(@Nullable SpotkeeperOperator operator) {
        return operator != null && operator.ready();
    }

    /**
     * SIGTERM and SIGINT end the process well: the JVM by itself would report 143 or 130, and
     * threads of JOSDK that never end would keep it.
     */
    private static void endWhenTold(SpotkeeperOperator operator) {
        Runnable end =
                () -> {
                    try {
                        log.atInfo().log("stopping");
                        operator.close();
                        log.atInfo().log("stopped");
                        Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
                    } catch (RuntimeException e) {
                        log.atError().setCause(e).log("stopping failed");
                        Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
                    }
                };
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name("stop").unstarted(end));
    }

    private int failed(String message) {
        command.commandLine().getErr().println("spotkeeper operator: " + message);
        return CommandLine.ExitCode.SOFTWARE;
    }
}
