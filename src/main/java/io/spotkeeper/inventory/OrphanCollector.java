package io.spotkeeper.inventory;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ownership;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Finds instances that carry all our tags and whose owner does not exist, and gives them back: seen
 * in two complete listings a grace apart, older than the orphan age, its tags confirmed by id just
 * before the call, a few at a time. The cloud is listed first and the owners after, so that an
 * object made in between cannot look missing.
 */
public final class OrphanCollector {
    private static final int MAX_AT_ONCE = 5;

    /** Who owns what. */
    public interface Owners {
        /**
         * UIDs of all objects that may own instances, from a live and complete list; adopted ones
         * too. Empty when it could not be had: then nothing is collected.
         */
        Optional<Set<String>> live();
    }

    /** What came of a look. */
    public sealed interface Finding {
        /** It is an orphan and was terminated. */
        record Collected(Instance orphan) implements Finding {}

        /** It is an orphan, and collecting is not allowed yet or did not succeed. */
        record Reported(Instance orphan, String why) implements Finding {}
    }

    private final String cluster;
    private final Duration grace;
    private final Duration age;
    private final Duration reportOnly;
    private final Predicate<String> namespaceTags;
    private final TimeSource time;
    private final long startedNanos;
    private final Map<String, Long> firstSeen = new HashMap<>();
    private final Set<String> reported = new HashSet<>();

    /**
     * A collector that has seen nothing yet.
     *
     * @param cluster value of the cluster tag
     * @param grace how far apart two listings must be
     * @param age how old an orphan must be
     * @param reportOnly how long after the start it only reports
     * @param namespaceTags which values of the namespace tag are this process's business
     */
    public OrphanCollector(
            String cluster,
            Duration grace,
            Duration age,
            Duration reportOnly,
            Predicate<String> namespaceTags,
            TimeSource time) {
        this.cluster = cluster;
        this.grace = grace;
        this.age = age;
        this.reportOnly = reportOnly;
        this.namespaceTags = namespaceTags;
        this.time = time;
        this.startedNanos = time.monotonicNanos();
    }

    /** Looks at one complete listing. Not for use by several threads at once. */
    public List<Finding> look(
            Inventory inventory, CloudProvider cloud, Owners owners, SendDeadline deadline) {
        List<Instance> candidates = new ArrayList<>();
        for (Instance instance : inventory.instances()) {
            if (mayBeCollected(instance)) {
                candidates.add(instance);
            }
        }
        if (candidates.isEmpty()) {
            forget(inventory, Set.of());
            return List.of();
        }
        Optional<Set<String>> live = owners.live();
        if (live.isEmpty()) {
            return List.of();
        }
        candidates.removeIf(i -> live.get().contains(i.tags().get(Ownership.FLEET)));
        forget(inventory, ids(candidates));
        List<Instance> ripe = new ArrayList<>();
        for (Instance orphan : candidates) {
            long since = firstSeen.computeIfAbsent(orphan.id(), _ -> inventory.startedNanos());
            if (inventory.startedNanos() - since >= grace.toNanos()) {
                ripe.add(orphan);
            }
        }
        ripe.sort(java.util.Comparator.comparing(Instance::id));
        return ripe.isEmpty() ? List.of() : treat(ripe, cloud, deadline);
    }

    private boolean mayBeCollected(Instance instance) {
        String namespace = instance.tags().get(Ownership.NAMESPACE);
        return instance.state().live()
                && Ownership.complete(instance)
                && cluster.equals(instance.tags().get(Ownership.CLUSTER))
                && namespace != null
                && namespaceTags.test(namespace)
                && instance.createdAt().plus(age).isBefore(time.now());
    }

    private static Set<String> ids(List<Instance> instances) {
        Set<String> ids = new TreeSet<>();
        instances.forEach(i -> ids.add(i.id()));
        return ids;
    }

    // What is not an orphan any more starts anew should it become one again.
    private void forget(Inventory inventory, Set<String> candidates) {
        firstSeen
                .keySet()
                .removeIf(id -> !candidates.contains(id) && inventory.instance(id).isPresent());
        reported.retainAll(firstSeen.keySet());
    }

    private List<Finding> treat(List<Instance> ripe, CloudProvider cloud, SendDeadline deadline) {
        if (time.monotonicNanos() - startedNanos < reportOnly.toNanos()) {
            return report(ripe, "orphans are only reported in the first hour after the start");
        }
        List<Instance> few = ripe.subList(0, Math.min(MAX_AT_ONCE, ripe.size()));
        String region = few.getFirst().pool().region();
        Description described = cloud.describe(region, ids(few));
        if (!(described instanceof Description.Found found)) {
            return report(few, "the cloud could not confirm their tags");
        }
        List<Instance> confirmed = new ArrayList<>();
        for (Instance orphan : few) {
            Instance now = found.found().get(orphan.id());
            if (now != null && now.tags().equals(orphan.tags()) && mayBeCollected(now)) {
                confirmed.add(now);
            }
        }
        if (confirmed.isEmpty()) {
            return List.of();
        }
        Map<String, CallOutcome> outcomes = cloud.terminate(region, ids(confirmed), true, deadline);
        List<Finding> findings = new ArrayList<>();
        for (Instance orphan : confirmed) {
            findings.add(
                    outcomes.get(orphan.id()) instanceof CallOutcome.Accepted
                            ? new Finding.Collected(orphan)
                            : new Finding.Reported(
                                    orphan, "termination: " + outcomes.get(orphan.id())));
        }
        return findings;
    }

    private List<Finding> report(List<Instance> orphans, String why) {
        List<Finding> findings = new ArrayList<>();
        for (Instance orphan : orphans) {
            if (reported.add(orphan.id())) {
                findings.add(new Finding.Reported(orphan, why));
            }
        }
        return findings;
    }
}
