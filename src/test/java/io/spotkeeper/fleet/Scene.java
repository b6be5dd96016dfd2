package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A situation being described by a planner's test: it says only what matters to it. */
final class Scene {
    static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    static final CapacityPool A = pool("z1", "small");
    static final CapacityPool B = pool("z2", "small");
    static final CapacityPool C = pool("z3", "small");

    Fleet.RequestType type = Fleet.RequestType.PERSISTENT;
    Fleet.AllocationStrategy strategy = Fleet.AllocationStrategy.PRIORITIZED;
    long target = 1;
    boolean paused;
    final List<PoolRule> rules = new ArrayList<>();
    Fleet.Limits limits = Fleet.Limits.NONE;
    AccountRoom account = AccountRoom.UNLIMITED;
    String image = "img";

    final List<Member> members = new ArrayList<>();
    final Map<CapacityPool, Offer> offers = new HashMap<>();
    final Map<String, Instant> coolSubnets = new HashMap<>();
    final List<LaunchIntent> intents = new ArrayList<>();
    final List<Farewell> terminations = new ArrayList<>();
    final List<LaunchCount> recent = new ArrayList<>();
    @Nullable RequestProgress request;
    @Nullable GroupTerms group;
    long generation = 3;
    boolean confirmed;
    boolean everLaunched = true;
    int lost;

    static CapacityPool pool(String zone, String type) {
        return new CapacityPool("r1", zone, type, Market.SPOT);
    }

    Scene wants(long thousandths) {
        target = thousandths;
        return this;
    }

    Scene from(CapacityPool... pools) {
        for (CapacityPool pool : pools) {
            rule(pool, null, Fleet.UNIT);
        }
        return this;
    }

    Scene rule(CapacityPool pool, @Nullable String bid, long weight, String... subnets) {
        rules.add(
                new PoolRule(
                        pool,
                        null,
                        List.of(subnets),
                        bid == null ? null : new BigDecimal(bid),
                        weight));
        return this;
    }

    Scene price(CapacityPool pool, @Nullable String price) {
        return offer(pool, price, Offer.Stock.AVAILABLE, null, Integer.MAX_VALUE);
    }

    Scene stock(CapacityPool pool, Offer.Stock stock) {
        return offer(pool, "0.10", stock, null, Integer.MAX_VALUE);
    }

    Scene cooling(CapacityPool pool, RefusalKind kind, Duration left) {
        return offer(
                pool,
                "0.10",
                Offer.Stock.AVAILABLE,
                new CoolDown(NOW, NOW.plus(left), new Refusal(kind, "Code", "message of " + kind)),
                1);
    }

    Scene offer(
            CapacityPool pool,
            @Nullable String price,
            Offer.Stock stock,
            @Nullable CoolDown coolDown,
            int batchLimit) {
        offers.put(
                pool,
                new Offer(
                        price == null ? null : new BigDecimal(price),
                        price == null ? null : PriceSource.MARKET,
                        stock,
                        NOW.minusSeconds(10),
                        coolDown,
                        batchLimit));
        return this;
    }

    Scene live(CapacityPool pool, int count) {
        for (int i = 0; i < count; i++) {
            member(pool, InstanceState.RUNNING, Duration.ofHours(1), Fleet.UNIT);
        }
        return this;
    }

    Member member(CapacityPool pool, InstanceState state, Duration age, long weight) {
        return member(pool, state, age, weight, false);
    }

    Member member(
            CapacityPool pool, InstanceState state, Duration age, long weight, boolean guarded) {
        String id = String.format("i-%04d", members.size());
        Instance instance =
                new Instance(id, pool, state, Map.of(), NOW.minus(age), null, null, false, null);
        Member member = new Member(id, instance, weight, false, guarded);
        members.add(member);
        return member;
    }

    Member unseen(long weight) {
        String id = String.format("i-%04d", members.size());
        Member member = new Member(id, null, weight, false, false);
        members.add(member);
        return member;
    }

    /** An open intent that was not seen yet. */
    Scene landing(CapacityPool pool, int count, long weight) {
        intents.add(
                new LaunchIntent(
                        "intent-" + intents.size(),
                        pool,
                        null,
                        count,
                        weight,
                        null,
                        true,
                        LaunchIntent.Purpose.GROWTH,
                        "hash",
                        NOW,
                        1,
                        NOW,
                        false,
                        null,
                        LaunchIntent.Outcome.OPEN,
                        List.of()));
        return this;
    }

    Scene terminating(int count) {
        for (int i = 0; i < count; i++) {
            terminations.add(new Farewell("t-" + i, "r1", Farewell.Reason.SCALE_IN, NOW));
        }
        return this;
    }

    Fleet fleet() {
        return group == null ? ungrouped() : ungrouped().grouped(group);
    }

    private Fleet ungrouped() {
        return new Fleet(
                new FleetId("uid", "ComputeEnvironment", "ns", "name"),
                null,
                generation,
                type,
                strategy,
                target,
                paused,
                rules,
                new LaunchTemplate(
                        image,
                        "n",
                        null,
                        List.of(),
                        List.of(),
                        null,
                        null,
                        List.of(),
                        null,
                        null,
                        null,
                        true,
                        true,
                        null,
                        Map.of("a", "1", "b", "2"),
                        null,
                        null),
                limits,
                false,
                Fleet.DeletionPolicy.TERMINATE);
    }

    Situation situation() {
        Ledger ledger =
                new Ledger(
                        1,
                        new TreeSet<>(members.stream().map(Member::id).toList()),
                        intents,
                        terminations,
                        List.of(),
                        recent,
                        null);
        FleetRecord record =
                new FleetRecord(ledger, request, everLaunched, new TreeSet<>(), 0, null, List.of());
        long landing = intents.stream().mapToLong(i -> i.count() * i.weight()).sum();
        int count = intents.stream().mapToInt(LaunchIntent::count).sum();
        return new Situation(
                record,
                new FleetView(members, landing, count, confirmed),
                offers,
                coolSubnets,
                lost,
                NOW,
                account);
    }

    Decision decide() {
        return FleetPlanner.decide(fleet(), situation());
    }

    /** What is launched, as {@code zone×count}. */
    List<String> launches() {
        return launches(decide());
    }

    static List<String> launches(Decision decision) {
        return decision.actions().stream()
                .filter(a -> a instanceof Action.Launch)
                .map(a -> (Action.Launch) a)
                .map(l -> l.rule().pool().zone() + "×" + l.count())
                .toList();
    }

    /** What is terminated, by id. */
    List<String> terminated() {
        return decide().actions().stream()
                .filter(a -> a instanceof Action.Terminate)
                .flatMap(a -> ((Action.Terminate) a).members().stream())
                .map(Member::id)
                .toList();
    }
}
