package io.spotkeeper.simulation;

import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.keeper.FleetReport;
import io.spotkeeper.keeper.LedgerStore;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The books of one object during one pass of one process. */
final class ObjectLedger implements LedgerStore {
    private final Shell shell;
    private final Life life;
    private final ObjectStore store;
    private final long begunNanos;
    private final Map<String, Inventory> listings;
    private FleetObject object;

    /** The books for a pass that begins now. */
    ObjectLedger(Shell shell, Life life, ObjectStore store, long nanos, FleetObject object) {
        this.shell = shell;
        this.life = life;
        this.store = store;
        this.begunNanos = nanos;
        this.listings = shell.listings(object);
        this.object = object;
    }

    FleetObject object() {
        return object;
    }

    @Override
    public @Nullable FleetRecord current() {
        return object.record();
    }

    @Override
    public boolean finalizerPresent() {
        return object.finalizer();
    }

    @Override
    public boolean write(FleetRecord record, @Nullable FleetReport report) {
        FleetReport next = report == null ? object.report() : report;
        if (record.equals(object.record()) && (same(object.report(), next) || yields(next))) {
            return true;
        }
        Mishap mishap = life.reach(Call.WRITE);
        FleetObject written = null;
        if (mishap != Mishap.LOSE_REQUEST && mishap != Mishap.CONFLICT) {
            shell.decides(
                    begunNanos, listings, object, object.with(object.version() + 1, record, next));
            written = store.compareAndSet(object, record, next);
            shell.notes(written == null ? "meets a conflict" : "writes " + words(record));
        }
        life.applied(Call.WRITE, mishap);
        if (written == null || mishap == Mishap.LOSE_ANSWER) {
            return false;
        }
        object = written;
        shell.knows(written);
        if (next != null) {
            shell.tells(object.uid(), next);
        }
        return true;
    }

    private boolean yields(@Nullable FleetReport next) {
        return next != null && shell.yields(object.uid(), next);
    }

    private static String words(FleetRecord record) {
        Ledger ledger = record.ledger();
        StringBuilder words = new StringBuilder();
        words.append("books ")
                .append(ledger.settlement())
                .append(", known ")
                .append(ledger.known());
        for (LaunchIntent i : ledger.intents()) {
            words.append(", intent ").append(i.id(), 0, 8).append(" x").append(i.count());
            words.append(" #").append(i.attempts()).append(' ').append(i.outcome());
            words.append(i.instanceIds()).append(i.noMoreSends() ? " no more sends" : "");
        }
        ledger.terminations().forEach(f -> words.append(", terminating ").append(f.instanceId()));
        ledger.releases().forEach(f -> words.append(", releasing ").append(f.instanceId()));
        return words.append(ledger.suspectSince() == null ? "" : ", suspect").toString();
    }

    // As the operator's status: prices and times go along when a fact changes, never alone.
    static boolean same(@Nullable FleetReport a, @Nullable FleetReport b) {
        if (a == null || b == null) {
            return a == b;
        }
        return Objects.equals(a.view(), b.view())
                && a.departing().equals(b.departing())
                && still(a.explanation()).equals(still(b.explanation()));
    }

    private static Explanation still(Explanation e) {
        boolean priced =
                e.reason() == Reason.PRICE_BELOW_MARKET || e.reason() == Reason.BUDGET_REACHED;
        List<Explanation.PoolVerdict> pools =
                e.pools().stream()
                        .map(p ->
                                new Explanation.PoolVerdict(
                                        p.pool(),
                                        p.verdict(),
                                        p.count(),
                                        null,
                                        null,
                                        p.reason(),
                                        null))
                        .toList();
        return new Explanation(e.reason(), priced ? "" : e.message(), pools, e.next());
    }

    @Override
    public boolean refresh() {
        Mishap mishap = life.reach(Call.READ);
        FleetObject present = store.present(object);
        life.applied(Call.READ, mishap);
        if (present == null) {
            return false;
        }
        object = present;
        return true;
    }
}
