package io.spotkeeper.keeper;

import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The custom resource as the API server holds it: a version that rises with every change, the spec
 * (as the core's {@link Fleet}), the finalizer and the status.
 */
final class StoredObject {
    /** One version of the object, as a read returns it. */
    record Version(
            long number,
            Fleet fleet,
            boolean finalizer,
            @Nullable FleetRecord record,
            @Nullable FleetReport report) {}

    private final List<Version> history = new ArrayList<>();
    private boolean gone;
    private int statusWrites;

    /** The next writes meet a conflict. */
    int conflicts;

    /** The answers of the next writes are lost; they are applied. */
    int lostAnswers;

    StoredObject(Fleet fleet) {
        history.add(new Version(1, fleet, false, null, null));
    }

    Version latest() {
        return history.getLast();
    }

    /** What a cache shows that is some versions behind. */
    Version stale(int behind) {
        return history.get(Math.max(0, history.size() - 1 - behind));
    }

    FleetRecord record() {
        FleetRecord record = latest().record();
        if (record == null) {
            throw new AssertionError("the ledger is not initialised");
        }
        return record;
    }

    FleetReport report() {
        FleetReport report = latest().report();
        if (report == null) {
            throw new AssertionError("nothing was told yet");
        }
        return report;
    }

    Fleet fleet() {
        return latest().fleet();
    }

    int statusWrites() {
        return statusWrites;
    }

    boolean gone() {
        return gone;
    }

    /** The owner changes the spec. */
    void edit(UnaryOperator<Fleet> change) {
        Version now = latest();
        put(change.apply(now.fleet()), now.finalizer(), now.record(), now.report());
    }

    /** Somebody wipes the status, or restores an older one. */
    void overwriteStatus(@Nullable FleetRecord record) {
        Version now = latest();
        put(now.fleet(), now.finalizer(), record, now.report());
    }

    void finalizer(boolean present) {
        Version now = latest();
        if (now.finalizer() != present) {
            put(now.fleet(), present, now.record(), now.report());
        }
    }

    /** The finalizer is removed from an object under deletion: it is gone. */
    void letGo() {
        gone = true;
    }

    /** A compare-and-set of the status. */
    boolean writeStatus(Version expected, FleetRecord record, @Nullable FleetReport report) {
        if (conflicts > 0) {
            conflicts--;
            return false;
        }
        if (gone || latest().number() != expected.number()) {
            return false;
        }
        statusWrites++;
        put(expected.fleet(), expected.finalizer(), record, report);
        return true;
    }

    private void put(
            Fleet fleet,
            boolean finalizer,
            @Nullable FleetRecord record,
            @Nullable FleetReport report) {
        history.add(new Version(latest().number() + 1, fleet, finalizer, record, report));
        if (history.size() > 2_000) {
            history.subList(0, 1_000).clear();
        }
    }
}
