package io.spotkeeper.keeper;

import io.spotkeeper.fleet.FleetRecord;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One process's hold on a {@link StoredObject}, for one pass. */
final class MemoryStore implements LedgerStore {
    private final StoredObject object;
    private final Effects effects;
    private StoredObject.Version read;

    /** A store that has read this version, which a cache may have shown too late. */
    MemoryStore(StoredObject object, StoredObject.Version read, Effects effects) {
        this.object = object;
        this.read = read;
        this.effects = effects;
    }

    @Override
    public @Nullable FleetRecord current() {
        return read.record();
    }

    @Override
    public boolean finalizerPresent() {
        return read.finalizer();
    }

    @Override
    public boolean write(FleetRecord record, @Nullable FleetReport report) {
        FleetReport told = report == null ? read.report() : report;
        if (record.equals(read.record()) && same(told, read.report())) {
            return true;
        }
        effects.reach("write:before");
        boolean written = object.writeStatus(read, record, told);
        effects.reach("write:after");
        if (!written) {
            return false;
        }
        read = object.latest();
        if (object.lostAnswers > 0) {
            object.lostAnswers--;
            return false;
        }
        return true;
    }

    // A cost alone is not worth a write: the operator waits until it moved by a twentieth.
    private static boolean same(@Nullable FleetReport a, @Nullable FleetReport b) {
        return Objects.equals(withoutCost(a), withoutCost(b));
    }

    private static @Nullable FleetReport withoutCost(@Nullable FleetReport report) {
        return report == null
                ? null
                : new FleetReport(report.view(), report.departing(), report.explanation(), null);
    }

    @Override
    public boolean refresh() {
        effects.reach("refresh");
        read = object.latest();
        return !object.gone();
    }
}
