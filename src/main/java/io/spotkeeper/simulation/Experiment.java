package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.CapacityPool;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.keeper.Timing;
import io.spotkeeper.simulation.input.Happening;
import io.spotkeeper.simulation.input.MarketStory;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** Runs one fleet on one market with one operator that nothing befalls, and measures it. */
public final class Experiment {
    private final Fleet fleet;
    private final MarketStory story;
    private final long seed;
    private final SplittableRandom victims;

    private Experiment(Fleet fleet, MarketStory story, long seed) {
        this.fleet = fleet;
        this.story = story;
        this.seed = seed;
        this.victims = new SplittableRandom(seed);
    }

    /** Whether the market sells any of the pools that the fleet may buy from. */
    public static boolean possible(Fleet fleet, MarketStory story) {
        return fleet.pools().stream()
                .map(rule -> MarketCloud.pool(rule.pool()))
                .anyMatch(
                        pool -> story.plan().pools().stream().anyMatch(t -> t.pool().equals(pool)));
    }

    /**
     * Runs it.
     *
     * @param timing the operator's periods
     * @param length how much virtual time to simulate
     * @param seed where all randomness comes from: equal ones give equal figures
     * @throws Violation when the fleet was driven in a way that it never may be
     */
    public static Figures run(
            Fleet fleet, MarketStory story, Timing timing, Duration length, long seed) {
        return new Experiment(fleet, story, seed).run(timing, length);
    }

    private Figures run(Timing timing, Duration length) {
        Meter meter = new Meter(fleet);
        Simulation.Settings settings =
                new Simulation.Settings(
                        seed, story.start(), timing, story.plan(), story.currency(), null);
        try (Simulation run = new Simulation(settings, Mischief.NONE, meter)) {
            meter.watch(run);
            for (Happening happening : story.happenings()) {
                run.timeline().after(happening.at(), () -> apply(run.cloud().market(), happening));
            }
            run.store().create(fleet);
            run.addProcess(Duration.ZERO);
            run.run(length);
            return meter.figures();
        }
    }

    private void apply(SpotMarket market, Happening happening) {
        for (CapacityPool pool : market.pools()) {
            boolean concerned =
                    (happening.zone().equals("*") || happening.zone().equals(pool.zone()))
                            && (happening.type().equals("*")
                                    || happening.type().equals(pool.instanceType()));
            if (pool.market() == Market.SPOT && concerned) {
                apply(market, pool, happening);
            }
        }
    }

    private void apply(SpotMarket market, CapacityPool pool, Happening happening) {
        BigDecimal price = happening.price();
        if (price != null) {
            market.pinPrice(pool, story.currency(), price);
        }
        Integer stock = happening.stock();
        if (stock != null) {
            market.setStock(pool, stock);
        }
        Happening.Reclaim reclaim = happening.reclaim();
        if (reclaim != null) {
            List<String> live = new ArrayList<>();
            for (Instance instance : market.all()) {
                if (instance.pool().equals(pool) && instance.state().isLive()) {
                    live.add(instance.id());
                }
            }
            Collections.shuffle(live, java.util.Random.from(victims));
            Duration notice = story.plan().dynamics().reclaim().notice();
            live.subList(0, reclaim.of(live.size())).forEach(id -> market.reclaim(id, notice));
        }
    }

    /**
     * What an hour of an instance of this pool costs now; zero when the market does not sell it.
     */
    static BigDecimal price(SpotMarket market, CapacityPool pool, String currency) {
        Quote quote = market.quote(pool);
        return quote == null
                ? BigDecimal.ZERO
                : quote.prices().getOrDefault(currency, BigDecimal.ZERO);
    }

    /**
     * What was measured.
     *
     * @param simulated virtual time
     * @param target instances wanted
     * @param attainment part of the wanted instance-time that was running, 0 to 1
     * @param belowTarget time during which fewer ran than wanted
     * @param interruptions instances that the cloud took back
     * @param launched instances bought
     * @param refusals launch calls that bought nothing
     * @param calls calls to the cloud, by kind
     * @param statusWrites writes to Kubernetes
     * @param instanceTime time of all live instances together
     * @param cost what they cost, in the market's currency
     * @param onDemandCost what the same instance-time costs on demand; null when the market has no
     *     such price for a pool that was used
     */
    public record Figures(
            Duration simulated,
            int target,
            BigDecimal attainment,
            Duration belowTarget,
            long interruptions,
            long launched,
            long refusals,
            Map<String, Long> calls,
            long statusWrites,
            Duration instanceTime,
            BigDecimal cost,
            @Nullable BigDecimal onDemandCost) {
        /** Part of the on-demand cost that was saved; null when that is not known. */
        public @Nullable BigDecimal saving() {
            return onDemandCost == null || onDemandCost.signum() == 0
                    ? null
                    : BigDecimal.ONE.subtract(cost.divide(onDemandCost, 4, RoundingMode.HALF_EVEN));
        }

        /** All calls to the cloud. */
        public long allCalls() {
            return calls.values().stream().mapToLong(Long::longValue).sum();
        }
    }
}
