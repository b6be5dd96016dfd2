package io.spotkeeper.fleet;

import io.spotkeeper.fleet.Explanation.NextAction;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which pools the missing capacity is bought from. */
final class Purchase {
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
        boolean arriving = view.landing() > 0 || !fleet.runs(view);
        Explanation explanation =
                arriving
                        ? new Explanation(
                                Reason.LAUNCHING,
                                "Waiting for instances that were launched to run",
                                Verdicts.held(fleet, situation),
                                new NextAction("Wait", Reason.LAUNCHING.label(), null))
                        : new Explanation(
                                Reason.AT_TARGET,
                                "Running capacity meets the target",
                                Verdicts.held(fleet, situation),
                                null);
        return new Decision(List.of(), explanation);
    }

    /** Buys {@code missing} from these candidates as far as limits and pools allow. */
    static Decision buy(Fleet fleet, Situation situation, List<PoolRule> candidates, long missing) {
        Basket basket = new Basket(fleet, situation);
        for (PoolRule rule : ordered(fleet, situation, candidates)) {
            if (basket.open(rule)) {
                int allowed = basket.take(rule, units(missing, rule.weight()));
                missing -= allowed * rule.weight();
            }
        }
        return basket.decision(null);
    }

    private static int units(long missing, long weight) {
        return missing <= 0 ? 0 : (int) Math.min(Math.ceilDiv(missing, weight), Integer.MAX_VALUE);
    }

    /** Candidates in the order of the strategy; what the cloud says is sold out comes last. */
    private static List<PoolRule> ordered(
            Fleet fleet, Situation situation, List<PoolRule> candidates) {
        Comparator<PoolRule> byAdvice =
                Comparator.comparing(rule -> situation.offer(rule.pool()).doubtful());
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

    private static @Nullable BigDecimal unitPrice(Situation situation, PoolRule rule) {
        BigDecimal price = situation.offer(rule.pool()).price();
        return price == null
                ? null
                : price.divide(BigDecimal.valueOf(rule.weight()), MathContext.DECIMAL64);
    }
}
