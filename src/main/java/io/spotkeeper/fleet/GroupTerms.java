package io.spotkeeper.fleet;

import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a group asks for besides what every fleet asks for: shares of its target by region and
 * market, each covered for itself by weighted pools.
 *
 * @param objective what the best plan of a share is
 * @param supply whether instance types may be mixed
 * @param shares the target in parts, on demand first; together the fleet's target. A region and
 *     market of which nothing is wanted has a share of 0; a market without any share has members
 *     only from before an edit, and they count for the other
 * @param spillAfter how long a region has to refuse before the others buy what it cannot supply;
 *     absent = they never do
 * @param excess what becomes of capacity above the target
 * @param expiry what becomes of the instances at the end of the window
 * @param since when the group begins to buy; absent = at once
 * @param until when it ends; absent = never
 * @param dryRun whether the plan is only told
 * @param templates what is bought, by region
 */
public record GroupTerms(
        Objective objective,
        Problem.Supply supply,
        List<Share> shares,
        @Nullable Duration spillAfter,
        Leaving excess,
        Leaving expiry,
        @Nullable Instant since,
        @Nullable Instant until,
        boolean dryRun,
        Map<String, LaunchTemplate> templates) {
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(5);

    public GroupTerms {
        shares = List.copyOf(shares);
        templates = Map.copyOf(templates);
    }

    /** What becomes of instances that are not wanted any more. */
    public enum Leaving {
        /** They are terminated. */
        TERMINATE,
        /** Our tags are taken off, and they keep running outside the group. */
        RETAIN
    }

    /**
     * A part of the target.
     *
     * @param region where
     * @param market on demand (the stable part) or spot
     * @param target thousandths, 0 or more
     */
    public record Share(String region, Market market, long target) {
        public Share {
            if (target < 0) {
                throw new IllegalArgumentException("a share is not negative: " + target);
            }
        }

        /** Whether what this pool supplies counts here. */
        public boolean covers(CapacityPool pool) {
            return pool.region().equals(region) && pool.market() == market;
        }
    }

    /** Whether it may buy now. */
    public boolean buys(Ledger ledger, Instant now) {
        return !dryRun && !ended(ledger, now) && (since == null || !now.isBefore(since));
    }

    /**
     * Whether its window is over, by this clock or by one that is ahead of it: what another process
     * has begun to give up must not be bought again until this one notices as well. An owner who
     * extends the window by more than clocks may differ has it opened at once.
     */
    public boolean ended(Ledger ledger, Instant now) {
        return expired(now)
                || expired(now.plus(CLOCK_SKEW))
                        && Stream.concat(ledger.terminations().stream(), ledger.releases().stream())
                                .anyMatch(f -> f.reason() == Farewell.Reason.EXPIRED);
    }

    /** The same with the target in other parts. */
    public GroupTerms sharing(List<Share> others) {
        return new GroupTerms(
                objective,
                supply,
                others,
                spillAfter,
                excess,
                expiry,
                since,
                until,
                dryRun,
                templates);
    }

    /** Whether its window is over. */
    public boolean expired(Instant now) {
        return until != null && !now.isBefore(until);
    }

    /** What is wanted in this market, thousandths. */
    public long target(Market market) {
        return shares.stream().filter(s -> s.market() == market).mapToLong(Share::target).sum();
    }

    /**
     * The market for which what this pool supplies counts: its own, unless only the other is asked
     * for.
     */
    Market counted(CapacityPool pool) {
        Market own = pool.market();
        return shares.stream().anyMatch(s -> s.market() == own)
                ? own
                : shares.stream().map(Share::market).findFirst().orElse(own);
    }

    /** The shares of this market, in the owner's order of regions. */
    List<Share> shares(Market market) {
        return shares.stream().filter(s -> s.market() == market).toList();
    }
}
