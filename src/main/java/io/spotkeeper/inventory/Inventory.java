package io.spotkeeper.inventory;

import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ownership;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One complete, timed listing of all instances that carry our cluster's tag in one account and
 * region. Its times are of this process's monotonic clock: no times of different machines are
 * compared.
 */
public final class Inventory {
    private final String region;
    private final long startedNanos;
    private final long completedNanos;
    private final Instant completedAt;
    private final Map<String, Instance> byId;
    private final Map<String, List<Instance>> byFleet;

    /** A listing that began and ended at these times. */
    public Inventory(
            String region,
            long startedNanos,
            long completedNanos,
            Instant completedAt,
            List<Instance> instances) {
        this.region = region;
        this.startedNanos = startedNanos;
        this.completedNanos = completedNanos;
        this.completedAt = completedAt;
        Map<String, Instance> ids = new LinkedHashMap<>();
        Map<String, List<Instance>> fleets = new HashMap<>();
        for (Instance instance : instances) {
            ids.put(instance.id(), instance);
        }
        // An instance that pages shifted into view twice still is one.
        for (Instance instance : ids.values()) {
            String fleet = instance.tags().get(Ownership.FLEET);
            if (fleet != null) {
                fleets.computeIfAbsent(fleet, f -> new ArrayList<>()).add(instance);
            }
        }
        // In the order of the listing: a copy's order would differ from one process to the next.
        this.byId = Collections.unmodifiableMap(ids);
        this.byFleet = Map.copyOf(fleets);
    }

    /** The region listed. */
    public String region() {
        return region;
    }

    /** When its first request left. */
    public long startedNanos() {
        return startedNanos;
    }

    /** When its last page was in. */
    public long completedNanos() {
        return completedNanos;
    }

    /** The same by the wall clock, for people. */
    public Instant completedAt() {
        return completedAt;
    }

    /** The instance with this id, if it was listed. */
    public Optional<Instance> instance(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** All instances. */
    public Iterable<Instance> instances() {
        return byId.values();
    }

    /** The instances that carry this fleet's tag. */
    public List<Instance> fleet(String uid) {
        return byFleet.getOrDefault(uid, List.of());
    }

    /** The fleets that have instances in it. */
    public Iterable<String> fleets() {
        return byFleet.keySet();
    }

    /** How many instances were listed. */
    public int size() {
        return byId.size();
    }
}
