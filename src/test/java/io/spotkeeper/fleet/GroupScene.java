package io.spotkeeper.fleet;

import io.spotkeeper.fleet.GroupTerms.Leaving;
import io.spotkeeper.fleet.GroupTerms.Share;
import io.spotkeeper.fleet.allocation.Objective;
import io.spotkeeper.fleet.allocation.Problem;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A situation of a group: it says only what matters to a test. */
final class GroupScene {
    final Scene scene = new Scene();
    final List<Share> shares = new ArrayList<>();
    Objective objective = Objective.LOWEST_PRICE;
    Problem.Supply supply = Problem.Supply.MULTIPLE;
    @Nullable Duration spillAfter;
    Leaving excess = Leaving.TERMINATE;
    Leaving expiry = Leaving.TERMINATE;
    @Nullable Instant since;
    @Nullable Instant until;
    boolean dryRun;

    static CapacityPool spot(String zone, String type) {
        return new CapacityPool(region(zone), zone, type, Market.SPOT);
    }

    static CapacityPool stable(String zone, String type) {
        return new CapacityPool(region(zone), zone, type, Market.ON_DEMAND);
    }

    /** Zone r1a is in region r1. */
    private static String region(String zone) {
        return zone.substring(0, zone.length() - 1);
    }

    GroupScene wants(String region, long stable, long spot) {
        shares.add(new Share(region, Market.ON_DEMAND, stable));
        shares.add(new Share(region, Market.SPOT, spot));
        return this;
    }

    /** The same type in the same zone, of both markets. */
    GroupScene sells(String zone, String type, long weight, String price) {
        pool(stable(zone, type), weight, price);
        return pool(spot(zone, type), weight, price);
    }

    GroupScene pool(CapacityPool pool, long weight, String price) {
        return pool(pool, weight, price, PoolRule.LAST, 0);
    }

    GroupScene pool(CapacityPool pool, long weight, String price, int priority, int vcpus) {
        scene.rules.add(new PoolRule(pool, null, List.of(), null, weight, priority));
        scene.offers.put(
                pool,
                new Offer(
                        new BigDecimal(price),
                        PriceSource.MARKET,
                        Offer.Stock.AVAILABLE,
                        Scene.NOW.minusSeconds(10),
                        null,
                        Integer.MAX_VALUE,
                        vcpus));
        return this;
    }

    /** A pool that has been refusing for a while. */
    GroupScene refusing(CapacityPool pool, Duration since) {
        CoolDown coolDown =
                new CoolDown(
                        Scene.NOW.minus(since),
                        Scene.NOW.plusSeconds(60),
                        new Refusal(RefusalKind.NO_CAPACITY, "SoldOut", "it is sold out"));
        scene.offer(pool, "0.10", Offer.Stock.AVAILABLE, coolDown, 1);
        return this;
    }

    Member live(CapacityPool pool, long weight) {
        return scene.member(pool, InstanceState.RUNNING, Duration.ofHours(1), weight);
    }

    GroupTerms terms() {
        return new GroupTerms(
                objective,
                supply,
                shares.stream().filter(s -> s.market() == Market.ON_DEMAND).toList().isEmpty()
                        ? shares
                        : ordered(),
                spillAfter,
                excess,
                expiry,
                since,
                until,
                dryRun,
                Map.of());
    }

    private List<Share> ordered() {
        List<Share> ordered = new ArrayList<>();
        shares.stream().filter(s -> s.market() == Market.ON_DEMAND).forEach(ordered::add);
        shares.stream().filter(s -> s.market() == Market.SPOT).forEach(ordered::add);
        return ordered;
    }

    Decision decide() {
        scene.group = terms();
        scene.target = shares.stream().mapToLong(Share::target).sum();
        return scene.decide();
    }

    /** What is launched, as {@code market zone type×count}, in the order of the actions. */
    List<String> launches() {
        return decide().actions().stream()
                .filter(a -> a instanceof Action.Launch)
                .map(a -> (Action.Launch) a)
                .map(l ->
                        l.rule().pool().market().label()
                                + " "
                                + l.rule().pool().zone()
                                + " "
                                + l.rule().pool().instanceType()
                                + "×"
                                + l.count())
                .toList();
    }
}
