package io.spotkeeper.fleet;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The money and rate limits of a fleet, as arithmetic. */
public final class Spending {
    private static final Duration RATE_WINDOW = Duration.ofHours(1);
    private static final Duration BUCKET = Duration.ofMinutes(5);

    private Spending() {}

    /**
     * The price an instance is counted with: the bid, else the market price (of on-demand pools the
     * list price). Empty when neither is known.
     */
    public static Optional<BigDecimal> committed(PoolRule rule, Offer offer) {
        return rule.maxPrice() != null
                ? Optional.of(rule.maxPrice())
                : Optional.ofNullable(offer.price());
    }

    /**
     * How many more instances of a pool the hourly limit allows; zero when its price or what is
     * spent already is unknown, because then nothing could be promised.
     */
    static int affordable(
            Fleet fleet, Situation situation, PoolRule rule, @Nullable BigDecimal spent) {
        BigDecimal limit = fleet.limits().maxHourlyCost();
        if (limit == null) {
            return Integer.MAX_VALUE;
        }
        Optional<BigDecimal> price = committed(rule, situation.offer(rule.pool()));
        if (price.isEmpty() || spent == null) {
            return 0;
        }
        if (price.get().signum() == 0) {
            return Integer.MAX_VALUE;
        }
        BigDecimal room = limit.subtract(spent);
        if (room.signum() <= 0) {
            return 0;
        }
        return room.divideToIntegralValue(price.get()).min(BigDecimal.valueOf(100_000)).intValue();
    }

    /**
     * What the live and the landing instances are counted with an hour; empty when the price of any
     * of them is not known.
     */
    public static Optional<BigDecimal> spent(Fleet fleet, Situation situation) {
        Map<CapacityPool, PoolRule> rules =
                fleet.pools().stream()
                        .collect(
                                Collectors.toMap(
                                        PoolRule::pool, Function.identity(), (first, _) -> first));
        BigDecimal sum = BigDecimal.ZERO;
        for (Member member : situation.view().members()) {
            BigDecimal price =
                    member.instance() == null
                            ? null
                            : price(rules, situation, member.instance().pool());
            if (price == null) {
                return Optional.empty();
            }
            sum = sum.add(price);
        }
        for (LaunchIntent intent : situation.record().ledger().intents()) {
            int unseen = Landing.unseen(intent, situation);
            BigDecimal price =
                    intent.maxPrice() != null
                            ? intent.maxPrice()
                            : price(rules, situation, intent.pool());
            if (price == null && unseen > 0) {
                return Optional.empty();
            }
            if (price != null) {
                sum = sum.add(price.multiply(BigDecimal.valueOf(unseen)));
            }
        }
        return Optional.of(sum);
    }

    private static @Nullable BigDecimal price(
            Map<CapacityPool, PoolRule> rules, Situation situation, CapacityPool pool) {
        Offer offer = situation.offer(pool);
        PoolRule rule = rules.get(pool);
        return rule == null ? offer.price() : committed(rule, offer).orElse(null);
    }

    /** Instances that the rate limit still allows now. */
    static int launchesLeft(Fleet fleet, Ledger ledger, Instant now) {
        Integer limit = fleet.limits().maxLaunchesPerHour();
        if (limit == null) {
            return Integer.MAX_VALUE;
        }
        int launched =
                ledger.recentLaunches().stream()
                        .filter(b -> counts(b, now))
                        .mapToInt(LaunchCount::count)
                        .sum();
        return Math.max(0, limit - launched);
    }

    /** When the oldest bucket that still counts leaves the window. */
    static Instant rateReliefAt(Ledger ledger, Instant now) {
        return ledger.recentLaunches().stream()
                .filter(b -> counts(b, now))
                .map(b -> b.at().plus(BUCKET).plus(RATE_WINDOW))
                .min(Instant::compareTo)
                .orElse(now);
    }

    // A bucket counts until its youngest possible launch is an hour old.
    private static boolean counts(LaunchCount bucket, Instant now) {
        return bucket.at().plus(BUCKET).plus(RATE_WINDOW).isAfter(now);
    }

    /**
     * The ledger with launches noted, where the fleet has a rate limit; buckets too old are
     * dropped.
     */
    public static Ledger note(Fleet fleet, Ledger ledger, int count, Instant now) {
        if (fleet.limits().maxLaunchesPerHour() == null) {
            return ledger.recentLaunches().isEmpty()
                    ? ledger
                    : ledger.withRecentLaunches(List.of());
        }
        long seconds = BUCKET.toSeconds();
        Instant bucket =
                Instant.ofEpochSecond(Math.floorDiv(now.getEpochSecond(), seconds) * seconds);
        List<LaunchCount> buckets = new ArrayList<>();
        int sum = count;
        for (LaunchCount old : ledger.recentLaunches()) {
            if (old.at().equals(bucket)) {
                sum += old.count();
            } else if (counts(old, now)) {
                buckets.add(old);
            }
        }
        buckets.add(new LaunchCount(bucket, sum));
        return ledger.withRecentLaunches(buckets);
    }

    /** The ledger with launches given back that the cloud refused: they used up no rate. */
    public static Ledger giveBack(Ledger ledger, int count, Instant notedAt) {
        if (count <= 0) {
            return ledger;
        }
        List<LaunchCount> buckets = new ArrayList<>();
        for (LaunchCount old : ledger.recentLaunches()) {
            boolean here = !notedAt.isBefore(old.at()) && notedAt.isBefore(old.at().plus(BUCKET));
            int left = here ? old.count() - count : old.count();
            if (left > 0) {
                buckets.add(new LaunchCount(old.at(), left));
            }
        }
        return ledger.withRecentLaunches(buckets);
    }
}
