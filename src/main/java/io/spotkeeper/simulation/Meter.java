package io.spotkeeper.simulation;

import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.InstanceState;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.fleet.Fleet;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Measures how a fleet fares. It looks at the market at most every ten seconds and takes what it
 * sees for what was since the look before.
 */
final class Meter implements Observer {
    private static final long LOOK = 10_000_000_000L;
    private static final BigDecimal NANOS_PER_HOUR = new BigDecimal("3600000000000");

    private final Fleet fleet;
    private final Map<Call, Long> calls = new EnumMap<>(Call.class);
    private final Set<String> interrupted = new HashSet<>();
    private final Set<CapacityPool> unpriced = new HashSet<>();
    private @Nullable Simulation simulation;
    private long lookedAt;
    private long wanted;
    private long running;
    private long below;
    private long instanceNanos;
    private long launched;
    private long sales;
    private BigDecimal cost = BigDecimal.ZERO;
    private BigDecimal onDemand = BigDecimal.ZERO;

    Meter(Fleet fleet) {
        this.fleet = fleet;
    }

    void watch(Simulation run) {
        simulation = run;
    }

    private Simulation run() {
        return Objects.requireNonNull(simulation, "a meter without a run to watch");
    }

    @Override
    public void called(OperatorProcess process, Call call) {
        calls.merge(call, 1L, Long::sum);
    }

    @Override
    public void sold(LaunchRequest request, List<Instance> instances) {
        launched += instances.size();
        sales++;
    }

    @Override
    public void stepped() {
        if (run().timeline().nanos() - lookedAt >= LOOK) {
            look();
        }
    }

    private void look() {
        long elapsed = run().timeline().nanos() - lookedAt;
        lookedAt = run().timeline().nanos();
        SpotMarket market = run().cloud().market();
        int target = (int) (fleet.target() / Fleet.UNIT);
        int up = 0;
        Map<CapacityPool, Integer> live = new HashMap<>();
        for (Instance instance : market.all()) {
            if (instance.state().isLive()) {
                live.merge(instance.pool(), 1, Integer::sum);
                up += instance.state() == InstanceState.RUNNING ? 1 : 0;
            } else if (instance.state() == InstanceState.TERMINATING
                    && instance.reclaimAt() != null) {
                interrupted.add(instance.id());
            }
        }
        wanted += elapsed * target;
        running += elapsed * Math.min(up, target);
        below += up < target ? elapsed : 0;
        live.forEach((pool, count) -> pay(market, pool, count, elapsed));
    }

    private void pay(SpotMarket market, CapacityPool pool, int count, long elapsed) {
        BigDecimal nanos = BigDecimal.valueOf(elapsed * count);
        instanceNanos += elapsed * count;
        String currency = run().cloud().currency();
        cost = cost.add(Experiment.price(market, pool, currency).multiply(nanos));
        CapacityPool sure =
                new CapacityPool(pool.region(), pool.zone(), pool.instanceType(), Market.ON_DEMAND);
        BigDecimal price = Experiment.price(market, sure, currency);
        if (price.signum() == 0) {
            unpriced.add(pool);
        }
        onDemand = onDemand.add(price.multiply(nanos));
    }

    Experiment.Figures figures() {
        look();
        Map<String, Long> cloudCalls = new LinkedHashMap<>();
        for (Call call : Call.values()) {
            if (call.toCloud()) {
                cloudCalls.put(call.name().toLowerCase(java.util.Locale.ROOT), count(call));
            }
        }
        BigDecimal attainment =
                wanted == 0
                        ? BigDecimal.ONE
                        : BigDecimal.valueOf(running)
                                .divide(BigDecimal.valueOf(wanted), 6, RoundingMode.DOWN);
        return new Experiment.Figures(
                Duration.ofNanos(run().timeline().nanos()),
                (int) (fleet.target() / Fleet.UNIT),
                attainment,
                Duration.ofNanos(below),
                interrupted.size(),
                launched,
                count(Call.LAUNCH) - sales,
                cloudCalls,
                count(Call.WRITE),
                Duration.ofNanos(instanceNanos),
                money(cost),
                unpriced.isEmpty() ? money(onDemand) : null);
    }

    private long count(Call call) {
        return calls.getOrDefault(call, 0L);
    }

    private static BigDecimal money(BigDecimal sum) {
        return sum.divide(NANOS_PER_HOUR, 4, RoundingMode.HALF_EVEN);
    }
}
