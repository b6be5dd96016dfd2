package io.spotkeeper.simulation;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Owner;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.SendDeadline;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.PriceSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A {@link MarketCloud} as one process sees it, over a network that can break. */
final class MarketConnection implements CloudProvider {
    /**
     * How old a signature the cloud accepts: with a wall clock off by up to 30 s, S is 5 minutes.
     */
    private static final Duration SIGNATURE_AGE = Duration.ofSeconds(270);

    private final MarketCloud cloud;
    private final Life life;
    private final Duration skew;
    private final Rows rows = new Rows();

    MarketConnection(MarketCloud cloud, Life life, Duration skew) {
        this.cloud = cloud;
        this.life = life;
        this.skew = skew;
    }

    @Override
    public String requestHash(LaunchRequest request) {
        return Integer.toHexString(request.hashCode());
    }

    // ---- mutating calls ----

    @Override
    public LaunchOutcome launch(LaunchRequest request, SendDeadline deadline) {
        Mishap mishap = life.reach(Call.LAUNCH);
        if (deadline.passed()) {
            return new LaunchOutcome.Refused(tooLate());
        }
        long signedAt = cloud.nanos() + skew.toNanos();
        if (mishap == Mishap.FREEZE) {
            life.await(life.delay(mishap));
        }
        LaunchOutcome outcome = send(request, signedAt, mishap);
        life.applied(Call.LAUNCH, mishap);
        return outcome;
    }

    private LaunchOutcome send(LaunchRequest request, long signedAt, Mishap mishap) {
        if (Math.abs(cloud.nanos() - signedAt) > SIGNATURE_AGE.toNanos()) {
            return refused(new CloudFailure.Transient("SignatureExpired", "signed too long ago"));
        }
        if (denied(mishap)) {
            return refused(unauthorized());
        }
        String hash = requestHash(request);
        switch (mishap) {
            case FAIL -> {
                return refused(down());
            }
            case THROTTLE -> {
                return refused(throttled());
            }
            case REFUSE -> {
                return refused(
                        new CloudFailure.NoCapacity(
                                CloudFailure.Scope.POOL, "SoldOut", "the pool is sold out"));
            }
            case LOSE_REQUEST -> {
                return new LaunchOutcome.Unknown("timeout");
            }
            case ARRIVE_LATE -> {
                cloud.arrivesLate(request, hash, life.delay(mishap));
                return new LaunchOutcome.Unknown("connection lost");
            }
            case FAIL_TO_START -> cloud.market().failNextLaunches(request.count());
            default -> {}
        }
        int most = mishap == Mishap.PARTIAL ? Math.ceilDiv(request.count(), 2) : request.count();
        LaunchOutcome outcome = cloud.buy(request, hash, most);
        cloud.market().failNextLaunches(0);
        return mishap == Mishap.LOSE_ANSWER ? new LaunchOutcome.Unknown("timeout") : outcome;
    }

    private static LaunchOutcome refused(CloudFailure failure) {
        return new LaunchOutcome.Refused(failure);
    }

    private static CloudFailure down() {
        return new CloudFailure.Transient("Down", "the cloud cannot answer");
    }

    private boolean denied(Mishap mishap) {
        return mishap == Mishap.UNAUTHORIZED || cloud.locked();
    }

    private static CloudFailure unauthorized() {
        return new CloudFailure.Unauthorized("AuthFailure", "these credentials are not accepted");
    }

    private static CloudFailure throttled() {
        return new CloudFailure.Throttled(null, "RequestLimitExceeded", "too many requests");
    }

    private static CloudFailure tooLate() {
        return new CloudFailure.Transient("DeadlinePassed", "it was too late to send");
    }

    /** Fleets that are simulated name their types. */
    @Override
    public InstanceTypes instanceTypes(String region, String zone, Market market) {
        return new InstanceTypes.Listed(List.of());
    }

    /** Public addresses are not simulated: there is none to release. */
    @Override
    public Map<String, CallOutcome> terminate(
            String region,
            Collection<String> ids,
            boolean releaseAddresses,
            SendDeadline deadline) {
        return each(Call.TERMINATE, ids, deadline, cloud::terminate);
    }

    @Override
    public Map<String, CallOutcome> untag(
            String region, Collection<String> ids, List<String> keys, SendDeadline deadline) {
        return each(Call.UNTAG, ids, deadline, id -> cloud.untag(id, keys));
    }

    @Override
    public Map<String, CallOutcome> tag(
            String region,
            Collection<String> ids,
            Map<String, String> tags,
            SendDeadline deadline) {
        return each(Call.TAG, ids, deadline, id -> cloud.tag(id, tags));
    }

    private Map<String, CallOutcome> each(
            Call call,
            Collection<String> ids,
            SendDeadline deadline,
            Function<String, CallOutcome> effect) {
        Mishap mishap = life.reach(call);
        Map<String, CallOutcome> outcomes = new LinkedHashMap<>();
        boolean late = deadline.passed();
        Function<String, CallOutcome> answer = mishap == Mishap.PROTECT ? cloud::protect : effect;
        for (String id : ids) {
            outcomes.put(
                    id,
                    late
                            ? new CallOutcome.Refused(tooLate())
                            : one(mishap, () -> answer.apply(id)));
        }
        life.applied(call, mishap);
        return outcomes;
    }

    private CallOutcome one(Mishap mishap, java.util.function.Supplier<CallOutcome> effect) {
        if (denied(mishap)) {
            return new CallOutcome.Refused(unauthorized());
        }
        return switch (mishap) {
            case LOSE_REQUEST -> new CallOutcome.Unknown("timeout");
            case FAIL -> new CallOutcome.Refused(down());
            case THROTTLE -> new CallOutcome.Refused(throttled());
            case IGNORE -> new CallOutcome.Accepted();
            default -> {
                CallOutcome outcome = effect.get();
                yield mishap == Mishap.LOSE_ANSWER ? new CallOutcome.Unknown("timeout") : outcome;
            }
        };
    }

    // ---- reads ----

    @Override
    public Listing list(String region) {
        Mishap mishap = life.reach(Call.LIST);
        List<Instance> listed = new ArrayList<>();
        for (var instance : cloud.market().list(MarketCloud.OWNER, region)) {
            Instance row = rows.of(instance, cloud.market().now());
            if (MarketCloud.CLUSTER.equals(row.tags().get(Ownership.CLUSTER))) {
                listed.add(row);
            }
        }
        cloud.shown(region, listed);
        boolean denied = denied(mishap);
        life.applied(Call.LIST, mishap);
        if (denied) {
            return new Listing.Failed(unauthorized());
        }
        return switch (mishap) {
            case FAIL -> new Listing.Failed(down());
            case INCOMPLETE ->
                    new Listing.Failed(
                            new CloudFailure.Transient(Listing.INCOMPLETE, "does not add up"));
            case EMPTY -> new Listing.Complete(List.of(), 1);
            case STALE -> new Listing.Complete(cloud.shownBefore(region), 1);
            case TRUNCATED -> new Listing.Complete(listed.subList(0, listed.size() / 2), 1);
            case DUPLICATED -> {
                List<Instance> twice = new ArrayList<>(listed);
                twice.addAll(listed);
                yield new Listing.Complete(twice, 2);
            }
            default -> new Listing.Complete(listed, 1);
        };
    }

    @Override
    public Description describe(String region, Collection<String> ids) {
        Mishap mishap = life.reach(Call.DESCRIBE);
        Map<String, Instance> found = new HashMap<>();
        for (String id : ids) {
            var instance = cloud.market().describe(MarketCloud.OWNER, id);
            if (instance != null && instance.pool().region().equals(region)) {
                found.put(id, rows.of(instance, cloud.market().now()));
            }
        }
        boolean denied = denied(mishap);
        life.applied(Call.DESCRIBE, mishap);
        if (denied) {
            return new Description.Failed(unauthorized());
        }
        return switch (mishap) {
            case FAIL -> new Description.Failed(down());
            case EMPTY -> new Description.Found(Map.of());
            default -> new Description.Found(found);
        };
    }

    @Override
    public Quotes quotes(String region, Collection<CapacityPool> pools) {
        Mishap mishap = life.reach(Call.QUOTE);
        Map<CapacityPool, Quotes.Quote> quotes = new LinkedHashMap<>();
        for (CapacityPool pool : pools) {
            Quote quote = cloud.market().quote(MarketCloud.pool(pool));
            quotes.put(
                    pool,
                    quote == null
                            ? new Quotes.Quote(null, null, Offer.Stock.NOT_LISTED)
                            : new Quotes.Quote(
                                    quote.prices().get(cloud.currency()),
                                    PriceSource.MARKET,
                                    quote.available() > 0
                                            ? Offer.Stock.AVAILABLE
                                            : Offer.Stock.SOLD_OUT,
                                    cloud.market().type(pool.instanceType()).cpu()));
        }
        boolean denied = denied(mishap);
        life.applied(Call.QUOTE, mishap);
        if (denied) {
            return new Quotes.Failed(unauthorized());
        }
        return mishap == Mishap.FAIL ? new Quotes.Failed(down()) : new Quotes.Quoted(quotes);
    }

    /** Public addresses are not simulated: bandwidth costs nothing. */
    @Override
    public Charge charge(LaunchRequest request) {
        Quote quote = cloud.market().quote(MarketCloud.pool(request.pool()));
        BigDecimal price = quote == null ? null : quote.prices().get(cloud.currency());
        return price == null
                ? new Charge.Failed(new CloudFailure.NotOffered("NotOffered", "not sold"))
                : new Charge.Hourly(price, BigDecimal.ZERO);
    }

    @Override
    public Owner owner() {
        return new Owner.Identified(MarketCloud.OWNER);
    }
}
