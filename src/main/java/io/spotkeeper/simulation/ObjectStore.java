package io.spotkeeper.simulation;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.keeper.FleetReport;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The API server: objects by name, each change with a new resourceVersion, and watches that are
 * told of it. It keeps the old versions for caches that are behind.
 */
public final class ObjectStore {
    private static final int HISTORY = 500;

    /** Hears of every change. */
    interface Watch {
        /**
         * An object changed, or is gone.
         *
         * @param before its last version; absent when it is new
         * @param after its present version; absent when it is gone
         */
        void changed(@Nullable FleetObject before, @Nullable FleetObject after);
    }

    private final Map<String, FleetObject> objects = new TreeMap<>();
    private final List<FleetObject> history = new ArrayList<>();
    private final List<Watch> watches = new ArrayList<>();
    private long version;

    void watch(Watch watch) {
        watches.add(watch);
    }

    void unwatch(Watch watch) {
        watches.remove(watch);
    }

    /** All objects as they are. */
    public Collection<FleetObject> all() {
        return List.copyOf(objects.values());
    }

    /** An object as it is; absent when there is none of this name. */
    public @Nullable FleetObject get(String name) {
        return objects.get(name);
    }

    /** An object as it was some changes ago; absent when that is too long ago. */
    @Nullable FleetObject earlier(String name, int changes) {
        List<FleetObject> versions = history.stream().filter(o -> o.name().equals(name)).toList();
        return changes >= versions.size() ? null : versions.get(versions.size() - 1 - changes);
    }

    /** The owner creates an object. */
    public void create(Fleet fleet) {
        if (objects.containsKey(fleet.id().name())) {
            throw new IllegalStateException("there already is a " + fleet.id());
        }
        put(null, new FleetObject(++version, fleet, false, null, null));
    }

    /** The owner changes a spec; nothing happens when the object is gone or going. */
    public void edit(String name, UnaryOperator<Fleet> change) {
        FleetObject now = objects.get(name);
        if (now != null && !now.fleet().deleting()) {
            put(now, now.with(++version, change.apply(now.fleet())));
        }
    }

    /** The owner deletes an object: it goes when it carries no finalizer. */
    public void delete(String name) {
        FleetObject now = objects.get(name);
        if (now == null || now.fleet().deleting()) {
            return;
        }
        FleetObject doomed = now.with(++version, Specs.deleting(now.fleet()));
        put(now, doomed);
        if (!doomed.finalizer()) {
            remove(doomed);
        }
    }

    /** Somebody takes an object's finalizer off, and the object is gone: nobody tidied up. */
    public void lose(String name) {
        FleetObject now = objects.get(name);
        if (now != null) {
            remove(now);
        }
    }

    /** Somebody else overwrites a status: wipes it, or restores an older one. */
    public void overwrite(String name, @Nullable FleetRecord record) {
        FleetObject now = objects.get(name);
        if (now != null) {
            put(now, now.with(++version, record, null));
        }
    }

    /** Adds the finalizer; nothing happens when the object is gone or going. */
    void addFinalizer(FleetObject object) {
        FleetObject now = present(object);
        if (now != null && !now.finalizer() && !now.fleet().deleting()) {
            put(now, now.with(++version, true));
        }
    }

    /** Removes the finalizer, and with it an object that is going. */
    void removeFinalizer(FleetObject object) {
        FleetObject now = present(object);
        if (now != null && now.finalizer()) {
            FleetObject free = now.with(++version, false);
            put(now, free);
            if (free.fleet().deleting()) {
                remove(free);
            }
        }
    }

    /**
     * Writes a status if the object is still this version.
     *
     * @return the new version; absent on a conflict
     */
    @Nullable FleetObject compareAndSet(
            FleetObject expected, FleetRecord record, @Nullable FleetReport report) {
        FleetObject now = present(expected);
        if (now == null || now.version() != expected.version()) {
            return null;
        }
        FleetObject next = now.with(++version, record, report == null ? now.report() : report);
        put(now, next);
        return next;
    }

    /** The object as it is, unless another one has taken its name. */
    @Nullable FleetObject present(FleetObject object) {
        FleetObject now = objects.get(object.name());
        return now == null || !now.uid().equals(object.uid()) ? null : now;
    }

    private void put(@Nullable FleetObject before, FleetObject after) {
        objects.put(after.name(), after);
        history.add(after);
        if (history.size() > 2 * HISTORY) {
            history.subList(0, HISTORY).clear();
        }
        List.copyOf(watches).forEach(watch -> watch.changed(before, after));
    }

    private void remove(FleetObject object) {
        objects.remove(object.name());
        List.copyOf(watches).forEach(watch -> watch.changed(object, null));
    }
}
