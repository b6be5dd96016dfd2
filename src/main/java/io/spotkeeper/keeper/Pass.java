package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ledger;
import io.spotkeeper.fleet.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One look at one fleet: what is worked on, what has happened so far, when to look again. */
final class Pass {
    final Fleet fleet;
    final AccountCloud cloud;
    final LedgerStore store;
    final Evidence evidence;
    final TimeSource time;
    final Instant now;
    final long nanos;

    private final Map<String, String> fingerprints = new HashMap<>();

    /** The record as of the last successful write, with what was found out since. */
    FleetRecord record;

    private final List<Activity> news = new ArrayList<>();
    private final Map<CapacityPool, Refusal> failedPools = new LinkedHashMap<>();
    private final Map<String, List<String>> untagged = new LinkedHashMap<>();
    private int lost;
    private @Nullable Duration again;
    private boolean atNextListing;
    private boolean listNow;

    /** The settlement counter rises with the next write, by what this pass concluded. */
    boolean concluded;

    /** The last failure of a by-id question or a termination, for the explanation. */
    @Nullable CloudFailure trouble;

    Pass(
            Fleet fleet,
            AccountCloud cloud,
            LedgerStore store,
            Evidence evidence,
            FleetRecord record,
            TimeSource time) {
        this.fleet = fleet;
        this.cloud = cloud;
        this.store = store;
        this.evidence = evidence;
        this.record = record;
        this.time = time;
        this.now = time.now();
        this.nanos = time.monotonicNanos();
    }

    /** Identifies what is bought in a region now. */
    String fingerprint(String region) {
        return fingerprints.computeIfAbsent(region, r -> fleet.template(r).fingerprint());
    }

    /** Every region that may hold an instance of this fleet. */
    SortedSet<String> regions() {
        SortedSet<String> regions = new TreeSet<>(fleet.regions());
        regions.addAll(record.regionsInUse());
        return regions;
    }

    /** Tells an activity: in the log of the record, and as an event after the pass. */
    void tell(Activity activity) {
        news.add(activity);
        record = record.logging(List.of(activity));
    }

    /** Tells an activity that is over as it begins. */
    void tell(
            Activity.Type type,
            boolean succeeded,
            String cause,
            String reason,
            String message,
            List<String> ids) {
        tell(new Activity(type, succeeded, cause, reason, message, ids, ids.size(), now, now));
    }

    /**
     * Holds a failure against a pool: once per pass however many instances failed, and once per
     * instance however often a pass has to start over.
     */
    void hold(Instance instance, Refusal refusal) {
        if (evidence.held.add(instance.id())) {
            failedPools.putIfAbsent(instance.pool(), refusal);
        }
    }

    /** Tells the account which pools failed since this was last called. */
    void holdAgainstPools() {
        failedPools.forEach((pool, refusal) -> cloud.coolDowns().failed(pool, refusal, now));
        failedPools.clear();
    }

    /** Counts instances lost without our asking; they are still to be replaced. */
    void lose(int count) {
        lost += count;
    }

    /** Instances lost without our asking and not replaced yet. */
    int lost() {
        return evidence.lost + lost;
    }

    /** Wants our tags put on instances that an intent bought, once the record allows it. */
    void tagLater(String intentId, List<String> ids) {
        untagged.put(intentId, List.copyOf(ids));
    }

    /** Instances that want tags, by the intent that bought them. */
    Map<String, List<String>> untagged() {
        return untagged;
    }

    /** The record was written: what was found out in this pass is not found out again. */
    void written() {
        evidence.failedWrites = 0;
        evidence.held.clear();
        evidence.lost += lost;
        lost = 0;
        if (concluded) {
            concluded = false;
            evidence.concluding(record.ledger().settlement());
        }
        evidence.read(record.ledger(), time.monotonicNanos());
    }

    List<Activity> news() {
        return news;
    }

    /** Look again after this time at the latest. */
    void lookAgain(Duration delay) {
        Duration positive = delay.isNegative() ? Duration.ZERO : delay;
        again = again == null || positive.compareTo(again) < 0 ? positive : again;
    }

    /** Look again when the next listing is in. */
    void lookAtNextListing() {
        atNextListing = true;
    }

    /** Look again when the next listing is in, and make that soon. */
    void lookAtOnce() {
        atNextListing = true;
        listNow = true;
    }

    /** Paused: nothing is launched or terminated, unless the fleet is being deleted. */
    boolean resting() {
        return fleet.paused() && !fleet.deleting();
    }

    /** An older record than this process knows of: suspect, and not older than that any more. */
    FleetRecord doubted(FleetRecord older) {
        Ledger ledger = older.ledger().withSettlement(evidence.counter() + 1).suspectedSince(now);
        return older.with(ledger);
    }

    /** Start over: the record could not be written. At once at first, then ever more slowly. */
    PassResult conflict() {
        return PassResult.restart(evidence.afterFailedWrite());
    }

    PassResult result(boolean letGo) {
        return new PassResult(news, again, atNextListing, listNow, letGo);
    }
}
