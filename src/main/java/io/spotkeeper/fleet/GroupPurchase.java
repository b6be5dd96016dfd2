package io.spotkeeper.fleet;

import io.spotkeeper.fleet.Explanation.NextAction;
import io.spotkeeper.fleet.Explanation.Optimality;
import io.spotkeeper.fleet.Shares.Lack;
import io.spotkeeper.fleet.allocation.Allocator;
import io.spotkeeper.fleet.allocation.Candidate;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Plan;
import io.spotkeeper.fleet.allocation.Problem;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a group buys: each share's lack is covered by the best plan over its pools, on demand first.
 * With a limit of money the plans are made with what the fleet is committed to pay, the bids.
 */
final class GroupPurchase {
    private final Fleet fleet;
    private final GroupTerms group;
    private final Situation situation;
    private final Basket basket;
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal lowerBound = BigDecimal.ZERO;
    private @Nullable BigDecimal room;

    private GroupPurchase(Fleet fleet, GroupTerms group, Situation situation) {
        this.fleet = fleet;
        this.group = group;
        this.situation = situation;
        this.basket = new Basket(fleet, situation);
        BigDecimal limit = fleet.limits().maxHourlyCost();
        this.room =
                limit == null
                        ? null
                        : Spending.spent(fleet, situation)
                                .map(spent -> limit.subtract(spent).max(BigDecimal.ZERO))
                                .orElse(BigDecimal.ZERO);
    }

    static Decision decide(Fleet fleet, Situation situation, GroupTerms group) {
        List<Lack> lacks = Shares.lacking(group, situation);
        return lacks.stream().anyMatch(lack -> lack.missing() > 0)
                ? new GroupPurchase(fleet, group, situation).buy(fleet.pools(), lacks)
                : Purchase.satisfied(fleet, situation);
    }

    /**
     * Buys what the shares lack.
     *
     * @param candidates the pools that may be asked
     * @param most capacity to buy at most, but for the last instance, thousandths
     */
    static Decision buy(
            Fleet fleet,
            Situation situation,
            GroupTerms group,
            List<PoolRule> candidates,
            long most) {
        return new GroupPurchase(fleet, group, situation)
                .buy(candidates, bounded(Shares.lacking(group, situation), most));
    }

    private Decision buy(List<PoolRule> candidates, List<Lack> lacks) {
        List<PoolRule> open = candidates.stream().filter(basket::open).toList();
        if (group.supply() == Problem.Supply.SINGLE) {
            open = ofOneType(open, lacks);
        }
        for (Lack lack : lacks) {
            GroupTerms.Share share = lack.share();
            if (lack.missing() > 0 && !spills(share)) {
                cover(lack.missing(), in(open, share::covers), share::covers);
            } else if (lack.missing() > 0) {
                Predicate<CapacityPool> elsewhere =
                        pool -> pool.market() == share.market() && !share.covers(pool);
                cover(lack.missing(), in(open, elsewhere), elsewhere);
            }
        }
        return basket.decision(new Optimality(cost, lowerBound));
    }

    private static List<Lack> bounded(List<Lack> lacks, long most) {
        List<Lack> bounded = new ArrayList<>();
        long left = most;
        for (Lack lack : lacks) {
            long missing = Math.min(left, lack.missing());
            bounded.add(new Lack(lack.share(), missing));
            left -= missing;
        }
        return bounded;
    }

    private static List<PoolRule> in(List<PoolRule> rules, Predicate<CapacityPool> where) {
        return rules.stream().filter(rule -> where.test(rule.pool())).toList();
    }

    // ---- one share ----

    /** What the cloud says is sold out is asked only where the rest cannot cover the demand. */
    private void cover(long demand, List<PoolRule> rules, Predicate<CapacityPool> where) {
        List<PoolRule> sure =
                rules.stream().filter(rule -> !situation.offer(rule.pool()).doubtful()).toList();
        Plan plan = solve(demand, sure, where);
        if (plan.covered() || sure.size() == rules.size()) {
            take(plan, sure);
        } else {
            take(solve(demand, rules, where), rules);
        }
    }

    private Plan solve(long demand, List<PoolRule> rules, Predicate<CapacityPool> where) {
        return Allocator.solve(
                new Problem(
                        Math.min(demand, Problem.MOST_DEMAND),
                        rules.stream().map(this::candidate).toList(),
                        group.objective(),
                        Problem.Supply.MULTIPLE,
                        room,
                        group.objective() == Objective.DIVERSIFIED ? byZone(where) : Map.of()));
    }

    private Candidate candidate(PoolRule rule) {
        Offer offer = situation.offer(rule.pool());
        return new Candidate(
                rule.pool().zone(),
                rule.pool().instanceType(),
                rule.weight(),
                room == null ? offer.price() : Spending.committed(rule, offer).orElse(null),
                room != null && Spending.committed(rule, offer).isEmpty() ? 0 : basket.limit(rule),
                offer.vcpus(),
                rule.priority());
    }

    private Map<String, Long> byZone(Predicate<CapacityPool> where) {
        Set<String> zones = new TreeSet<>();
        fleet.pools().stream()
                .filter(rule -> where.test(rule.pool()))
                .forEach(rule -> zones.add(rule.pool().zone()));
        Map<String, Long> held = new HashMap<>();
        for (String zone : zones) {
            held.put(
                    zone,
                    Shares.held(situation, pool -> where.test(pool) && pool.zone().equals(zone)));
        }
        return held;
    }

    private void take(Plan plan, List<PoolRule> rules) {
        cost = cost.add(plan.cost());
        lowerBound = lowerBound.add(plan.lowerBound());
        for (int i = 0; i < rules.size(); i++) {
            PoolRule rule = rules.get(i);
            int taken = basket.take(rule, plan.counts().get(i));
            if (room != null) {
                BigDecimal each =
                        Spending.committed(rule, situation.offer(rule.pool()))
                                .orElse(BigDecimal.ZERO);
                room = room.subtract(each.multiply(BigDecimal.valueOf(taken))).max(BigDecimal.ZERO);
            }
        }
    }

    // ---- one type for all ----

    /**
     * The pools of the one type that supplies the group: the type that is there already, else the
     * one whose best plan for everything that is missing comes first.
     */
    private List<PoolRule> ofOneType(List<PoolRule> open, List<Lack> lacks) {
        Optional<String> type = typeThere().or(() -> bestType(open, lacks));
        return type.map(t -> in(open, pool -> pool.instanceType().equals(t))).orElse(List.of());
    }

    private Optional<String> typeThere() {
        return fleet.pools().stream()
                .map(rule -> rule.pool().instanceType())
                .distinct()
                .filter(type -> present(type) > 0)
                .max((a, b) -> Long.compare(present(a), present(b)));
    }

    private long present(String type) {
        long live =
                situation.view().members().stream()
                        .filter(m ->
                                m.instance() != null
                                        && m.instance().pool().instanceType().equals(type))
                        .mapToLong(Member::weight)
                        .sum();
        return live + Landing.capacity(situation, pool -> pool.instanceType().equals(type));
    }

    private Optional<String> bestType(List<PoolRule> open, List<Lack> lacks) {
        List<Lack> wanted = lacks.stream().filter(lack -> lack.missing() > 0).toList();
        List<PoolRule> everywhere =
                open.stream()
                        .filter(rule ->
                                wanted.stream().allMatch(lack -> sells(open, rule, lack.share())))
                        .toList();
        List<PoolRule> rules = everywhere.isEmpty() ? open : everywhere;
        Plan plan =
                Allocator.solve(
                        new Problem(
                                Math.min(
                                        wanted.stream().mapToLong(Lack::missing).sum(),
                                        Problem.MOST_DEMAND),
                                rules.stream().map(this::candidate).toList(),
                                group.objective(),
                                Problem.Supply.SINGLE,
                                room,
                                Map.of()));
        for (int i = 0; i < rules.size(); i++) {
            if (plan.counts().get(i) > 0) {
                return Optional.of(rules.get(i).pool().instanceType());
            }
        }
        return Optional.empty();
    }

    private static boolean sells(List<PoolRule> open, PoolRule like, GroupTerms.Share share) {
        return open.stream()
                .anyMatch(rule ->
                        share.covers(rule.pool())
                                && rule.pool().instanceType().equals(like.pool().instanceType()));
    }

    // ---- spilling over ----

    /** Whether all pools of a share have been refusing for so long that others buy instead. */
    private boolean spills(GroupTerms.Share share) {
        if (group.spillAfter() == null || group.shares(share.market()).size() < 2) {
            return false;
        }
        Instant limit = situation.now().minus(group.spillAfter());
        List<CoolDown> refusals = new ArrayList<>();
        List<PoolRule> rules = in(fleet.pools(), share::covers);
        for (PoolRule rule : rules) {
            CoolDown coolDown = situation.offer(rule.pool()).coolDown();
            if (coolDown != null) {
                refusals.add(coolDown);
            }
        }
        return refusals.size() == rules.size()
                && refusals.stream().noneMatch(refusal -> refusal.since().isAfter(limit));
    }

    // ---- only told ----

    /** What would be bought, where only that is asked for. */
    static Decision told(Fleet fleet, Situation situation, GroupTerms group) {
        Explanation plan = decide(fleet, situation, group).explanation();
        String words =
                plan.pools().stream()
                        .filter(row -> row.verdict() == Explanation.Verdict.CHOSEN)
                        .map(row -> row.count() + " from " + row.pool())
                        .collect(Collectors.joining(", "));
        String message =
                words.isEmpty()
                        ? "Dry run, nothing would be bought now: " + plan.message()
                        : "Dry run: would launch "
                                + words
                                + "; nothing is bought until spec.dryRun is false";
        NextAction next = new NextAction("Wait", Reason.DRY_RUN.label(), null);
        return new Decision(List.of(), plan.rephrased(Reason.DRY_RUN, message, next));
    }
}
