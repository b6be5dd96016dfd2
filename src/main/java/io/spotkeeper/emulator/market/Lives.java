package io.spotkeeper.emulator.market;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** All instances and what time does to them. */
final class Lives {
    /** How an instance ended: whether the owner gave it up or the cloud took it. */
    enum End {
        GIVEN_BACK,
        TAKEN_BACK
    }

    /** Hears when an instance stops holding capacity. */
    @FunctionalInterface
    interface Listener {
        void ended(Instance instance, End how);
    }

    private record Due(Instant at, long order, String id) implements Comparable<Due> {
        @Override
        public int compareTo(Due other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }

    private final Map<String, Instance> instances = new LinkedHashMap<>();
    private final Map<String, Instant> nextChange = new HashMap<>();
    private final Set<String> doomed = new HashSet<>();
    private final Set<String> everUsed = new HashSet<>();
    private final PriorityQueue<Due> due = new PriorityQueue<>();
    private final RandomGenerator idRandom;
    private final Listener listener;
    private long order;

    Lives(RandomGenerator idRandom, Listener listener) {
        this.idRandom = idRandom;
        this.listener = listener;
    }

    String newId(IdForm form) {
        String id = form.draw(idRandom);
        while (!everUsed.add(id)) {
            id = form.draw(idRandom);
        }
        return id;
    }

    void begin(Instance instance, Instant bootedAt, boolean willFail) {
        instances.put(instance.id(), instance);
        if (willFail) {
            doomed.add(instance.id());
        }
        schedule(instance.id(), bootedAt);
    }

    @Nullable Instance get(String id) {
        return instances.get(id);
    }

    /** A view of all instances, oldest first; not to be held on to across changes. */
    Collection<Instance> all() {
        return Collections.unmodifiableCollection(instances.values());
    }

    @Nullable Instant nextDue() {
        Due next = due.peek();
        return next == null ? null : next.at;
    }

    /** Does what is due next. */
    void stepDue(Lags lags) {
        Due next = due.remove();
        Instance instance = instances.get(next.id);
        if (instance == null || !next.at.equals(nextChange.get(next.id))) {
            return; // overtaken by another change
        }
        nextChange.remove(next.id);
        switch (instance.state()) {
            case PENDING -> boot(instance, next.at, lags);
            case RUNNING, STOPPED -> end(instance, next.at, lags.shutdown(), End.TAKEN_BACK);
            case TERMINATING -> recycle(instance, next.at, lags.recycle());
            case LAUNCH_FAILED, SHUTDOWN -> forget(instance.id());
        }
    }

    private void boot(Instance instance, Instant at, Lags lags) {
        if (doomed.remove(instance.id())) {
            Instance failed = change(instance.in(InstanceState.LAUNCH_FAILED, at));
            listener.ended(failed, End.GIVEN_BACK);
            schedule(failed.id(), at.plus(lags.failureKept()));
        } else {
            scheduleReclaim(change(instance.in(InstanceState.RUNNING, at)), at);
        }
    }

    private void recycle(Instance instance, Instant at, Duration recycle) {
        if (recycle.isZero()) {
            forget(instance.id());
        } else {
            change(instance.in(InstanceState.SHUTDOWN, at));
            schedule(instance.id(), at.plus(recycle));
        }
    }

    /** Decides that the cloud takes a live instance back; does nothing to any other. */
    boolean reclaim(String id, Instant at) {
        Instance instance = instances.get(id);
        if (instance == null || !instance.state().isLive()) {
            return false;
        }
        Instant decided = instance.reclaimAt();
        if (decided != null && !at.isBefore(decided)) {
            return false;
        }
        change(instance.reclaimedAt(at));
        if (instance.state() != InstanceState.PENDING) {
            schedule(id, at);
        }
        return true;
    }

    /** Why the instance cannot be terminated now; null if it can. */
    static @Nullable TerminateRefusal refusal(@Nullable Instance instance) {
        if (instance == null) {
            return TerminateRefusal.UNKNOWN;
        }
        return switch (instance.state()) {
            case PENDING -> TerminateRefusal.PENDING;
            case LAUNCH_FAILED -> TerminateRefusal.LAUNCH_FAILED;
            case TERMINATING -> TerminateRefusal.TERMINATING;
            case RUNNING, STOPPED, SHUTDOWN -> null;
        };
    }

    /** Ends an instance; one in the recycle bin goes for good. */
    void terminate(Instance instance, Instant at, Lags lags) {
        if (instance.state() == InstanceState.SHUTDOWN) {
            forget(instance.id());
        } else {
            end(instance.reclaimedAt(null), at, lags.shutdown(), End.GIVEN_BACK);
        }
    }

    private void end(Instance instance, Instant at, Duration shutdown, End how) {
        listener.ended(change(instance.in(InstanceState.TERMINATING, at)), how);
        schedule(instance.id(), at.plus(shutdown));
    }

    /** Switches a live instance off; returns false if there is none. */
    boolean stop(String id, Instant at) {
        Instance instance = instances.get(id);
        if (instance == null || !instance.state().isLive()) {
            return false;
        }
        nextChange.remove(id);
        scheduleReclaim(change(instance.in(InstanceState.STOPPED, at)), at);
        return true;
    }

    void tag(Instance instance, String key, String value) {
        change(instance.withTag(key, value));
    }

    void untag(Instance instance, String key) {
        change(instance.withoutTag(key));
    }

    private Instance change(Instance changed) {
        instances.put(changed.id(), changed);
        return changed;
    }

    private void forget(String id) {
        instances.remove(id);
        nextChange.remove(id);
    }

    private void scheduleReclaim(Instance instance, Instant now) {
        Instant reclaimAt = instance.reclaimAt();
        if (reclaimAt != null) {
            schedule(instance.id(), reclaimAt.isBefore(now) ? now : reclaimAt);
        }
    }

    private void schedule(String id, Instant at) {
        nextChange.put(id, at);
        due.add(new Due(at, order++, id));
    }
}
