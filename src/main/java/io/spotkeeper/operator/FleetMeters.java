package io.spotkeeper.operator;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.spotkeeper.api.v1alpha1.ConditionReason;
import io.spotkeeper.cloud.AccountKey;
import io.spotkeeper.cloud.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What metrics tell of fleets. Six gauges bear a fleet's name and go when the fleet goes; all else
 * is told of all fleets of a kind or provider together, so that its size does not depend on their
 * number ({@code docs/metrics.md}).
 */
final class FleetMeters implements FleetRoster.Watcher {
    private static final double NANOS = 1e9;

    /** From a restart on the same host to a region that is sold out for hours. */
    private static final Duration[] REPLENISH_BUCKETS = {
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofMinutes(1),
        Duration.ofMinutes(2),
        Duration.ofMinutes(5),
        Duration.ofMinutes(15),
        Duration.ofHours(1),
        Duration.ofHours(4)
    };

    private final MeterRegistry meters;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();

    /** By kind, namespace and name: a namesake takes over the series of one that is gone. */
    private final Map<Name, Track> fleets = new HashMap<>();

    private final Map<String, Name> names = new HashMap<>();

    /** By kind: seconds below target of times that are over. */
    private final Map<String, Double> spentBelow = new HashMap<>();

    private final Set<Told> told = new HashSet<>();

    private record Name(String kind, String namespace, String name) {
        Tags tags() {
            // Prometheus gives every series the "namespace" of the pod that it was scraped from.
            return Tags.of("kind", kind, "fleet_namespace", namespace, "fleet", name);
        }
    }

    private record Told(String kind, ConditionReason reason) {}

    /** What came of one fleet so far. */
    private static final class Track {
        final String uid;
        final TimeSource time;
        final List<Meter> gauges = new ArrayList<>();
        String provider = "";
        volatile FleetStanding standing;
        volatile @Nullable Long belowSince;
        @Nullable String currency;
        @Nullable Meter costGauge;
        @Nullable Loss loss;

        Track(String uid, FleetStanding standing, TimeSource time) {
            this.uid = uid;
            this.standing = standing;
            this.time = time;
        }

        double of(ToDoubleFunction<FleetStanding.Capacity> figure) {
            FleetStanding.Capacity capacity = standing.capacity();
            return capacity == null ? Double.NaN : figure.applyAsDouble(capacity);
        }

        double cost() {
            FleetStanding.Cost cost = standing.cost();
            return cost == null ? Double.NaN : cost.hourly();
        }

        double secondsBelow() {
            Long since = belowSince;
            return since == null ? 0 : (time.monotonicNanos() - since) / NANOS;
        }
    }

    /**
     * Instances that were lost and are being replaced.
     *
     * @param nanos when the first of them was noticed
     * @param target what was wanted then: what is wanted besides later is growth
     */
    private record Loss(long nanos, double target) {}

    /** Of no fleets yet. */
    FleetMeters(MeterRegistry meters, TimeSource time) {
        this.meters = meters;
        this.time = time;
    }

    @Override
    public void stands(FleetRoster.Entry entry, @Nullable AccountKey key) {
        lock.lock();
        try {
            Name name = new Name(entry.kind(), entry.namespace(), entry.id().getName());
            Track track = track(name, entry);
            if (key != null && !key.provider().equals(track.provider)) {
                // From zero: an increase is only seen of a series that was there before it.
                track.provider = key.provider();
                interruptions(track.provider);
                replenishing(track.provider);
            }
            FleetStanding before = track.standing;
            FleetStanding now = entry.standing();
            track.standing = now;
            time(name.kind(), track, now.belowTarget());
            lose(track, before, now);
            tell(name.kind(), now.reason());
            show(name, track, now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void gone(String uid) {
        lock.lock();
        try {
            Name name = names.remove(uid);
            Track track = name == null ? null : fleets.get(name);
            if (name != null && track != null && track.uid.equals(uid)) {
                drop(name, track);
            }
        } finally {
            lock.unlock();
        }
    }

    private Track track(Name name, FleetRoster.Entry entry) {
        Track known = fleets.get(name);
        if (known != null && known.uid.equals(entry.uid())) {
            return known;
        }
        if (known != null) {
            names.remove(known.uid);
            drop(name, known);
        }
        // What was lost before this process looked was counted by the one that saw it.
        Track track = new Track(entry.uid(), entry.standing(), time);
        fleets.put(name, track);
        names.put(entry.uid(), name);
        return track;
    }

    private void drop(Name name, Track track) {
        time(name.kind(), track, false);
        track.gauges.forEach(meters::remove);
        showCost(name, track, null);
        fleets.remove(name);
    }

    // ---- time below target ----

    private void time(String kind, Track track, boolean below) {
        if (!spentBelow.containsKey(kind)) {
            spentBelow.put(kind, 0.0);
            FunctionCounter.builder(
                            "spotkeeper.below.target.seconds", this, all -> all.secondsBelow(kind))
                    .description("Time that fleets spent with less running than their target")
                    .tag("kind", kind)
                    .register(meters);
        }
        if (below && track.belowSince == null) {
            track.belowSince = time.monotonicNanos();
        } else if (!below && track.belowSince != null) {
            spentBelow.merge(kind, track.secondsBelow(), Double::sum);
            track.belowSince = null;
        }
    }

    private double secondsBelow(String kind) {
        lock.lock();
        try {
            return spentBelow.getOrDefault(kind, 0.0)
                    + fleets.entrySet().stream()
                            .filter(fleet -> fleet.getKey().kind().equals(kind))
                            .mapToDouble(fleet -> fleet.getValue().secondsBelow())
                            .sum();
        } finally {
            lock.unlock();
        }
    }

    // ---- losses ----

    private void lose(Track track, FleetStanding before, FleetStanding now) {
        FleetStanding.Capacity capacity = now.capacity();
        long lost = now.interruptions() - before.interruptions();
        if (lost > 0) {
            interruptions(track.provider).increment((double) lost);
            if (track.loss == null && capacity != null && capacity.ready() < capacity.target()) {
                track.loss = new Loss(time.monotonicNanos(), capacity.target());
            }
        }
        Loss loss = track.loss;
        if (loss == null || capacity == null) {
            return;
        }
        if (capacity.ready() >= Math.min(loss.target(), capacity.target())) {
            replenishing(track.provider)
                    .record(Duration.ofNanos(time.monotonicNanos() - loss.nanos()));
            track.loss = null;
        } else if (!now.belowTarget()) {
            // Paused, expired or deleted: nobody replaces it.
            track.loss = null;
        }
    }

    private Counter interruptions(String provider) {
        return Counter.builder("spotkeeper.interruptions")
                .description("Instances that ended without our asking")
                .tag("provider", provider)
                .register(meters);
    }

    private Timer replenishing(String provider) {
        return Timer.builder("spotkeeper.replenish")
                .description("From a loss being noticed to the capacity running again")
                .tag("provider", provider)
                .serviceLevelObjectives(REPLENISH_BUCKETS)
                .register(meters);
    }

    // ---- what is shown ----

    private void tell(String kind, @Nullable ConditionReason reason) {
        if (reason != null && told.add(new Told(kind, reason))) {
            Gauge.builder("spotkeeper.fleets", this, all -> all.count(kind, reason))
                    .description("Fleets by the reason of their Ready condition")
                    .tags("kind", kind)
                    .tags("progress", reason.progress().name(), "reason", reason.name())
                    .register(meters);
        }
    }

    private long count(String kind, ConditionReason reason) {
        lock.lock();
        try {
            return fleets.entrySet().stream()
                    .filter(fleet -> fleet.getKey().kind().equals(kind))
                    .filter(fleet -> fleet.getValue().standing.reason() == reason)
                    .count();
        } finally {
            lock.unlock();
        }
    }

    private void show(Name name, Track track, FleetStanding now) {
        if (now.capacity() != null && track.gauges.isEmpty()) {
            Tags tags = name.tags();
            capacity(track, tags, "target", FleetStanding.Capacity::target);
            capacity(track, tags, "live", FleetStanding.Capacity::live);
            capacity(track, tags, "ready", FleetStanding.Capacity::ready);
            capacity(track, tags, "landing", FleetStanding.Capacity::landing);
            track.gauges.add(
                    Gauge.builder("spotkeeper.fleet.below.target", track, Track::secondsBelow)
                            .description("How long less has been running than the target")
                            .baseUnit("seconds")
                            .tags(tags)
                            .register(meters));
        }
        showCost(name, track, track.gauges.isEmpty() ? null : now.cost());
    }

    // No price is not a price of nothing, and a sum over fleets must not become no number at all.
    private void showCost(Name name, Track track, FleetStanding.@Nullable Cost cost) {
        String currency = cost == null ? null : cost.currency();
        if (Objects.equals(currency, track.currency)) {
            return;
        }
        if (track.costGauge != null) {
            meters.remove(track.costGauge);
        }
        track.currency = currency;
        track.costGauge =
                currency == null
                        ? null
                        : Gauge.builder("spotkeeper.fleet.hourly.cost", track, Track::cost)
                                .description("Estimate of what an hour of the instances costs")
                                .tags(name.tags().and("currency", currency))
                                .register(meters);
    }

    private void capacity(
            Track track, Tags tags, String what, ToDoubleFunction<FleetStanding.Capacity> figure) {
        track.gauges.add(
                Gauge.builder("spotkeeper.fleet." + what + ".capacity", track, t -> t.of(figure))
                        .description("Units of capacity: " + what)
                        .tags(tags)
                        .register(meters));
    }
}
