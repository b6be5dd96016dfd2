package io.spotkeeper.simulation;

import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.Bid;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.IdForm;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.LaunchOrder;
import io.spotkeeper.emulator.market.LaunchRefusal;
import io.spotkeeper.emulator.market.LaunchResult;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.MarketPlan;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.market.TerminateRefusal;
import io.spotkeeper.fleet.Ownership;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The emulator's market as one account's cloud: what is asked of it takes effect here, whatever
 * becomes of the question and of the answer on their ways.
 */
public final class MarketCloud {
    /** Value of the cluster tag of everything that the processes buy. */
    public static final String CLUSTER = "cluster-1";

    /** The account that all processes share. */
    static final String OWNER = "owner";

    /**
     * Longer than the protocol needs: resend window, deadline, signature age and processing come to
     * 9 minutes.
     */
    private static final Duration TOKEN_LIFE = Duration.ofMinutes(10);

    /** How far a listing lags at most: a little less than V. */
    private static final Duration LONGEST_LAG = Duration.ofSeconds(55);

    private static final int LETTERS = 36;
    private static final int ID_LENGTH = 8;
    private static final IdForm IDS =
            random -> {
                StringBuilder id = new StringBuilder("ins-");
                for (int i = 0; i < ID_LENGTH; i++) {
                    id.append(Character.forDigit(random.nextInt(LETTERS), LETTERS));
                }
                return id.toString();
            };

    /**
     * What an instance was bought with.
     *
     * @param token the launch's client token; empty for an instance of somebody else
     * @param fleet UID of the fleet that bought it
     */
    public record Purchase(String token, String fleet) {}

    /** What a listing showed when it was made. */
    private record Sight(long nanos, String region, List<io.spotkeeper.fleet.Instance> rows) {}

    /** Longer than any process pauses, and shorter than it waits before it asks again. */
    private static final Duration PROTECTION = Duration.ofMinutes(20);

    private final Timeline timeline;
    private final SpotMarket market;
    private final String currency;
    private final Observer observer;
    private final Trace trace;
    private final LaunchTokens tokens = new LaunchTokens(TOKEN_LIFE);
    private final Map<String, Instant> protectedUntil = new HashMap<>();
    private final Set<String> released = new HashSet<>();
    private final Deque<Sight> sights = new ArrayDeque<>();
    private boolean wholeOnly;
    private long lockedUntil;

    /** A cloud whose prices are in this currency. */
    MarketCloud(
            Timeline timeline,
            MarketPlan plan,
            String currency,
            long seed,
            Observer observer,
            Trace trace) {
        this.trace = trace;
        this.timeline = timeline;
        this.currency = currency;
        this.observer = observer;
        this.market = new SpotMarket(plan, new SplittableRandom(seed), timeline.instant());
    }

    /** The market at the present time. */
    public SpotMarket market() {
        market.advanceTo(timeline.instant());
        return market;
    }

    /** The currency of all its prices. */
    public String currency() {
        return currency;
    }

    long nanos() {
        return timeline.nanos();
    }

    /** From now on, spot launches deliver all or nothing. */
    public void deliverWholeOnly() {
        wholeOnly = true;
    }

    /** For this long, the account's credentials are refused, whatever is asked. */
    public void lock(Duration duration) {
        lockedUntil = nanos() + duration.toNanos();
    }

    /** Whether the account's credentials are refused now. */
    boolean locked() {
        return nanos() < lockedUntil;
    }

    /** The market's word for a pool. */
    public static CapacityPool pool(io.spotkeeper.fleet.CapacityPool pool) {
        return new CapacityPool(
                pool.region(),
                pool.zone(),
                pool.instanceType(),
                pool.market() == io.spotkeeper.fleet.Market.SPOT ? Market.SPOT : Market.ON_DEMAND);
    }

    // ---- launches ----

    /**
     * A launch arrives.
     *
     * @param most how many can be delivered at most
     */
    LaunchOutcome buy(LaunchRequest request, String hash, int most) {
        observer.arrived(request, hash);
        LaunchTokens.Use use = tokens.use(request.token(), nanos());
        if (use != null) {
            return use.hash().equals(hash)
                    ? new LaunchOutcome.Launched(use.ids(), null)
                    : new LaunchOutcome.Unknown("the token was used with another request");
        }
        if (wholeOnly && request.partialDelivery()) {
            return new LaunchOutcome.Refused(
                    new CloudFailure.PartialDeliveryUnsupported("MinCount", "all or nothing"));
        }
        int count = Math.min(request.count(), most);
        LaunchResult result =
                market().launch(order(request, count, request.partialDelivery() ? 1 : count));
        return switch (result) {
            case LaunchResult.Refused(LaunchRefusal refusal) ->
                    new LaunchOutcome.Refused(failure(refusal));
            case LaunchResult.Launched(List<Instance> bought) -> {
                List<String> ids = bought.stream().map(Instance::id).toList();
                tokens.used(request.token(), hash, ids, nanos());
                trace.note("cloud", "sells " + ids + " for " + request.token());
                observer.sold(request, bought);
                yield new LaunchOutcome.Launched(ids, null);
            }
        };
    }

    /** A launch is on its way, and nobody waits for its answer. */
    void arrivesLate(LaunchRequest request, String hash, Duration after) {
        timeline.after(after, () -> buy(request, hash, request.count()));
    }

    private LaunchOrder order(LaunchRequest request, int count, int minCount) {
        Purchase purchase =
                new Purchase(
                        request.token(),
                        Objects.requireNonNullElse(request.tags().get(Ownership.FLEET), ""));
        return new LaunchOrder(
                OWNER,
                pool(request.pool()),
                count,
                minCount,
                new Bid(currency, request.maxPrice()),
                request.tags(),
                IDS,
                _ -> purchase);
    }

    private static CloudFailure failure(LaunchRefusal refusal) {
        return switch (refusal) {
            case LaunchRefusal.NotOffered() ->
                    new CloudFailure.NotOffered("NotOffered", "not sold");
            case LaunchRefusal.PriceTooLow(java.math.BigDecimal price) ->
                    new CloudFailure.PriceTooLow("PriceTooLow", "the market asks " + price);
            case LaunchRefusal.SpotQuotaExceeded(int left) ->
                    new CloudFailure.QuotaExceeded(
                            CloudFailure.Scope.ZONE, "SpotQuota", left + " vCPUs are left");
            case LaunchRefusal.InstanceQuotaExceeded(int left) ->
                    new CloudFailure.QuotaExceeded(
                            CloudFailure.Scope.ACCOUNT, "Quota", left + " instances are left");
            case LaunchRefusal.ZoneSoldOut() ->
                    new CloudFailure.NoCapacity(
                            CloudFailure.Scope.ZONE, "ZoneSoldOut", "the zone is sold out");
            case LaunchRefusal.SoldOut() ->
                    new CloudFailure.NoCapacity(
                            CloudFailure.Scope.POOL, "SoldOut", "the pool is sold out");
            case LaunchRefusal.TooFew(int available) ->
                    new CloudFailure.NoCapacity(
                            CloudFailure.Scope.POOL, "TooFew", available + " are left");
        };
    }

    // ---- terminations and tags ----

    CallOutcome terminate(String id) {
        Instance instance = find(id);
        if (instance == null) {
            return gone();
        }
        observer.handled(Call.TERMINATE, instance);
        if (guarded(id)) {
            return new CallOutcome.Refused(new CloudFailure.Protected("Protected", "protected"));
        }
        TerminateRefusal refusal = market().terminateRefusal(OWNER, id);
        if (refusal == null) {
            trace.note("cloud", "terminates " + id);
            market().terminate(OWNER, id);
            return new CallOutcome.Accepted();
        }
        return switch (refusal) {
            case UNKNOWN, LAUNCH_FAILED -> gone();
            case PENDING, TERMINATING ->
                    new CallOutcome.Refused(new CloudFailure.Busy(refusal.name(), "ask again"));
        };
    }

    /**
     * Somebody has protected this instance against termination for a while, unless it goes already,
     * and somebody asks to terminate it.
     */
    CallOutcome protect(String id) {
        if (market().terminateRefusal(OWNER, id) == null) {
            protectedUntil.put(id, market().now().plus(PROTECTION));
        }
        return terminate(id);
    }

    private boolean guarded(String id) {
        Instant until = protectedUntil.get(id);
        return until != null && market().now().isBefore(until);
    }

    CallOutcome untag(String id, List<String> keys) {
        Instance instance = find(id);
        if (instance == null) {
            return gone();
        }
        observer.handled(Call.UNTAG, instance);
        keys.forEach(key -> market().detachTag(OWNER, id, key));
        if (keys.contains(Ownership.CLUSTER)) {
            released.add(id);
        }
        return new CallOutcome.Accepted();
    }

    CallOutcome tag(String id, Map<String, String> tags) {
        Instance instance = find(id);
        if (instance == null) {
            return gone();
        }
        observer.handled(Call.TAG, instance);
        tags.forEach((key, value) -> market().attachTag(OWNER, id, key, value));
        if (tags.containsKey(Ownership.CLUSTER)) {
            released.remove(id);
        }
        return new CallOutcome.Accepted();
    }

    private static CallOutcome gone() {
        return new CallOutcome.Refused(new CloudFailure.Gone("NotFound", "no such instance"));
    }

    // ---- listings ----

    /** Remembers what a listing showed, for those to come that lag. */
    void shown(String region, List<io.spotkeeper.fleet.Instance> rows) {
        sights.add(new Sight(nanos(), region, rows));
        while (sights.getFirst().nanos() < nanos() - LONGEST_LAG.toNanos()) {
            sights.removeFirst();
        }
    }

    /** What the oldest listing of a region showed of those that are not older than V. */
    List<io.spotkeeper.fleet.Instance> shownBefore(String region) {
        return sights.stream()
                .filter(sight -> sight.region().equals(region))
                .findFirst()
                .map(Sight::rows)
                .orElseThrow();
    }

    // ---- the truth ----

    /** An instance as it truly is; absent when it does not exist. */
    public @Nullable Instance find(String id) {
        for (Instance instance : market().all()) {
            if (instance.id().equals(id) && instance.owner().equals(OWNER)) {
                return instance;
            }
        }
        return null;
    }

    /** The live instances that a fleet bought and nobody took away from it. */
    public List<Instance> owned(String fleetUid) {
        return market().all().stream()
                .filter(i -> i.state().isLive() && !released.contains(i.id()))
                .filter(i -> i.details() instanceof Purchase p && p.fleet().equals(fleetUid))
                .toList();
    }

    /** All live instances that some fleet bought and that nobody took away from it. */
    public List<Instance> owned() {
        return market().all().stream()
                .filter(i -> i.state().isLive() && !released.contains(i.id()))
                .filter(i -> i.details() instanceof Purchase p && !p.token().isEmpty())
                .toList();
    }

    /** Somebody takes the cluster's tag off by hand: it is released. */
    public void release(String id) {
        market().detachTag(OWNER, id, Ownership.CLUSTER);
        released.add(id);
    }

    /** Somebody puts the cluster's tag back by hand: it is a member again. */
    public void retag(String id) {
        market().attachTag(OWNER, id, Ownership.CLUSTER, CLUSTER);
        released.remove(id);
    }

    /** Somebody else's instance in the same account. */
    public void plant(io.spotkeeper.fleet.CapacityPool pool, Map<String, String> tags) {
        market().launch(
                        new LaunchOrder(
                                OWNER,
                                pool(pool),
                                1,
                                1,
                                new Bid(currency, null),
                                tags,
                                IDS,
                                _ -> new Purchase("", "")));
    }
}
