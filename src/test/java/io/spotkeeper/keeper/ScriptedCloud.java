package io.spotkeeper.keeper;

import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudProvider;
import io.spotkeeper.cloud.LaunchOutcome;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Operation;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.InstanceState;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.Ownership;
import io.spotkeeper.fleet.PriceSource;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A cloud in memory with the semantics that the launch protocol depends on: tokens that live for a
 * while, listings and by-id answers that lag, tags that attach late, answers that get lost. What
 * goes wrong next is scripted by the test; left alone, all goes well. Processes use it through
 * {@link #connect}.
 */
final class ScriptedCloud {
    /** What happens to a launch. */
    sealed interface Fault {
        /** It never arrives, and nobody can tell. */
        record LoseRequest() implements Fault {}

        /** It is applied, the answer is lost. */
        record LoseAnswer() implements Fault {}

        /** The connection breaks, and it is applied after this time. */
        record ApplyLate(Duration after) implements Fault {}

        /** It is refused. */
        record Refuse(CloudFailure failure) implements Fault {}

        /** Only so many are delivered. */
        record Deliver(int count) implements Fault {}

        /** The instances are accepted and then fail to start. */
        record FailToStart(Duration after) implements Fault {}

        /** All is well: for the place of a later fault in the script. */
        record None() implements Fault {}
    }

    /** What a listing or a by-id answer does instead of telling the truth. */
    enum Lie {
        NONE,
        FAILED,
        /** Complete, and empty. */
        EMPTY,
        /** Complete, and without the younger half. */
        TRUNCATED
    }

    private record Token(String hash, List<String> ids, long expires) {}

    private record Late(long at, LaunchRequest request, String hash) {}

    final FakeTime time;
    final Deque<Fault> launches = new ArrayDeque<>();
    final Deque<Lie> listings = new ArrayDeque<>();
    final Deque<Lie> descriptions = new ArrayDeque<>();

    /** Answers of the next termination and tagging calls are lost after they were applied. */
    int lostGiveUps;

    /** Termination and tagging calls fail with this. */
    @Nullable CloudFailure giveUpFailure;

    Duration listingLag = Duration.ZERO;
    Duration describeLag = Duration.ZERO;
    Duration tagLag = Duration.ZERO;
    Duration tokenLife = Duration.ofMinutes(30);
    Duration signatureAge = Timing.DEFAULT.signatureAge();
    Duration boot = Duration.ofSeconds(20);
    Duration dying = Duration.ofSeconds(30);
    Duration work = Duration.ZERO;
    boolean wholeOnly;
    boolean quotesFail;
    final Map<CapacityPool, Integer> stock = new HashMap<>();
    final Map<CapacityPool, BigDecimal> prices = new HashMap<>();
    final Set<CapacityPool> soldOut = new java.util.HashSet<>();

    /** What answers of launches name, as at a cloud that makes instances in jobs. */
    @Nullable String operationId;

    Operation operation = new Operation.Ended();

    final Map<String, Vm> vms = new TreeMap<>();
    final List<LaunchRequest> requests = new ArrayList<>();
    final List<String> violations = new ArrayList<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<String, String> bodies = new HashMap<>();
    private final Map<String, Integer> asked = new HashMap<>();
    private final List<Late> late = new ArrayList<>();
    private int nextId = 1;

    /** Is told whenever something was bought. */
    Runnable watcher = () -> {};

    int mutatingCalls;
    int tagCalls;
    int listingCalls;
    int describeCalls;

    ScriptedCloud(FakeTime time) {
        this.time = time;
    }

    /** The cloud as a process sees it. */
    CloudProvider connect(Effects effects) {
        return new Connection(this, effects);
    }

    long nanos() {
        return time.monotonicNanos();
    }

    static CloudFailure noCapacity() {
        return new CloudFailure.NoCapacity(
                CloudFailure.Scope.POOL, "SoldOut", "the pool is sold out");
    }

    // ---- the world ----

    /** Applies what was on its way. */
    void catchUp() {
        for (Late arrival : List.copyOf(late)) {
            if (arrival.at() <= nanos()) {
                late.remove(arrival);
                buy(arrival.request(), arrival.hash(), new Fault.None());
            }
        }
    }

    boolean quiet() {
        return late.isEmpty();
    }

    /** Buys, as the cloud does when a request arrives: a token it knows buys nothing again. */
    LaunchOutcome buy(LaunchRequest request, String hash, Fault fault) {
        String before = bodies.putIfAbsent(request.token(), hash);
        if (before != null && !before.equals(hash)) {
            violations.add("token " + request.token() + " with two bodies");
        }
        Token known = tokens.get(request.token());
        if (known != null && known.expires() > nanos()) {
            return known.hash().equals(hash)
                    ? new LaunchOutcome.Launched(known.ids(), operationId)
                    : new LaunchOutcome.Unknown("token with another body");
        }
        if (wholeOnly && request.partialDelivery()) {
            return new LaunchOutcome.Refused(
                    new CloudFailure.PartialDeliveryUnsupported("MinCount", "all or nothing"));
        }
        int left = stock.getOrDefault(request.pool(), Integer.MAX_VALUE);
        int most = fault instanceof Fault.Deliver deliver ? deliver.count() : Integer.MAX_VALUE;
        int count = Math.min(request.count(), Math.min(left, most));
        if (count <= 0 || (count < request.count() && !request.partialDelivery())) {
            return new LaunchOutcome.Refused(noCapacity());
        }
        if (left != Integer.MAX_VALUE) {
            stock.put(request.pool(), left - count);
        }
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ids.add(create(request, fault).id);
        }
        tokens.put(request.token(), new Token(hash, ids, nanos() + tokenLife.toNanos()));
        int total = asked.merge(request.token(), count, Integer::sum);
        if (total > request.count()) {
            violations.add("token " + request.token() + " bought " + total);
        }
        watcher.run();
        return new LaunchOutcome.Launched(ids, operationId);
    }

    private Vm create(LaunchRequest request, Fault fault) {
        Vm vm = create(request.pool(), request.token(), request.tags());
        if (fault instanceof Fault.FailToStart fail) {
            long failsAt = nanos() + fail.after().toNanos();
            vm.failed(failsAt, "no host");
            vm.vanishes(failsAt + Duration.ofMinutes(3).toNanos());
        }
        return vm;
    }

    private Vm create(CapacityPool pool, @Nullable String token, Map<String, String> tags) {
        String id = String.format("ins-%05d", nextId++);
        Vm vm = new Vm(id, pool, token, nanos(), time.now());
        vm.runs(nanos() + boot.toNanos());
        vm.tagged(nanos() + tagLag.toNanos(), tags);
        vms.put(id, vm);
        return vm;
    }

    void arrivesLate(LaunchRequest request, String hash, Duration after) {
        late.add(new Late(nanos() + after.toNanos(), request, hash));
    }

    /** An instance of another fleet of the cluster: the control of by-id questions. */
    Vm foreign(CapacityPool pool, String cluster) {
        return create(pool, null, Map.of(Ownership.CLUSTER, cluster, Ownership.FLEET, "another"));
    }

    /** An instance that carries a fleet's tags, and that no ledger knows. */
    Vm planted(CapacityPool pool, Map<String, String> tags) {
        return create(pool, null, tags);
    }

    /** The cloud takes it back. */
    void reclaim(String id) {
        Vm vm = java.util.Objects.requireNonNull(vms.get(id));
        vm.ends(nanos(), dying.toNanos(), false);
    }

    /** It is gone without a trace. */
    void vanish(String id) {
        java.util.Objects.requireNonNull(vms.get(id)).vanishes(nanos());
    }

    /** The instances bought by launches that truly live and were not given away. */
    List<Vm> owned() {
        return select(vm -> vm.token != null && vm.live(nanos()) && !vm.released(nanos()));
    }

    List<String> ownedIds() {
        return owned().stream().map(vm -> vm.id).toList();
    }

    /** The instances bought by launches that still exist, in whatever state. */
    List<Vm> existing() {
        return select(vm -> vm.token != null && vm.exists(nanos()));
    }

    List<Vm> select(Predicate<Vm> which) {
        return vms.values().stream().filter(which).toList();
    }

    void state(String id, InstanceState state) {
        java.util.Objects.requireNonNull(vms.get(id)).is(state, nanos());
    }

    Quotes quotes(java.util.Collection<CapacityPool> pools) {
        if (quotesFail) {
            return new Quotes.Failed(new CloudFailure.Transient("Down", "no quotations today"));
        }
        Map<CapacityPool, Quotes.Quote> quotes = new LinkedHashMap<>();
        for (CapacityPool pool : pools) {
            quotes.put(
                    pool,
                    new Quotes.Quote(
                            prices.getOrDefault(pool, new BigDecimal("0.10")),
                            PriceSource.MARKET,
                            soldOut.contains(pool) ? Offer.Stock.SOLD_OUT : Offer.Stock.AVAILABLE));
        }
        return new Quotes.Quoted(quotes);
    }
}
