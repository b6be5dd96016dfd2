package io.spotkeeper.operator;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.client.CustomResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.javaoperatorsdk.operator.Operator;
import io.javaoperatorsdk.operator.api.config.ControllerConfigurationOverrider;
import io.javaoperatorsdk.operator.monitoring.micrometer.MicrometerMetricsV2;
import io.javaoperatorsdk.operator.processing.event.ResourceID;
import io.javaoperatorsdk.operator.processing.retry.GenericRetry;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.spotkeeper.api.v1alpha1.AutoLaunchGroup;
import io.spotkeeper.api.v1alpha1.CloudGroupStatus;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.api.v1alpha1.FleetStatus;
import io.spotkeeper.api.v1alpha1.LedgerStatus;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.inventory.TypeBook;
import io.spotkeeper.keeper.FleetKeeper;
import io.spotkeeper.operator.account.AccountAccess;
import io.spotkeeper.operator.account.Accounts;
import io.spotkeeper.operator.account.CloudAccountReconciler;
import io.spotkeeper.operator.account.Clouds;
import io.spotkeeper.operator.account.EndpointPolicy;
import io.spotkeeper.operator.account.FleetOwners;
import io.spotkeeper.operator.account.InventoryRounds;
import io.spotkeeper.operator.account.OrphanReport;
import io.spotkeeper.operator.account.OrphanRounds;
import io.spotkeeper.operator.cloudgroup.CloudGroupLooks;
import io.spotkeeper.operator.environment.ComputeEnvironmentReconciler;
import io.spotkeeper.operator.fleet.Adoptions;
import io.spotkeeper.operator.fleet.FleetLooks;
import io.spotkeeper.operator.group.AutoLaunchGroupReconciler;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The operator: its controllers, its listings, and how they begin and end. */
public final class SpotkeeperOperator implements AutoCloseable {
    /** A pass makes some calls of 45 s at most; twenty in a row would be many. */
    private static final Duration PASS_LIMIT = Duration.ofMinutes(15);

    private final Operator operator;
    private final InventoryRounds rounds;
    private final Passes passes;
    private final AtomicBoolean leading;

    /**
     * Puts the operator together; nothing runs yet.
     *
     * @param opener knows the providers
     * @param random where intent ids and jitter come from
     */
    public SpotkeeperOperator(
            OperatorSettings settings,
            KubernetesClient client,
            Clouds.Opener opener,
            MeterRegistry meters,
            TimeSource time,
            RandomGenerator random) {
        String cluster = clusterId(settings, client);
        FleetRoster roster = new FleetRoster(new FleetMeters(meters, time));
        Clouds clouds = new Clouds(opener, cluster, settings.coolDowns(), time, random, meters);
        Accounts accounts =
                new Accounts(
                        client,
                        clouds,
                        new EndpointPolicy(settings.allowedEndpoints()),
                        settings.accountInterval());
        EventRecorder events = new EventRecorder(client, time);
        FleetOwners owners = new FleetOwners(client, settings.namespaces());
        OrphanRounds orphans =
                new OrphanRounds(
                        clouds,
                        accounts,
                        owners,
                        new OrphanReport(events::listing, meters),
                        settings,
                        time);
        this.rounds =
                new InventoryRounds(
                        settings.timing().inventoryInterval(), time, roster, meters, orphans::look);
        AccountAccess access = new AccountAccess(accounts, clouds, rounds);
        FleetLooks looks =
                new FleetLooks(
                        new FleetKeeper(settings.timing(), time, random),
                        access,
                        roster,
                        events,
                        new Adoptions(owners, events),
                        time);
        ComputeEnvironmentReconciler environments =
                new ComputeEnvironmentReconciler(looks, new TypeBook(time));
        AutoLaunchGroupReconciler groups =
                new AutoLaunchGroupReconciler(
                        looks,
                        new CloudGroupLooks(access, roster, events, settings.timing(), time),
                        settings.regionShortfallAfter());
        Map<String, Consumer<ResourceID>> kinds =
                Map.of(
                        HasMetadata.getKind(ComputeEnvironment.class), environments::wake,
                        HasMetadata.getKind(AutoLaunchGroup.class), groups::wake);
        roster.wakeThrough((kind, id) -> Objects.requireNonNull(kinds.get(kind), kind).accept(id));
        this.passes = new Passes(settings.concurrency(), PASS_LIMIT, time);
        this.leading = new AtomicBoolean(settings.lease() == null);
        Gauge.builder("spotkeeper.leading", leading, leads -> leads.get() ? 1 : 0)
                .description("Whether this replica is the one that works")
                .register(meters);
        this.operator = operator(settings, client, meters);
        operator.register(
                new CloudAccountReconciler(accounts, access, roster, owners, settings, time),
                controller -> configure(controller, settings));
        operator.register(environments, controller -> configure(controller, settings));
        operator.register(groups, controller -> configure(controller, settings));
    }

    private static String clusterId(OperatorSettings settings, KubernetesClient client) {
        if (settings.clusterId() != null) {
            return settings.clusterId();
        }
        Namespace system = client.namespaces().withName("kube-system").get();
        if (system == null) {
            throw new IllegalStateException(
                    "there is no namespace kube-system; name this cluster with --cluster-id");
        }
        return system.getMetadata().getUid();
    }

    private Operator operator(
            OperatorSettings settings, KubernetesClient client, MeterRegistry meters) {
        return new Operator(overrider -> {
            overrider
                    .withKubernetesClient(client)
                    .withCloseClientOnStop(false)
                    .withExecutorService(passes)
                    .withReconciliationTerminationTimeout(settings.drain())
                    .withMetrics(MicrometerMetricsV2.newBuilder(meters).build());
            if (settings.lease() != null) {
                overrider.withLeaderElectionConfiguration(
                        Leadership.configuration(
                                client.getNamespace(), settings.lease(), () -> leading.set(true)));
            }
        });
    }

    private static <R extends HasMetadata> void configure(
            ControllerConfigurationOverrider<R> controller, OperatorSettings settings) {
        if (!settings.namespaces().isEmpty()) {
            controller.settingNamespaces(settings.namespaces());
        }
        // Expected failures are values; what arrives here is a bug or a broken environment, and
        // it is tried for ever, ever more slowly.
        controller.withRetry(
                new GenericRetry()
                        .setInitialInterval(1_000)
                        .setIntervalMultiplier(2)
                        .setMaxInterval(60_000)
                        .withoutMaxAttempts());
        controller.withReconciliationMaxInterval(Duration.ofMinutes(10));
        controller.withOnUpdateFilter(SpotkeeperOperator::matters);
    }

    /** Whether an update of an object is more than a status that we wrote ourselves. */
    private static boolean matters(HasMetadata now, HasMetadata before) {
        return !Objects.equals(
                        now.getMetadata().getGeneration(), before.getMetadata().getGeneration())
                || !Objects.equals(
                        now.getMetadata().getAnnotations(), before.getMetadata().getAnnotations())
                || !Objects.equals(
                        now.getMetadata().getDeletionTimestamp(),
                        before.getMetadata().getDeletionTimestamp())
                || !Objects.equals(
                        now.getMetadata().getFinalizers(), before.getMetadata().getFinalizers())
                || !Objects.equals(books(now), books(before));
    }

    /**
     * What must not be lost of a status; it differs where a foreign writer wiped or restored it.
     *
     * @param ledger of a fleet
     * @param group the cloud's own
     */
    private record Books(@Nullable LedgerStatus ledger, @Nullable CloudGroupStatus group) {}

    private static @Nullable Books books(HasMetadata object) {
        return object instanceof CustomResource<?, ?> resource
                        && resource.getStatus() instanceof FleetStatus status
                ? new Books(status.ledger(), status.group())
                : null;
    }

    /** Begins; returns when the controllers run, or, with leader election, when they wait to. */
    public void start() {
        rounds.start();
        operator.start();
    }

    /** Whether every pass ends, sooner or later. */
    public boolean live() {
        return !passes.stuck();
    }

    /** Whether the objects are read and watched. */
    public boolean ready() {
        return operator.getRuntimeInfo().isStarted()
                && operator.getRuntimeInfo().allEventSourcesAreHealthy();
    }

    /**
     * Finishes the passes under way, as far as the drain period goes, begins no others, and ends. A
     * pass that is cut leaves an open intent: its answer is found out by whoever works next.
     */
    @Override
    public void close() {
        Leadership.stopping();
        operator.stop();
        rounds.close();
        passes.shutdown();
    }
}
