package io.spotkeeper.keeper;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A fleet being described by a test: mutable, so that each test says only what matters to it. */
final class Fleets {
    static final String REGION = "r1";
    static final CapacityPool A = pool("z1", "small");
    static final CapacityPool B = pool("z2", "small");
    static final CapacityPool C = pool("z3", "small");

    String uid = "11111111-2222-3333-4444-555555555555";
    @Nullable String adopted;
    long generation = 1;
    Fleet.RequestType type = Fleet.RequestType.PERSISTENT;
    Fleet.AllocationStrategy strategy = Fleet.AllocationStrategy.PRIORITIZED;
    long target = 1;
    boolean paused;
    List<PoolRule> pools = List.of(rule(A));
    String image = "img-1";
    LaunchTemplate.@Nullable PublicIp address;
    @Nullable GroupTerms group;
    Fleet.Limits limits = Fleet.Limits.NONE;
    boolean deleting;
    Fleet.DeletionPolicy deletion = Fleet.DeletionPolicy.TERMINATE;

    /** A fleet that wants so many instances of pool A. */
    static Fleet of(int target) {
        return like(f -> f.target = target);
    }

    static Fleet like(java.util.function.Consumer<Fleets> change) {
        Fleets fleets = new Fleets();
        change.accept(fleets);
        return fleets.fleet();
    }

    /** The same fleet after an edit. */
    static Fleet edited(Fleet fleet, java.util.function.Consumer<Fleets> change) {
        Fleets edit = new Fleets();
        edit.uid = fleet.id().uid();
        edit.adopted = fleet.adoptedUid();
        edit.generation = fleet.generation() + 1;
        edit.type = fleet.requestType();
        edit.strategy = fleet.strategy();
        edit.target = fleet.target() / Fleet.UNIT;
        edit.paused = fleet.paused();
        edit.pools = fleet.pools();
        edit.image = fleet.template().imageId();
        edit.address = fleet.template().publicIp();
        edit.group = fleet.group();
        edit.limits = fleet.limits();
        edit.deleting = fleet.deleting();
        edit.deletion = fleet.deletionPolicy();
        change.accept(edit);
        return edit.fleet();
    }

    Fleet fleet() {
        Fleet fleet =
                new Fleet(
                        new FleetId(uid, "ComputeEnvironment", "team", "workers"),
                        adopted,
                        generation,
                        type,
                        strategy,
                        target * Fleet.UNIT,
                        paused,
                        pools,
                        template(),
                        limits,
                        deleting,
                        deletion);
        return group == null ? fleet : fleet.grouped(group);
    }

    private LaunchTemplate template() {
        return new LaunchTemplate(
                image,
                "workers",
                null,
                List.of(),
                List.of(),
                null,
                null,
                List.of(),
                address,
                null,
                null,
                true,
                true,
                null,
                Map.of("team", "blue"),
                null,
                null);
    }

    /** The terms of a group that wants one instance of the usual region. */
    static GroupTerms terms(@Nullable Instant until, boolean dryRun) {
        return new GroupTerms(
                Objective.LOWEST_PRICE,
                Problem.Supply.MULTIPLE,
                List.of(new GroupTerms.Share(REGION, Market.SPOT, Fleet.UNIT)),
                null,
                GroupTerms.Leaving.TERMINATE,
                GroupTerms.Leaving.TERMINATE,
                null,
                until,
                dryRun,
                Map.of());
    }

    void buysFrom(CapacityPool... some) {
        List<PoolRule> rules = new ArrayList<>();
        for (CapacityPool pool : some) {
            rules.add(rule(pool));
        }
        pools = rules;
    }

    static CapacityPool pool(String zone, String type) {
        return new CapacityPool(REGION, zone, type, Market.SPOT);
    }

    static PoolRule rule(CapacityPool pool) {
        return new PoolRule(pool, null, List.of(), null, Fleet.UNIT);
    }

    static PoolRule rule(CapacityPool pool, @Nullable String bid, long weight) {
        return new PoolRule(
                pool, null, List.of(), bid == null ? null : new BigDecimal(bid), weight);
    }
}
