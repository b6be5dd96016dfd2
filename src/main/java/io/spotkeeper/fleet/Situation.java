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
 * @param account what all fleets of the account may still buy together
 */
public record Situation(
        FleetRecord record,
        FleetView view,
        Map<CapacityPool, Offer> offers,
        Map<String, Instant> coolSubnets,
        int lost,
        Instant now,
        AccountRoom account) {
    public Situation {
        offers = Map.copyOf(offers);
        coolSubnets = Map.copyOf(coolSubnets);
    }

    /** A situation without limits of the account. */
    public Situation(
            FleetRecord record,
            FleetView view,
            Map<CapacityPool, Offer> offers,
            Map<String, Instant> coolSubnets,
            int lost,
            Instant now) {
        this(record, view, offers, coolSubnets, lost, now, AccountRoom.UNLIMITED);
    }

    /** The same with this room in the account. */
    public Situation within(AccountRoom room) {
        return new Situation(record, view, offers, coolSubnets, lost, now, room);
    }

    /** What is known of a pool. */
    public Offer offer(CapacityPool pool) {
        return offers.getOrDefault(pool, Offer.UNKNOWN);
    }
}
