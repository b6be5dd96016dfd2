package io.spotkeeper.fleet;

import io.spotkeeper.fleet.Explanation.NextAction;
import io.spotkeeper.fleet.Explanation.PoolVerdict;
import io.spotkeeper.fleet.Explanation.Verdict;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which pools the missing capacity is bought from. */
final class Purchase {
    /** Most instances in one call: what both clouds accept. */
    static final int MAX_BATCH = 100;

    /** How long a price is believed that says a bid is too low. */
    static final Duration QUOTE_LIFE = Duration.ofMinutes(1);

    private Purchase() {}

    static Decision decide(Fleet fleet, Situation situation) {
        long missing = fleet.target() - situation.view().live() - situation.view().landing();
        if (missing <= 0) {
            return satisfied(fleet, situation);
        }
        return buy(fleet, situation, fleet.pools(), missing);
    }

    /** Everything is live, or on its way. */
    static Decision satisfied(Fleet fleet, Situation situation) {
        FleetView view = situation.view();
        boolean arriving = view.landing() > 0 || view.ready() < fleet.target();
        Explanation explanation =
                arriving
                        ? new Explanation(
                                Reason.LAUNCHING,
                                "Waiting for instances that were launched to run",
                                held(fleet, situation),
                                new NextAction("Wait", Reason.LAUNCHING.label(), null))
                        : new Explanation(
                                Reason.AT_TARGET,
                                "Running capacity meets the target",
                                held(fleet, situation),
                                null);
        return new Decision(List.of(), explanation);
    }

    /** Buys {@code missing} from these candidates as far as limits and pools allow. */
    static Decision buy(Fleet fleet, Situation situation, List<PoolRule> candidates, long missing) {
        Allowance allowance = new Allowance(fleet, situation);
        List<Action> actions = new ArrayList<>();
        Map<CapacityPool, Integer> chosen = new HashMap<>();
        Map<CapacityPool, Obstacle> obstacles = new HashMap<>();
        for (PoolRule rule : ordered(fleet, situation, candidates)) {
            Optional<Obstacle> obstacle = obstacle(fleet, situation, rule);
            if (obstacle.isPresent()) {
                obstacles.put(rule.pool(), obstacle.get());
                continue;
            }
            int wanted = (int) Math.min(units(missing, rule.weight()), Integer.MAX_VALUE);
            int count = Math.min(wanted, situation.offer(rule.pool()).batchLimit());
            int allowed = wanted <= 0 ? 0 : allowance.take(rule, count);
            if (wanted > 0 && allowed == 0) {
                obstacles.put(rule.pool(), allowance.obstacle());
            }
            if (allowed > 0) {
                chosen.merge(rule.pool(), allowed, Integer::sum);
                split(actions, situation, rule, allowed, purpose(fleet, situation));
                missing -= allowed * rule.weight();
            }
        }
        return new Decision(actions, explain(fleet, situation, chosen, obstacles));
    }

    private static long units(long missing, long weight) {
        return missing <= 0 ? 0 : Math.ceilDiv(missing, weight);
    }

    private static void split(
            List<Action> actions,
            Situation situation,
            PoolRule rule,
            int count,
            LaunchIntent.Purpose purpose) {
        String subnet = subnet(situation, rule).orElse(null);
        for (int left = count; left > 0; left -= MAX_BATCH) {
            actions.add(new Action.Launch(rule, subnet, Math.min(left, MAX_BATCH), purpose));
        }
    }

    private static LaunchIntent.Purpose purpose(Fleet fleet, Situation situation) {
        if (situation.lost() > 0) {
            return LaunchIntent.Purpose.REPLACE_INTERRUPTION;
        }
        return situation.record().everLaunched() && situation.view().live() > 0
                ? LaunchIntent.Purpose.BELOW_TARGET
                : LaunchIntent.Purpose.GROWTH;
    }

    private static Optional<String> subnet(Situation situation, PoolRule rule) {
        return rule.subnetIds().stream()
                .filter(id -> !situation.coolSubnets().containsKey(id))
                .findFirst();
    }

    /** Candidates in the order of the strategy; what the cloud says is sold out comes last. */
    private static List<PoolRule> ordered(
            Fleet fleet, Situation situation, List<PoolRule> candidates) {
        Comparator<PoolRule> byAdvice =
                Comparator.comparing(rule -> doubtful(situation.offer(rule.pool())));
        List<PoolRule> ordered = new ArrayList<>(candidates);
        ordered.sort(
                switch (fleet.strategy()) {
                    case PRIORITIZED -> byAdvice;
                    case LOWEST_PRICE ->
                            byAdvice.thenComparing(
                                    rule -> unitPrice(situation, rule),
                                    Comparator.nullsLast(Comparator.naturalOrder()));
                });
        return ordered;
    }

    private static boolean doubtful(Offer offer) {
        return offer.stock() == Offer.Stock.SOLD_OUT || offer.stock() == Offer.Stock.NOT_LISTED;
    }

    private static @Nullable BigDecimal unitPrice(Situation situation, PoolRule rule) {
        BigDecimal price = situation.offer(rule.pool()).price();
        return price == null
                ? null
                : price.divide(BigDecimal.valueOf(rule.weight()), java.math.MathContext.DECIMAL64);
    }

    /**
     * Why a pool is not bought from.
     *
     * @param reason what the fleet is in when this is all there is
     * @param word machine-readable reason of the row
     * @param message for a person
     * @param until when it may end; absent = when the owner or the account changes something
     */
    record Obstacle(Reason reason, String word, String message, @Nullable Instant until) {}

    private static Optional<Obstacle> obstacle(Fleet fleet, Situation situation, PoolRule rule) {
        Offer offer = situation.offer(rule.pool());
        if (offer.coolDown() != null) {
            Refusal refusal = offer.coolDown().refusal();
            return Optional.of(
                    new Obstacle(
                            Reason.of(refusal.kind()),
                            refusal.kind().label(),
                            rule.pool() + ": " + refusal.message() + " (" + refusal.code() + ")",
                            offer.coolDown().until()));
        }
        if (!rule.subnetIds().isEmpty() && subnet(situation, rule).isEmpty()) {
            return Optional.of(
                    new Obstacle(
                            Reason.NO_CAPACITY,
                            RefusalKind.NO_CAPACITY.label(),
                            rule.pool() + ": every subnet is out of addresses",
                            rule.subnetIds().stream()
                                    .map(situation.coolSubnets()::get)
                                    .filter(java.util.Objects::nonNull)
                                    .min(Instant::compareTo)
                                    .orElse(null)));
        }
        // A one-time request is asked and answered by the cloud; a lasting one waits for the price.
        if (fleet.requestType() == Fleet.RequestType.PERSISTENT
                && bidTooLow(situation, rule, offer)) {
            return Optional.of(
                    new Obstacle(
                            Reason.PRICE_BELOW_MARKET,
                            RefusalKind.PRICE_TOO_LOW.label(),
                            rule.pool()
                                    + ": maxPrice "
                                    + text(rule.maxPrice())
                                    + " is below the market price "
                                    + text(offer.price()),
                            null));
        }
        return Optional.empty();
    }

    private static boolean bidTooLow(Situation situation, PoolRule rule, Offer offer) {
        return rule.pool().market() == Market.SPOT
                && rule.maxPrice() != null
                && offer.price() != null
                && offer.source() == PriceSource.MARKET
                && offer.quotedAt() != null
                && offer.quotedAt().plus(QUOTE_LIFE.multipliedBy(2)).isAfter(situation.now())
                && rule.maxPrice().compareTo(offer.price()) < 0;
    }

    private static String text(@Nullable BigDecimal price) {
        return price == null ? "?" : price.toPlainString();
    }

    private static Explanation explain(
            Fleet fleet,
            Situation situation,
            Map<CapacityPool, Integer> chosen,
            Map<CapacityPool, Obstacle> obstacles) {
        List<PoolVerdict> rows = rows(fleet, situation, chosen, obstacles);
        if (!chosen.isEmpty()) {
            int count = chosen.values().stream().mapToInt(Integer::intValue).sum();
            String pools =
                    chosen.keySet().stream()
                            .sorted()
                            .map(CapacityPool::toString)
                            .collect(Collectors.joining(", "));
            return new Explanation(
                    Reason.LAUNCHING,
                    "Launching " + count + " from " + pools,
                    rows,
                    new NextAction("Launch", Reason.LAUNCHING.label(), null));
        }
        if (obstacles.isEmpty()) {
            return new Explanation(
                    Reason.LAUNCHING,
                    "Waiting for instances that were launched to be seen",
                    rows,
                    new NextAction("Wait", Reason.LAUNCHING.label(), null));
        }
        Obstacle main = main(obstacles);
        String others = obstacles.size() > 1 ? "; " + obstacles.size() + " pools wait" : "";
        return new Explanation(
                main.reason(),
                main.message() + others,
                rows,
                new NextAction(
                        "Launch",
                        main.word(),
                        obstacles.values().stream()
                                .map(Obstacle::until)
                                .filter(java.util.Objects::nonNull)
                                .min(Instant::compareTo)
                                .orElse(null)));
    }

    /** The obstacle that speaks for the fleet: one that waiting mends, the soonest first. */
    private static Obstacle main(Map<CapacityPool, Obstacle> obstacles) {
        return obstacles.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .min(
                        Comparator.comparing((Obstacle o) -> o.reason().needsPerson())
                                .thenComparing(
                                        Obstacle::until,
                                        Comparator.nullsLast(Comparator.naturalOrder())))
                .orElseThrow();
    }

    /** The rows of a fleet that buys nothing now. */
    static List<PoolVerdict> held(Fleet fleet, Situation situation) {
        return rows(fleet, situation, Map.of(), Map.of());
    }

    private static List<PoolVerdict> rows(
            Fleet fleet,
            Situation situation,
            Map<CapacityPool, Integer> chosen,
            Map<CapacityPool, Obstacle> obstacles) {
        Map<CapacityPool, Integer> members = new HashMap<>();
        for (Member member : situation.view().members()) {
            if (member.instance() != null) {
                members.merge(member.instance().pool(), 1, Integer::sum);
            }
        }
        List<PoolVerdict> rows = new ArrayList<>();
        for (PoolRule rule : fleet.pools()) {
            CapacityPool pool = rule.pool();
            Offer offer = situation.offer(pool);
            Obstacle obstacle = obstacles.get(pool);
            Integer buying = chosen.get(pool);
            int held = members.getOrDefault(pool, 0);
            Verdict verdict =
                    buying != null ? Verdict.CHOSEN : held > 0 ? Verdict.KEPT : Verdict.REJECTED;
            String reason =
                    buying != null
                            ? Reason.LAUNCHING.label()
                            : obstacle != null ? obstacle.word() : idleReason(offer);
            Instant until =
                    obstacle != null
                            ? obstacle.until()
                            : offer.coolDown() == null ? null : offer.coolDown().until();
            rows.add(
                    new PoolVerdict(
                            pool,
                            verdict,
                            buying != null ? buying : held,
                            offer.price(),
                            offer.source(),
                            reason,
                            buying != null ? null : until));
        }
        rows.sort(Comparator.comparing(PoolVerdict::verdict));
        return rows;
    }

    private static String idleReason(Offer offer) {
        return offer.coolDown() == null ? "NotNeeded" : offer.coolDown().refusal().kind().label();
    }

    /** What the limits still allow, counted down while pools are chosen. */
    private static final class Allowance {
        private final Fleet fleet;
        private final Situation situation;
        private final int rateRoom;
        private int landing;
        private int launches;
        private @Nullable BigDecimal spent;
        private Obstacle last =
                new Obstacle(Reason.LAUNCHING, Reason.LAUNCHING.label(), "waiting", null);

        Allowance(Fleet fleet, Situation situation) {
            this.fleet = fleet;
            this.situation = situation;
            this.rateRoom =
                    Spending.launchesLeft(fleet, situation.record().ledger(), situation.now());
            this.landing = situation.view().landingCount();
            this.spent = Spending.spent(fleet, situation).orElse(null);
        }

        /**
         * Takes as many as allowed of {@code count}; {@link #obstacle} tells why when that is none.
         */
        int take(PoolRule rule, int count) {
            int byRate = Math.min(count, rateRoom - launches);
            if (byRate <= 0) {
                last = rateObstacle();
                return 0;
            }
            int byMoney = Math.min(byRate, Spending.affordable(fleet, situation, rule, spent));
            if (byMoney <= 0) {
                last = budgetObstacle();
                return 0;
            }
            int bySight = Math.min(byMoney, FleetPlanner.MAX_LANDING - landing);
            if (bySight <= 0) {
                last =
                        new Obstacle(
                                Reason.LAUNCHING,
                                Reason.LAUNCHING.label(),
                                "Waiting for instances that were launched to be seen",
                                null);
                return 0;
            }
            launches += bySight;
            landing += bySight;
            if (spent != null) {
                spent =
                        spent.add(
                                Spending.committed(rule, situation.offer(rule.pool()))
                                        .orElse(BigDecimal.ZERO)
                                        .multiply(BigDecimal.valueOf(bySight)));
            }
            return bySight;
        }

        Obstacle obstacle() {
            return last;
        }

        private Obstacle rateObstacle() {
            return new Obstacle(
                    Reason.LAUNCH_RATE_REACHED,
                    Reason.LAUNCH_RATE_REACHED.label(),
                    "limits.maxLaunchesPerHour of "
                            + fleet.limits().maxLaunchesPerHour()
                            + " is used up",
                    Spending.rateReliefAt(situation.record().ledger(), situation.now()));
        }

        private Obstacle budgetObstacle() {
            return new Obstacle(
                    Reason.BUDGET_REACHED,
                    Reason.BUDGET_REACHED.label(),
                    "one instance more would exceed limits.maxHourlyCost of "
                            + text(fleet.limits().maxHourlyCost())
                            + (spent == null
                                    ? " (the price of an instance is not known)"
                                    : " (committed now: " + spent.toPlainString() + ")"),
                    null);
        }
    }
}
