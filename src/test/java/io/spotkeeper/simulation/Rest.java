package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Explanation;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.keeper.FleetReport;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a world has come to.
 *
 * @param instances how many live, in truth
 * @param outdated how many of these are of an older template or of a pool that left the spec
 * @param pools the others, by pool
 * @param reason what the status tells
 * @param verdicts what the status tells of each pool, prices and times apart
 */
record Rest(
        int instances,
        int outdated,
        SortedMap<CapacityPool, Integer> pools,
        Reason reason,
        List<String> verdicts) {
    static Rest of(Simulation run) {
        FleetObject object = Objects.requireNonNull(run.store().get(Stories.NAME));
        FleetReport report = Objects.requireNonNull(object.report());
        List<Instance> live = run.cloud().owned(object.uid());
        SortedMap<CapacityPool, Integer> pools = new TreeMap<>();
        int outdated = 0;
        for (Instance instance : live) {
            CapacityPool pool = pool(instance);
            if (outdated(object.fleet(), instance, pool)) {
                outdated++;
            } else {
                pools.merge(pool, 1, Integer::sum);
            }
        }
        Explanation explanation = report.explanation();
        return new Rest(
                live.size(),
                outdated,
                pools,
                explanation.reason(),
                explanation.pools().stream()
                        .map(p -> p.pool() + " " + p.verdict() + " " + p.count() + " " + p.reason())
                        .toList());
    }

    static CapacityPool pool(Instance instance) {
        return new CapacityPool(
                instance.pool().region(),
                instance.pool().zone(),
                instance.pool().instanceType(),
                Market.SPOT);
    }

    private static boolean outdated(Fleet fleet, Instance instance, CapacityPool pool) {
        String template = instance.launchTags().get(Ownership.TEMPLATE);
        return fleet.pools().stream().noneMatch(rule -> rule.pool().equals(pool))
                || !fleet.template().fingerprint().equals(template);
    }
}
