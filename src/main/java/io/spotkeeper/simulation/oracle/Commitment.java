package io.spotkeeper.simulation.oracle;

import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Quote;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.simulation.MarketCloud;
import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

/** What a fleet is committed to pay an hour: the bid of each instance, else the market's price. */
final class Commitment {
    private final MarketCloud cloud;

    Commitment(MarketCloud cloud) {
        this.cloud = cloud;
    }

    /**
     * What these instances are counted with under a spec. The owner may change a bid afterwards;
     * then the lower one counts.
     */
    BigDecimal of(Fleet fleet, List<Instance> instances) {
        return instances.stream()
                .map(instance -> price(fleet, instance))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    /** Whether the spec has room for one instance more of any pool that would sell it. */
    boolean affordsMore(Fleet fleet, List<Instance> instances) {
        BigDecimal limit = fleet.limits().maxHourlyCost();
        if (limit == null) {
            return true;
        }
        BigDecimal room = limit.subtract(of(fleet, instances));
        return fleet.pools().stream()
                .filter(rule -> sells(rule.pool()))
                .filter(rule -> bid(rule).compareTo(market(rule.pool())) >= 0)
                .anyMatch(rule -> bid(rule).compareTo(room) <= 0);
    }

    private BigDecimal price(Fleet fleet, Instance instance) {
        CapacityPool pool =
                new CapacityPool(
                        instance.pool().region(),
                        instance.pool().zone(),
                        instance.pool().instanceType(),
                        Market.SPOT);
        BigDecimal now =
                fleet.pools().stream()
                        .filter(rule -> rule.pool().equals(pool))
                        .findFirst()
                        .map(this::bid)
                        .orElseGet(() -> market(pool));
        BigDecimal then = instance.bid().maxPrice();
        return then == null ? now : now.min(then);
    }

    private BigDecimal bid(PoolRule rule) {
        return Objects.requireNonNullElseGet(rule.maxPrice(), () -> market(rule.pool()));
    }

    private boolean sells(CapacityPool pool) {
        Quote quote = cloud.market().quote(MarketCloud.pool(pool));
        return quote != null && quote.available() > 0;
    }

    private BigDecimal market(CapacityPool pool) {
        Quote quote = cloud.market().quote(MarketCloud.pool(pool));
        return quote == null
                ? BigDecimal.ZERO
                : quote.prices().getOrDefault(cloud.currency(), BigDecimal.ZERO);
    }
}
