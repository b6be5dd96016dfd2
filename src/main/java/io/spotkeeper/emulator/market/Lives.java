package io.spotkeeper.emulator.market;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Consumer;
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

    /** An instance and the moment at which time changes it next. */
    private static final class Life {
        private Instance instance;
        private @Nullable Instant nextAt;
        private final boolean doomed;

        Life(Instance instance, boolean doomed) {
            this.instance = instance;
            this.doomed = doomed;
        }
    }

    private final Map<String, Life> lives = new LinkedHashMap<>();
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

    void begin(Instance instance, Instant bootedAt, boolean doomed) {
        Life life = new Life(instance, doomed);
        lives.put(instance.id(), life);
        schedule(life, bootedAt);
    }

    @Nullable Instance get(String id) {
        Life life = lives.get(id);
        return life == null ? null : life.instance;
    }

    /** All instances, oldest first. */
    Collection<Instance> all() {
        List<Instance> all = new ArrayList<>(lives.size());
        lives.values().forEach(life -> all.add(life.instance));
        return Collections.unmodifiableList(all);
    }

    @Nullable Instant nextDue() {
        Due next = due.peek();
        return next == null ? null : next.at;
    }

    /** Does what is due next. */
    void stepDue(Lags lags) {
        Due next = due.remove();
        Life life = lives.get(next.id);
        if (life == null || !next.at.equals(life.nextAt)) {
            return; // overtaken by another change
        }
        life.nextAt = null;
        Instance instance = life.instance;
        switch (instance.state()) {
            case PENDING -> boot(life, next.at, lags);
            case RUNNING, STOPPED -> end(life, next.at, lags.shutdown(), End.TAKEN_BACK);
            case TERMINATING -> recycle(life, next.at, lags.recycle());
            case LAUNCH_FAILED, SHUTDOWN -> lives.remove(instance.id());
        }
    }

    private void boot(Life life, Instant at, Lags lags) {
        Instant reclaimAt = life.instance.reclaimAt();
        if (life.doomed) {
            life.instance = life.instance.in(InstanceState.LAUNCH_FAILED, at);
            listener.ended(life.instance, End.GIVEN_BACK);
            schedule(life, at.plus(lags.failureKept()));
            return;
        }
        life.instance = life.instance.in(InstanceState.RUNNING, at);
        if (reclaimAt != null) {
            schedule(life, reclaimAt.isBefore(at) ? at : reclaimAt);
        }
    }

    private void recycle(Life life, Instant at, Duration recycle) {
        if (recycle.isZero()) {
            lives.remove(life.instance.id());
            return;
        }
        life.instance = life.instance.in(InstanceState.SHUTDOWN, at);
        schedule(life, at.plus(recycle));
    }

    /** Decides that the cloud takes a live instance back; does nothing to any other. */
    boolean reclaim(String id, Instant at) {
        Life life = lives.get(id);
        if (life == null || !life.instance.state().isLive()) {
            return false;
        }
        Instant decided = life.instance.reclaimAt();
        if (decided != null && !at.isBefore(decided)) {
            return false;
        }
        life.instance = life.instance.reclaimedAt(at);
        if (life.instance.state() != InstanceState.PENDING) {
            schedule(life, at);
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
    void terminate(String id, Instant at, Lags lags) {
        change(
                id,
                life -> {
                    if (life.instance.state() == InstanceState.SHUTDOWN) {
                        lives.remove(id);
                    } else {
                        end(life, at, lags.shutdown(), End.GIVEN_BACK);
                    }
                });
    }

    private void end(Life life, Instant at, Duration shutdown, End how) {
        life.instance = life.instance.in(InstanceState.TERMINATING, at);
        listener.ended(life.instance, how);
        schedule(life, at.plus(shutdown));
    }

    /** Switches a pending or running instance off; returns whether it is stopped now. */
    boolean stop(String id, Instant at) {
        Instance instance = get(id);
        if (instance == null || !instance.state().isLive()) {
            return false;
        }
        change(
                id,
                life -> {
                    life.instance = life.instance.in(InstanceState.STOPPED, at);
                    Instant reclaimAt = life.instance.reclaimAt();
                    life.nextAt = null;
                    if (reclaimAt != null) {
                        schedule(life, reclaimAt.isBefore(at) ? at : reclaimAt);
                    }
                });
        return true;
    }

    void tag(String id, String key, String value) {
        change(id, life -> life.instance = life.instance.withTag(key, value));
    }

    void untag(String id, String key) {
        change(id, life -> life.instance = life.instance.withoutTag(key));
    }

    private void change(String id, Consumer<Life> change) {
        Life life = lives.get(id);
        if (life != null) {
            change.accept(life);
        }
    }

    private void schedule(Life life, Instant at) {
        life.nextAt = at;
        due.add(new Due(at, order++, life.instance.id()));
    }
}
