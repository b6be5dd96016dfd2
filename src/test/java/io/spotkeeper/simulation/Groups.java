package io.spotkeeper.simulation;

import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.GroupTerms;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Groups that campaigns run on: weighted spot pools of one region. */
final class Groups {
    private static final Instant END = Scenario.START.plusSeconds(180);

    private Groups() {}

    static Fleet weighted(int units) {
        return group(units, Problem.Supply.MULTIPLE, GroupTerms.Leaving.TERMINATE, null);
    }

    static Fleet ofOneType(int units) {
        return group(units, Problem.Supply.SINGLE, GroupTerms.Leaving.TERMINATE, null);
    }

    /** Its window ends after three minutes. */
    static Fleet ending(int units, GroupTerms.Leaving leaving) {
        return group(units, Problem.Supply.MULTIPLE, leaving, END);
    }

    private static Fleet group(
            int units, Problem.Supply supply, GroupTerms.Leaving leaving, @Nullable Instant until) {
        GroupTerms terms =
                new GroupTerms(
                        Objective.LOWEST_PRICE,
                        supply,
                        List.of(
                                new GroupTerms.Share(
                                        Markets.REGION, Market.SPOT, units * Fleet.UNIT)),
                        null,
                        GroupTerms.Leaving.TERMINATE,
                        leaving,
                        null,
                        until,
                        false,
                        Map.of());
        Fleet fleet = Markets.fleet(units);
        return Specs.pools(
                fleet.grouped(terms),
                List.of(rule(Markets.A, 1_000), rule(Markets.B, 2_500), rule(Markets.C, 1_500)));
    }

    private static PoolRule rule(CapacityPool pool, long weight) {
        return new PoolRule(pool, null, List.of(), null, weight);
    }
}
