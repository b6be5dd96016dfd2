package io.spotkeeper.simulation;

import io.spotkeeper.emulator.market.Dynamics;
import io.spotkeeper.emulator.market.InstanceType;
import io.spotkeeper.emulator.market.Lags;
import io.spotkeeper.emulator.market.MarketPlan;
import io.spotkeeper.emulator.market.PoolTerms;
import io.spotkeeper.emulator.market.Quota;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.FleetId;
import io.spotkeeper.fleet.LaunchTemplate;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.UserData;
import io.spotkeeper.simulation.oracle.Oracles;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Markets and fleets that campaigns run on. */
final class Markets {
    static final String REGION = "r1";
    static final CapacityPool A = pool("z1", "small");
    static final CapacityPool B = pool("z1", "large");
    static final CapacityPool C = pool("z2", "small");
    static final List<CapacityPool> POOLS = List.of(A, B, C);

    static final Lags QUICK =
            lags(
                    Duration.ofSeconds(20),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(3),
                    Duration.ofSeconds(1));

    private Markets() {}

    static CapacityPool pool(String zone, String type) {
        return new CapacityPool(REGION, zone, type, Market.SPOT);
    }

    static Lags lags(Duration boot, Duration tag, Duration listing, Duration describe) {
        return new Lags(
                boot,
                tag,
                listing,
                describe,
                Duration.ofSeconds(30),
                Duration.ZERO,
                Duration.ofMinutes(10));
    }

    /** A market that moves only when it is told to. */
    static MarketPlan still(Lags lags) {
        List<PoolTerms> pools = new ArrayList<>();
        BigDecimal price = new BigDecimal("0.1");
        for (CapacityPool pool : POOLS) {
            pools.add(new PoolTerms(MarketCloud.pool(pool), Map.of("CNY", price), 500));
            price = price.add(new BigDecimal("0.1"));
        }
        return new MarketPlan(
                List.of(new InstanceType("small", "s", 2, 4), new InstanceType("large", "l", 4, 8)),
                pools,
                new Dynamics(
                        Duration.ofHours(1),
                        new Dynamics.Price(0, 0, 0, 0, 0.5, 2),
                        new Dynamics.Demand(0, 0, Duration.ofHours(1)),
                        new Dynamics.Shortages(0, Duration.ZERO, 0),
                        new Dynamics.Reclaim(0, Duration.ZERO, false)),
                lags,
                new Quota(10_000, 1_000));
    }

    static Fleet fleet(int target) {
        return fleet(target, Fleet.RequestType.PERSISTENT, Fleet.DeletionPolicy.TERMINATE);
    }

    static Fleet fleet(int target, Fleet.RequestType type, Fleet.DeletionPolicy policy) {
        return fleet(target, type, policy, Fleet.Limits.NONE);
    }

    static Fleet fleet(
            int target, Fleet.RequestType type, Fleet.DeletionPolicy policy, Fleet.Limits limits) {
        return new Fleet(
                new FleetId(
                        "11111111-2222-3333-4444-555555555555",
                        "ComputeEnvironment",
                        "ns",
                        "batch"),
                null,
                1,
                type,
                Fleet.AllocationStrategy.PRIORITIZED,
                target * Fleet.UNIT,
                false,
                POOLS.stream().map(Markets::rule).toList(),
                template(),
                limits,
                false,
                policy);
    }

    static PoolRule rule(CapacityPool pool) {
        return new PoolRule(pool, null, List.of(), null, Fleet.UNIT);
    }

    private static LaunchTemplate template() {
        return new LaunchTemplate(
                "img-1",
                "batch",
                null,
                List.of(),
                List.of(),
                new UserData(("secret " + Oracles.CANARY).getBytes(StandardCharsets.UTF_8)),
                null,
                List.of(),
                null,
                null,
                null,
                true,
                true,
                null,
                Map.of("owner", "me"),
                null,
                null);
    }
}
