package io.spotkeeper.fleet;

import java.time.Instant;
import java.util.Map;

/**
 * All that a decision depends on besides the fleet itself.
 *
 * @param record the books
 * @param view what counts now
 * @param offers what is known of each pool; a missing one is {@link Offer#UNKNOWN}
 * @param coolSubnets subnets that are not asked now, and until when
 * @param lost instances lost without our asking and not replaced yet
 * @param now the time
 */
public record Situation(
        FleetRecord record,
        FleetView view,
        Map<CapacityPool, Offer> offers,
        Map<String, Instant> coolSubnets,
        int lost,
        Instant now) {
    public Situation {
        offers = Map.copyOf(offers);
        coolSubnets = Map.copyOf(coolSubnets);
    }

    /** What is known of a pool. */
    public Offer offer(CapacityPool pool) {
        return offers.getOrDefault(pool, Offer.UNKNOWN);
    }
}
