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
import java.util.Comparator;
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
 * object made in between cannot look missing. What could not be given back is tried again ever more
 * rarely, after all others.
 */
public final class OrphanCollector {
    private static final int MAX_AT_ONCE = 5;

    /** A try that failed is made again after this, then after twice as long, and so on. */
    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);

    /** FIRST_PAUSE is doubled at most so often: about an hour. */
    private static final int MOST_DOUBLINGS = 6;

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
        /** The instance without an owner. */
        Instance orphan();

        /** It is an orphan and was terminated. */
        record Collected(Instance orphan) implements Finding {}

        /** It looks like an orphan, and collecting is not allowed or did not succeed. */
        record Reported(Instance orphan, String why) implements Finding {}
    }

    /** Tries to give an orphan back so far, and when the next may be made. */
    private record Tries(int count, long nextAt) {}

    private final String cluster;
    private final Duration grace;
    private final Duration age;
    private final Predicate<String> namespaceTags;
    private final TimeSource time;
    private final Map<String, Long> firstSeen = new HashMap<>();
    private final Map<String, Tries> tries = new HashMap<>();
    private final Set<String> reported = new HashSet<>();

    /**
     * A collector that has seen nothing yet.
     *
     * @param cluster value of the cluster tag
     * @param grace how far apart two listings must be
     * @param age how old an orphan must be
     * @param namespaceTags which values of the namespace tag are this process's business; asked
     *     with "" for an instance without one
     */
    public OrphanCollector(
            String cluster,
            Duration grace,
            Duration age,
            Predicate<String> namespaceTags,
            TimeSource time) {
        this.cluster = cluster;
        this.grace = grace;
        this.age = age;
        this.namespaceTags = namespaceTags;
        this.time = time;
    }

    /**
     * Looks at one complete listing. Not for use by several threads at once.
     *
     * @param collecting false while orphans are only reported
     */
    public List<Finding> look(
            Inventory inventory,
            CloudProvider cloud,
            Owners owners,
            SendDeadline deadline,
            boolean collecting) {
        List<Instance> suspects = new ArrayList<>();
        for (Instance instance : inventory.instances()) {
            if (concernsUs(instance)) {
                suspects.add(instance);
            }
        }
        // Most accounts hold nothing that old: their owners need not be listed.
        if (suspects.isEmpty()) {
            forgetAllBut(Set.of());
            return List.of();
        }
        Optional<Set<String>> live = owners.live();
        if (live.isEmpty()) {
            return List.of();
        }
        suspects.removeIf(i -> live.get().contains(i.tags().getOrDefault(Ownership.FLEET, "")));
        forgetAllBut(ids(suspects));
        List<Instance> ripe = new ArrayList<>();
        for (Instance suspect : suspects) {
            // Not when the listing began: the owners were listed only now, and may be made anew.
            long since = firstSeen.computeIfAbsent(suspect.id(), _ -> time.monotonicNanos());
            if (inventory.startedNanos() - since >= grace.toNanos()) {
                ripe.add(suspect);
            }
        }
        List<Instance> orphans = ripe.stream().filter(Ownership::complete).toList();
        ripe.removeAll(orphans);
        List<Finding> findings = new ArrayList<>(report(ripe, "it lacks some of our tags"));
        findings.addAll(
                collecting
                        ? collect(orphans, cloud, deadline)
                        : report(orphans, "orphans are only reported for a while after the start"));
        return findings;
    }

    /**
     * How many instances had no owner in the latest look, confirmed or not. Not for use while
     * another thread looks.
     */
    public int ownerless() {
        return firstSeen.size();
    }

    private boolean concernsUs(Instance instance) {
        return instance.state().live()
                && cluster.equals(instance.tags().get(Ownership.CLUSTER))
                && namespaceTags.test(instance.tags().getOrDefault(Ownership.NAMESPACE, ""))
                && instance.createdAt().plus(age).isBefore(time.now());
    }

    private static Set<String> ids(List<Instance> instances) {
        Set<String> ids = new TreeSet<>();
        instances.forEach(i -> ids.add(i.id()));
        return ids;
    }

    // What is gone is forgotten, and what is not an orphan any more starts anew should it become
    // one again.
    private void forgetAllBut(Set<String> suspects) {
        firstSeen.keySet().retainAll(suspects);
        tries.keySet().retainAll(suspects);
        reported.retainAll(suspects);
    }

    private List<Finding> collect(
            List<Instance> orphans, CloudProvider cloud, SendDeadline deadline) {
        List<Instance> few =
                orphans.stream()
                        .filter(orphan -> tries(orphan).nextAt() <= time.monotonicNanos())
                        .sorted(
                                Comparator.comparing((Instance orphan) -> tries(orphan).count())
                                        .thenComparing(Instance::id))
                        .limit(MAX_AT_ONCE)
                        .toList();
        if (few.isEmpty()) {
            return List.of();
        }
        // Also one that is given back: a listing may show it as it was for a while.
        few.forEach(this::tried);
        String region = few.getFirst().pool().region();
        Description described = cloud.describe(region, ids(few));
        if (!(described instanceof Description.Found found)) {
            return report(few, "the cloud could not confirm their tags");
        }
        List<Instance> confirmed = new ArrayList<>();
        for (Instance orphan : few) {
            Instance now = found.found().get(orphan.id());
            if (now != null && now.tags().equals(orphan.tags()) && concernsUs(now)) {
                confirmed.add(now);
            }
        }
        if (confirmed.isEmpty()) {
            return List.of();
        }
        Map<String, CallOutcome> outcomes = cloud.terminate(region, ids(confirmed), true, deadline);
        return confirmed.stream().map(orphan -> finding(orphan, outcomes)).toList();
    }

    private Tries tries(Instance orphan) {
        return tries.getOrDefault(orphan.id(), new Tries(0, Long.MIN_VALUE));
    }

    private void tried(Instance orphan) {
        int before = tries(orphan).count();
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
        tries.put(orphan.id(), new Tries(before + 1, time.monotonicNanos() + pause.toNanos()));
    }

    private static Finding finding(Instance orphan, Map<String, CallOutcome> outcomes) {
        return switch (outcomes.get(orphan.id())) {
            case CallOutcome.Accepted _ -> new Finding.Collected(orphan);
            case CallOutcome.Refused refused ->
                    new Finding.Reported(
                            orphan,
                            refused.failure().message() + " (" + refused.failure().code() + ")");
            case CallOutcome.Unknown unknown -> new Finding.Reported(orphan, unknown.cause());
            case null -> new Finding.Reported(orphan, "the cloud did not say what came of it");
        };
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
