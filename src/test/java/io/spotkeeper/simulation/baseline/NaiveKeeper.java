package io.spotkeeper.simulation.baseline;

import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetRecord;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.LaunchIntent;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.inventory.Inventory;
import io.spotkeeper.keeper.AccountCloud;
import io.spotkeeper.keeper.LedgerStore;
import io.spotkeeper.keeper.PassResult;
import io.spotkeeper.simulation.Violation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/**
 * Keeps fleets at their size as well-known controllers do, in place of the production keeper. The
 * ids of what was bought stand in the status. Tokens are not used, nor are settling times.
 */
public final class NaiveKeeper {
    /** What it does about instances that a crash kept out of the status. */
    public enum Habit {
        /** It counts every listed instance with the fleet's tag (Cluster API, Gardener). */
        TAG_LOOKUP,
        /** It terminates tagged instances that stand in no status and are not young (Karpenter). */
        COLLECT,
        /** It marks the status before it buys, and stops for good at a stale mark (Crossplane). */
        BLOCK
    }

    /** For how long after a launch absence means nothing: Karpenter's and Crossplane's value. */
    private static final Duration YOUNG = Duration.ofSeconds(30);

    private static final Duration COOL_DOWN = Duration.ofSeconds(30);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final int WRITES = 3;

    /** No run needs as many; a keeper that fights another one has soon made more. */
    private static final int MOST_LAUNCHES = 100;

    private static final SendDeadline NO_DEADLINE = () -> false;

    private final Habit habit;
    private final TimeSource time;
    private final RandomGenerator random;
    private int launches;
    private final Map<String, Long> boughtAt = new HashMap<>();
    private final Map<CapacityPool, Long> coolUntil = new HashMap<>();

    /** A keeper with an empty memory. */
    public NaiveKeeper(Habit habit, TimeSource time, RandomGenerator random) {
        this.habit = habit;
        this.time = time;
        this.random = random;
    }

    /** It remembers nothing of single fleets. */
    public void forget(String fleetUid) {}

    /** One pass over one fleet. */
    public PassResult pass(Fleet fleet, AccountCloud cloud, LedgerStore store) {
        FleetRecord record = store.current();
        if (record == null) {
            store.write(FleetRecord.EMPTY, null);
            return result(false, false);
        }
        String region = fleet.regions().first();
        Optional<Inventory> listing = cloud.inventories().latest(region);
        if (listing.isEmpty()) {
            return result(true, false);
        }
        TreeMap<String, Instance> tagged = new TreeMap<>();
        for (Instance instance : listing.get().fleet(fleet.id().uid())) {
            if (instance.state().live()) {
                tagged.put(instance.id(), instance);
            }
        }
        List<String> dead = dead(record, tagged, cloud, region);
        if (!dead.isEmpty() && !save(store, r -> r.with(r.ledger().forgetting(dead)))) {
            return result(true, false);
        }
        FleetRecord now = store.current() == null ? record : store.current();
        return sized(fleet, cloud, store, now, region, tagged);
    }

    private PassResult sized(
            Fleet fleet,
            AccountCloud cloud,
            LedgerStore store,
            FleetRecord record,
            String region,
            Map<String, Instance> tagged) {
        List<String> members = new ArrayList<>(record.ledger().known());
        List<String> strays = tagged.keySet().stream().filter(id -> !members.contains(id)).toList();
        if (fleet.deleting()) {
            members.addAll(strays);
            giveUp(fleet, cloud, store, region, members);
            return result(true, members.isEmpty());
        }
        if (fleet.paused()) {
            return result(false, false);
        }
        if (habit == Habit.TAG_LOOKUP && !strays.isEmpty()) {
            members.addAll(strays);
            save(store, r -> r.with(r.ledger().knowing(strays)));
        } else if (habit == Habit.COLLECT) {
            List<String> garbage =
                    tagged.values().stream()
                            .filter(i -> strays.contains(i.id()))
                            .filter(i -> i.createdAt().plus(YOUNG).isBefore(time.now()))
                            .map(Instance::id)
                            .toList();
            giveUp(fleet, cloud, store, region, garbage);
        }
        int target = (int) (fleet.target() / Fleet.UNIT);
        if (members.size() > target) {
            giveUp(fleet, cloud, store, region, members.subList(target, members.size()));
        } else if (members.size() < target && record.ledger().intents().isEmpty()) {
            buy(fleet, cloud, store, record, target - members.size());
        }
        return result(members.size() != target, false);
    }

    /** Ids in the status that are neither listed nor found by id, and not just bought. */
    private List<String> dead(
            FleetRecord record, Map<String, Instance> tagged, AccountCloud cloud, String region) {
        List<String> missing =
                record.ledger().known().stream()
                        .filter(id -> !tagged.containsKey(id) && !young(id))
                        .toList();
        if (missing.isEmpty()) {
            return missing;
        }
        return switch (cloud.provider().describe(region, missing)) {
            case Description.Failed _ -> List.of();
            case Description.Found found ->
                    missing.stream()
                            .filter(id -> {
                                Instance instance = found.found().get(id);
                                return instance == null || !instance.state().live();
                            })
                            .toList();
        };
    }

    private boolean young(String id) {
        Long at = boughtAt.get(id);
        return at != null && time.monotonicNanos() - at < YOUNG.toNanos();
    }

    private void giveUp(
            Fleet fleet,
            AccountCloud cloud,
            LedgerStore store,
            String region,
            Collection<String> ids) {
        if (ids.isEmpty()) {
            return;
        }
        if (fleet.deleting() && fleet.deletionPolicy() == Fleet.DeletionPolicy.RETAIN) {
            cloud.provider().untag(region, ids, Ownership.KEYS, NO_DEADLINE);
        } else {
            cloud.provider().terminate(region, ids, true, NO_DEADLINE);
        }
        save(store, r -> r.with(r.ledger().forgetting(ids)));
    }

    private void buy(
            Fleet fleet, AccountCloud cloud, LedgerStore store, FleetRecord record, int count) {
        for (PoolRule rule : fleet.pools()) {
            if (coolUntil.getOrDefault(rule.pool(), Long.MIN_VALUE) > time.monotonicNanos()) {
                continue;
            }
            if (++launches > MOST_LAUNCHES) {
                throw new Violation("I5", "it buys without end");
            }
            String token = new UUID(random.nextLong(), random.nextLong()).toString();
            FleetRecord marked =
                    record.launchingIn(fleet.regions())
                            .with(record.ledger().opening(mark(token, rule, count)));
            if (habit == Habit.BLOCK && !store.write(marked, null)) {
                return;
            }
            record(
                    store,
                    rule,
                    token,
                    cloud.provider()
                            .launch(request(fleet, cloud, rule, token, count), NO_DEADLINE));
            return;
        }
    }

    private void record(LedgerStore store, PoolRule rule, String token, LaunchOutcome outcome) {
        switch (outcome) {
            case LaunchOutcome.Launched launched -> {
                List<String> ids = launched.instanceIds();
                ids.forEach(id -> boughtAt.put(id, time.monotonicNanos()));
                save(store, r -> r.with(r.ledger().closing(token).knowing(ids)));
            }
            case LaunchOutcome.Refused _ -> {
                coolUntil.put(rule.pool(), time.monotonicNanos() + COOL_DOWN.toNanos());
                if (habit == Habit.BLOCK) {
                    save(store, r -> r.with(r.ledger().closing(token)));
                }
            }
            case LaunchOutcome.Unknown _ -> {}
        }
    }

    private LaunchIntent mark(String token, PoolRule rule, int count) {
        return new LaunchIntent(
                token,
                rule.pool(),
                null,
                count,
                rule.weight(),
                null,
                true,
                LaunchIntent.Purpose.GROWTH,
                "",
                time.now(),
                1,
                time.now(),
                true,
                null,
                LaunchIntent.Outcome.OPEN,
                List.of());
    }

    private static LaunchRequest request(
            Fleet fleet, AccountCloud cloud, PoolRule rule, String token, int count) {
        return new LaunchRequest(
                token,
                rule.pool(),
                rule.vpcId(),
                null,
                count,
                true,
                rule.maxPrice(),
                fleet.template(),
                Ownership.tags(cloud.cluster(), fleet.id(), token, rule.weight()));
    }

    /** Writes, and once more on what is there after a conflict. */
    private static boolean save(LedgerStore store, UnaryOperator<FleetRecord> change) {
        for (int write = 0; write < WRITES; write++) {
            FleetRecord record = store.current();
            if (record != null && store.write(change.apply(record), null)) {
                return true;
            }
            if (!store.refresh()) {
                return false;
            }
        }
        return false;
    }

    private static PassResult result(boolean soon, boolean letGo) {
        return new PassResult(List.of(), INTERVAL, true, soon, letGo);
    }
}
