package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.CoolDownPolicy;
import io.spotkeeper.cloud.CoolDowns;
import io.spotkeeper.cloud.RequestBudget;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.Activity;
import io.spotkeeper.inventory.InventoryBook;
import io.spotkeeper.inventory.OfferBook;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** One operator process: its memory is lost when it ends, the object and the cloud stay. */
final class Replica {
    static final String CLUSTER = "cluster-1";

    private final StoredObject object;
    private final TimeSource time;
    private final Timing timing;
    private final RandomGenerator random;
    private final CloudProvider provider;
    final Effects effects = new Effects();
    final List<Activity> news = new ArrayList<>();

    FleetKeeper keeper;
    InventoryBook book;
    OfferBook offers;
    AccountCloud account;

    /** Shared with other fleets where a test says so. */
    AccountAllowance allowance = new AccountAllowance();

    /** How many versions its cache is behind. */
    int staleness;

    Replica(StoredObject object, ScriptedCloud cloud, TimeSource time, Timing timing, long seed) {
        this.object = object;
        this.time = time;
        this.timing = timing;
        this.random = new SplittableRandom(seed);
        this.provider = cloud.connect(effects);
        start();
    }

    /** The process starts, or starts again: it has seen nothing yet. */
    void start() {
        keeper = new FleetKeeper(timing, time, random);
        book = new InventoryBook(provider, time);
        offers = new OfferBook(provider, time);
        account =
                new AccountCloud(
                        CLUSTER,
                        provider,
                        book,
                        offers,
                        new CoolDowns(CoolDownPolicy.DEFAULT, random),
                        new RequestBudget(time),
                        AccountCloud.nothingLearnt(),
                        new AccountAllowance());
    }

    /** Lists every region of the fleet; tells whether any of its instances changed. */
    boolean list() {
        boolean changed = false;
        for (String region : regions()) {
            changed |= book.take(region).changedFleets().contains(object.fleet().id().uid());
        }
        return changed;
    }

    private SortedSet<String> regions() {
        SortedSet<String> regions = new TreeSet<>(object.fleet().regions());
        if (object.latest().record() != null) {
            regions.addAll(object.record().regionsInUse());
        }
        return regions;
    }

    /**
     * One pass, as the operator's shell makes it: the first write makes the ledger, then comes the
     * finalizer, and only then the rest.
     *
     * @return absent when the process ended in the middle, and was started again
     */
    @Nullable PassResult pass() {
        StoredObject.Version read = object.stale(staleness);
        staleness = 0;
        try {
            PassResult result =
                    keeper.pass(
                            read.fleet(),
                            account.within(allowance),
                            new MemoryStore(object, read, effects));
            if (object.latest().record() != null && !object.fleet().deleting()) {
                object.finalizer(true);
            }
            if (result.letGo()) {
                object.letGo();
            }
            news.addAll(result.news());
            return result;
        } catch (Effects.Crash e) {
            start();
            return null;
        }
    }

    /** What was told, as reasons. */
    List<String> told() {
        return news.stream().map(Activity::reason).toList();
    }
}
