package io.spotkeeper.simulation;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A process's cache of the objects. Changes reach it a while after they were made, and events may
 * be lost or come twice; what the process itself wrote, it knows at once.
 */
final class Informer implements ObjectStore.Watch {
    /** A watch that lost its place is replaced by a new listing after this time. */
    private static final Duration RELIST = Duration.ofMinutes(2);

    private final Timeline timeline;
    private final ObjectStore store;
    private final Life life;
    private final RandomGenerator random;
    private final Consumer<String> changed;
    private final Map<String, FleetObject> cache = new TreeMap<>();
    private final Set<String> gone = new HashSet<>();
    private Duration lag = Duration.ofMillis(20);
    private boolean deaf;

    Informer(
            Timeline timeline,
            ObjectStore store,
            Life life,
            RandomGenerator random,
            Consumer<String> changed) {
        this.timeline = timeline;
        this.store = store;
        this.life = life;
        this.random = random;
        this.changed = changed;
    }

    /**
     * Lists, and watches from then on.
     *
     * @param behind changes that the first listing lags behind: an API server may serve it from its
     *     own cache
     */
    void start(int behind) {
        for (FleetObject object : store.all()) {
            FleetObject old = behind == 0 ? object : store.earlier(object.name(), behind);
            cache.put(object.name(), old == null || !old.uid().equals(object.uid()) ? object : old);
        }
        store.watch(this);
        if (behind > 0) {
            timeline.after(RELIST, this::relist);
        }
    }

    void stop() {
        store.unwatch(this);
    }

    /** From now on, changes arrive this much later. */
    void lag(Duration newLag) {
        lag = newLag;
    }

    /** Changes are missed for this long; then everything is listed again. */
    void miss(Duration duration) {
        deaf = true;
        timeline.after(
                duration,
                () -> {
                    deaf = false;
                    relist();
                });
    }

    private void relist() {
        if (life.over()) {
            return;
        }
        for (String name : List.copyOf(cache.keySet())) {
            deliver(name, store.get(name));
        }
        store.all().forEach(object -> deliver(object.name(), object));
    }

    @Override
    public void changed(@Nullable FleetObject before, @Nullable FleetObject after) {
        FleetObject object = after == null ? before : after;
        if (object == null || deaf) {
            return;
        }
        String name = object.name();
        timeline.after(lag, () -> deliver(name, after));
        if (random.nextInt(50) == 0) {
            timeline.after(lag.multipliedBy(2), () -> deliver(name, after));
        }
    }

    private void deliver(String name, @Nullable FleetObject object) {
        if (life.over()) {
            return;
        }
        FleetObject known = cache.get(name);
        if (object == null) {
            FleetObject present = store.get(name);
            FleetObject old = present == null ? cache.remove(name) : null;
            if (old != null) {
                gone.add(old.uid());
            }
        } else if (gone.contains(object.uid())) {
            return; // an event that came twice comes after the deletion: nothing rises from the
            // dead
        } else if (known == null || known.version() < object.version() && store.get(name) != null) {
            cache.put(name, object);
        } else {
            return;
        }
        changed.accept(name);
    }

    /** The process wrote this itself. */
    void wrote(FleetObject object) {
        FleetObject known = cache.get(object.name());
        if (gone.contains(object.uid())) {
            return; // it was deleted while the answer to the write was on its way
        }
        if (known == null || known.version() < object.version()) {
            cache.put(object.name(), object);
        }
    }

    @Nullable FleetObject get(String name) {
        return cache.get(name);
    }

    Collection<FleetObject> all() {
        return List.copyOf(cache.values());
    }
}
