package io.spotkeeper.fleet;

import io.spotkeeper.fleet.Explanation.NextAction;
import io.spotkeeper.fleet.Explanation.PoolVerdict;
import io.spotkeeper.fleet.Explanation.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What is told of a fleet's pools. */
final class Verdicts {
    private Verdicts() {}

    /** Why these were chosen, or what stands in the way of all. */
    static Explanation explain(
            Fleet fleet,
            Situation situation,
            Map<CapacityPool, Integer> chosen,
            Map<CapacityPool, PoolObstacle> obstacles) {
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
        PoolObstacle main = main(obstacles);
        String others = obstacles.size() > 1 ? "; " + obstacles.size() + " pools wait" : "";
        return new Explanation(
                main.reason(),
                main.message() + others,
                rows,
                new NextAction(
                        "Launch",
                        main.word(),
                        obstacles.values().stream()
                                .map(PoolObstacle::until)
                                .filter(Objects::nonNull)
                                .min(Instant::compareTo)
                                .orElse(null)));
    }

    /** The obstacle that speaks for the fleet: one that waiting mends, the soonest first. */
    private static PoolObstacle main(Map<CapacityPool, PoolObstacle> obstacles) {
        return obstacles.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(Map.Entry::getValue)
                .min(
                        Comparator.comparing((PoolObstacle o) -> o.reason().needsPerson())
                                .thenComparing(
                                        PoolObstacle::until,
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
            Map<CapacityPool, PoolObstacle> obstacles) {
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
            PoolObstacle obstacle = obstacles.get(pool);
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
}
