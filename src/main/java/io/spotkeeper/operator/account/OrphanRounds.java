package io.spotkeeper.operator.account;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.micrometer.core.instrument.MeterRegistry;
import io.spotkeeper.api.v1alpha1.ComputeEnvironment;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.inventory.OrphanCollector;
import io.spotkeeper.inventory.OrphanCollector.Finding;
import io.spotkeeper.keeper.AccountCloud;
import io.spotkeeper.operator.OperatorSettings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks for orphans in every new listing. The owners are listed live and over all namespaces, or
 * over those that are watched: then only instances of these namespaces are anybody's business here.
 */
public final class OrphanRounds {
    private static final Logger log = LoggerFactory.getLogger(OrphanRounds.class);
    private static final String ADOPT = "spotkeeper.io/adopt-fleet";

    private record Place(AccountKey key, String region) {}

    private static final class Watch {
        final ReentrantLock lock = new ReentrantLock();
        final OrphanCollector collector;
        long looked = Long.MIN_VALUE;

        Watch(OrphanCollector collector) {
            this.collector = collector;
        }
    }

    private final KubernetesClient client;
    private final Clouds clouds;
    private final OperatorSettings settings;
    private final String cluster;
    private final TimeSource time;
    private final MeterRegistry meters;
    private final Map<Place, Watch> watches = new ConcurrentHashMap<>();

    /** Rounds that begin with the first {@link #look(AccountKey, String)}. */
    public OrphanRounds(
            KubernetesClient client,
            Clouds clouds,
            OperatorSettings settings,
            String cluster,
            TimeSource time,
            MeterRegistry meters) {
        this.client = client;
        this.clouds = clouds;
        this.settings = settings;
        this.cluster = cluster;
        this.time = time;
        this.meters = meters;
    }

    /** Looks at the latest listing of a region; to be called after each listing. */
    public void look(AccountKey key, String region) {
        AccountCloud cloud = clouds.adopted().get(key);
        if (cloud == null) {
            return;
        }
        Watch watch = watches.computeIfAbsent(new Place(key, region), _ -> new Watch(collector()));
        // A look that takes longer than a listing makes the next one superfluous.
        if (!watch.lock.tryLock()) {
            return;
        }
        try {
            look(watch, cloud, region);
        } finally {
            watch.lock.unlock();
        }
    }

    private void look(Watch watch, AccountCloud cloud, String region) {
        Optional<Inventory> inventory = cloud.inventories().latest(region);
        if (inventory.isEmpty() || inventory.get().startedNanos() == watch.looked) {
            return;
        }
        watch.looked = inventory.get().startedNanos();
        List<Finding> findings =
                watch.collector.look(inventory.get(), cloud.provider(), this::owners, deadline());
        findings.forEach(finding -> tell(finding, region));
    }

    private OrphanCollector collector() {
        Set<String> tags =
                settings.namespaces().stream()
                        .map(Ownership::namespaceTag)
                        .collect(Collectors.toUnmodifiableSet());
        return new OrphanCollector(
                cluster,
                settings.timing().visibilityGrace(),
                settings.orphanAge(),
                settings.orphanReportOnly(),
                tag -> tags.isEmpty() || tags.contains(tag),
                time);
    }

    private SendDeadline deadline() {
        long started = time.monotonicNanos();
        return () -> time.monotonicNanos() - started > settings.timing().sendDeadline().toNanos();
    }

    private Optional<Set<String>> owners() {
        try {
            List<ComputeEnvironment> environments = new ArrayList<>();
            if (settings.namespaces().isEmpty()) {
                environments.addAll(
                        client.resources(ComputeEnvironment.class)
                                .inAnyNamespace()
                                .list()
                                .getItems());
            }
            for (String namespace : settings.namespaces()) {
                environments.addAll(
                        client.resources(ComputeEnvironment.class)
                                .inNamespace(namespace)
                                .list()
                                .getItems());
            }
            Set<String> uids = new HashSet<>();
            for (ComputeEnvironment environment : environments) {
                uids.add(environment.getMetadata().getUid());
                Map<String, String> annotations = environment.getMetadata().getAnnotations();
                if (annotations != null && annotations.get(ADOPT) != null) {
                    uids.add(annotations.get(ADOPT));
                }
            }
            return Optional.of(uids);
        } catch (KubernetesClientException e) {
            log.atWarn().log("owners cannot be listed, no orphan is collected: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private void tell(Finding finding, String region) {
        switch (finding) {
            case Finding.Collected collected -> {
                meters.counter("spotkeeper.orphans.collected", "region", region).increment();
                log.atWarn()
                        .addKeyValue("instance", collected.orphan().id())
                        .addKeyValue("fleet", collected.orphan().tags().get(Ownership.FLEET))
                        .log("orphan terminated: its owner does not exist");
            }
            case Finding.Reported reported ->
                    log.atWarn()
                            .addKeyValue("instance", reported.orphan().id())
                            .addKeyValue("fleet", reported.orphan().tags().get(Ownership.FLEET))
                            .log("orphan found, not terminated: {}", reported.why());
        }
    }
}
