package io.spotkeeper.inventory;

import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Offer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Prices and stock of the pools that the fleets of one account ask about. A pool asked about for
 * the first time is quoted at once; after that {@link #refresh} keeps it young, away from the
 * launch path.
 */
public final class OfferBook {
    /** How often a pool is quoted. */
    public static final Duration REFRESH = Duration.ofMinutes(1);

    private static final Duration FORGET = Duration.ofMinutes(10);
    private static final Duration CHARGE_LIFE = Duration.ofMinutes(30);
    private static final Duration CHARGE_FORGET = Duration.ofHours(6);

    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<CapacityPool, Entry> entries = new HashMap<>();
    private final Map<String, KnownCharge> charges = new HashMap<>();
    private volatile CloudProvider provider;

    /** An empty book. */
    public OfferBook(CloudProvider provider, TimeSource time) {
        this.provider = provider;
        this.time = time;
    }

    private record Entry(Offer offer, Instant triedAt, Instant wantedAt) {}

    private record KnownCharge(BigDecimal bandwidth, Instant triedAt) {}

    /** Quotes with another provider from now on. */
    public void use(CloudProvider newProvider) {
        provider = newProvider;
    }

    /** What is known of these pools, without cool-downs. */
    public Map<CapacityPool, Offer> offers(Collection<CapacityPool> pools) {
        Instant now = time.now();
        List<CapacityPool> unknown = new ArrayList<>();
        lock.lock();
        try {
            for (CapacityPool pool : pools) {
                Entry entry = entries.get(pool);
                if (entry == null) {
                    unknown.add(pool);
                } else {
                    entries.put(pool, new Entry(entry.offer(), entry.triedAt(), now));
                }
            }
        } finally {
            lock.unlock();
        }
        quote(unknown);
        Map<CapacityPool, Offer> offers = new LinkedHashMap<>();
        lock.lock();
        try {
            for (CapacityPool pool : pools) {
                Entry entry = entries.get(pool);
                offers.put(pool, entry == null ? Offer.UNKNOWN : entry.offer());
            }
        } finally {
            lock.unlock();
        }
        return offers;
    }

    /**
     * Quotes again what is old and still wanted.
     *
     * @return whether any price or stock changed
     */
    public boolean refresh() {
        Instant now = time.now();
        List<CapacityPool> due = new ArrayList<>();
        lock.lock();
        try {
            entries.values().removeIf(e -> e.wantedAt().plus(FORGET).isBefore(now));
            entries.forEach((pool, entry) -> {
                if (!entry.triedAt().plus(REFRESH).isAfter(now)) {
                    due.add(pool);
                }
            });
        } finally {
            lock.unlock();
        }
        return quote(due);
    }

    private boolean quote(List<CapacityPool> pools) {
        Map<String, List<CapacityPool>> regions = new LinkedHashMap<>();
        pools.forEach(p -> regions.computeIfAbsent(p.region(), r -> new ArrayList<>()).add(p));
        boolean changed = false;
        for (Map.Entry<String, List<CapacityPool>> region : regions.entrySet()) {
            Quotes quotes = provider.quotes(region.getKey(), region.getValue());
            changed |= keep(region.getValue(), quotes);
        }
        return changed;
    }

    private boolean keep(List<CapacityPool> pools, Quotes quotes) {
        Instant now = time.now();
        boolean changed = false;
        lock.lock();
        try {
            for (CapacityPool pool : pools) {
                Entry old = entries.get(pool);
                Offer offer = offer(pool, quotes, old, now);
                entries.put(pool, new Entry(offer, now, old == null ? now : old.wantedAt()));
                changed |= old == null || differs(old.offer(), offer);
            }
        } finally {
            lock.unlock();
        }
        return changed;
    }

    private static Offer offer(CapacityPool pool, Quotes quotes, @Nullable Entry old, Instant now) {
        return switch (quotes) {
            case Quotes.Quoted quoted -> {
                Quotes.Quote quote = quoted.quotes().get(pool);
                yield quote == null
                        ? new Offer(
                                null, null, Offer.Stock.NOT_LISTED, now, null, Integer.MAX_VALUE)
                        : new Offer(
                                quote.price(),
                                quote.source(),
                                quote.stock(),
                                now,
                                null,
                                Integer.MAX_VALUE,
                                quote.vcpus());
            }
            case Quotes.Failed _ -> old == null ? Offer.UNKNOWN : old.offer();
        };
    }

    private static boolean differs(Offer a, Offer b) {
        return a.stock() != b.stock()
                || a.vcpus() != b.vcpus()
                || (a.price() == null
                        ? b.price() != null
                        : b.price() == null || a.price().compareTo(b.price()) != 0);
    }

    /**
     * Bandwidth price per instance-hour of this kind of request; zero when there is none, the last
     * known, or zero, while the cloud cannot tell. Asked at most once in half an hour per kind.
     *
     * @param kind identifies the request's pool and template
     * @param request the request to quote
     */
    public BigDecimal bandwidth(String kind, LaunchRequest request) {
        Instant now = time.now();
        KnownCharge known;
        lock.lock();
        try {
            known = charges.get(kind);
            if (known != null && known.triedAt().plus(CHARGE_LIFE).isAfter(now)) {
                return known.bandwidth();
            }
            charges.values().removeIf(c -> c.triedAt().plus(CHARGE_FORGET).isBefore(now));
        } finally {
            lock.unlock();
        }
        BigDecimal bandwidth =
                switch (provider.charge(request)) {
                    case Charge.Hourly hourly -> hourly.bandwidth();
                    case Charge.Failed _ -> known == null ? BigDecimal.ZERO : known.bandwidth();
                };
        lock.lock();
        try {
            charges.put(kind, new KnownCharge(bandwidth, now));
        } finally {
            lock.unlock();
        }
        return bandwidth;
    }
}
