package io.spotkeeper.operator.group;

import io.spotkeeper.api.v1alpha1.AutoLaunchGroupSpec;
import io.spotkeeper.api.v1alpha1.CapacityUnit;
import io.spotkeeper.api.v1alpha1.GroupRegion;
import io.spotkeeper.api.v1alpha1.Placement;
import io.spotkeeper.api.v1alpha1.PoolOverride;
import io.spotkeeper.api.v1alpha1.RegionShortfall;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.Reason;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The pools of a group, and what one instance of each counts.
 *
 * @param rules in the order of the spec, on demand first within an override
 * @param obstacle what keeps the weights from being known
 */
record GroupPools(List<PoolRule> rules, Optional<Fleet.Obstacle> obstacle) {
    private static final String WEIGHT = "spec.regions[].overrides[].weightedCapacity";

    GroupPools {
        rules = List.copyOf(rules);
    }

    private record Wanted(
            CapacityPool pool, PoolOverride override, @Nullable Placement placement) {}

    /**
     * The pools.
     *
     * @param offers what is known of pools; asked only for what counts its vCPUs or has a bid
     */
    static GroupPools of(
            AutoLaunchGroupSpec spec,
            Map<String, Map<String, Placement>> networks,
            Function<Collection<CapacityPool>, Map<CapacityPool, Offer>> offers) {
        List<Wanted> all = new ArrayList<>();
        for (GroupRegion region : spec.regions()) {
            Map<String, Placement> zones = networks.getOrDefault(region.region(), Map.of());
            for (PoolOverride override : region.overrides()) {
                for (Market market : markets(spec, region)) {
                    all.add(
                            new Wanted(
                                    new CapacityPool(
                                            region.region(),
                                            override.zone(),
                                            override.instanceType(),
                                            market),
                                    override,
                                    zones.get(override.zone())));
                }
            }
        }
        return weighed(spec, all, offers);
    }

    // ---- markets ----

    /**
     * On demand where there is, or may be, a stable part; spot where there is or may be another.
     */
    private static List<Market> markets(AutoLaunchGroupSpec spec, GroupRegion region) {
        List<Market> markets = new ArrayList<>();
        boolean spills =
                spec.regionShortfall() == RegionShortfall.Spill && spec.regions().size() > 1;
        int all = spec.stableCapacity() == null ? 0 : spec.stableCapacity();
        Portions portions = Portions.of(spec);
        int place = spec.regions().indexOf(region);
        int stable = Portions.writtenStable(spec, region);
        if (stable > 0 || portions.stable().get(place) > 0 || spills && all > 0) {
            markets.add(Market.ON_DEMAND);
        }
        if (markets.isEmpty()
                || Portions.written(spec, region) > stable
                || portions.targets().get(place) > portions.stable().get(place)
                || spills && spec.targetCapacity() > all) {
            markets.add(Market.SPOT);
        }
        return markets;
    }

    // ---- weights ----

    private static GroupPools weighed(
            AutoLaunchGroupSpec spec,
            List<Wanted> all,
            Function<Collection<CapacityPool>, Map<CapacityPool, Offer>> offers) {
        boolean byVcpus = spec.capacityUnit() == CapacityUnit.VCPUs;
        List<CapacityPool> asked =
                all.stream()
                        .filter(w ->
                                byVcpus && w.override().weightedCapacity() == null
                                        || bid(spec, w) != null)
                        .map(Wanted::pool)
                        .toList();
        Map<CapacityPool, Offer> known = asked.isEmpty() ? Map.of() : offers.apply(asked);
        List<PoolRule> rules = new ArrayList<>();
        Set<String> unanswered = new TreeSet<>();
        Set<String> unsold = new TreeSet<>();
        for (Wanted wanted : all) {
            OptionalLong weight = weight(wanted, byVcpus, known);
            if (weight.isPresent()) {
                Offer offer = known.getOrDefault(wanted.pool(), Offer.UNKNOWN);
                rules.add(rule(wanted, weight.getAsLong(), sent(bid(spec, wanted), offer)));
            } else if (known.getOrDefault(wanted.pool(), Offer.UNKNOWN).quotedAt() == null) {
                unanswered.add(wanted.pool().instanceType());
            } else {
                unsold.add(wanted.pool().instanceType());
            }
        }
        return new GroupPools(rules, unweighed(unanswered, unsold, rules.isEmpty()));
    }

    /** A type has the same vCPUs everywhere: any pool of it that is quoted will do. */
    private static OptionalLong weight(
            Wanted wanted, boolean byVcpus, Map<CapacityPool, Offer> known) {
        String written = wanted.override().weightedCapacity();
        if (written != null) {
            return OptionalLong.of(thousandths(written));
        }
        if (!byVcpus) {
            return OptionalLong.of(Fleet.UNIT);
        }
        int vcpus =
                known.entrySet().stream()
                        .filter(e -> e.getKey().instanceType().equals(wanted.pool().instanceType()))
                        .mapToInt(e -> e.getValue().vcpus())
                        .max()
                        .orElse(0);
        return vcpus > 0 ? OptionalLong.of(vcpus * Fleet.UNIT) : OptionalLong.empty();
    }

    private static long thousandths(String decimal) {
        return new BigDecimal(decimal).movePointRight(3).longValueExact();
    }

    /** Types that are not sold are left out, unless nothing else is left. */
    private static Optional<Fleet.Obstacle> unweighed(
            Set<String> unanswered, Set<String> unsold, boolean nothingElse) {
        if (!unanswered.isEmpty()) {
            return Optional.of(
                    new Fleet.Obstacle(
                            Reason.INVENTORY_UNTRUSTED,
                            "The cloud has not told yet how many vCPUs "
                                    + String.join(", ", unanswered)
                                    + " has, which is what an instance counts; it is asked again,"
                                    + " or give "
                                    + WEIGHT));
        }
        if (nothingElse && !unsold.isEmpty()) {
            return Optional.of(
                    new Fleet.Obstacle(
                            Reason.NOT_OFFERED,
                            "The cloud lists none of "
                                    + String.join(", ", unsold)
                                    + " there, so what an instance counts is not known; correct"
                                    + " spec.regions[].overrides, or give "
                                    + WEIGHT));
        }
        return Optional.empty();
    }

    // ---- bids ----

    /** What the owner would pay for one spot instance; the override's own word goes first. */
    private static @Nullable BigDecimal bid(AutoLaunchGroupSpec spec, Wanted wanted) {
        String own = wanted.override().spotPrice();
        String price = own != null ? own : spec.spotPrice();
        return price == null || wanted.pool().market() != Market.SPOT
                ? null
                : new BigDecimal(price);
    }

    // Huawei Cloud refuses a bid above the on-demand price, and takes that price where there is no
    // bid: the most that anybody can bid there.
    private static @Nullable BigDecimal sent(@Nullable BigDecimal bid, Offer offer) {
        return offer.exceeded(bid) ? null : bid;
    }

    private static PoolRule rule(Wanted wanted, long weight, @Nullable BigDecimal maxPrice) {
        PoolOverride override = wanted.override();
        Placement placement = wanted.placement();
        return new PoolRule(
                wanted.pool(),
                placement == null ? null : placement.vpcId(),
                placement == null ? List.of() : placement.subnetIds(),
                maxPrice,
                weight,
                override.priority() == null ? PoolRule.LAST : override.priority());
    }

    // ---- remarks ----

    /** Overrides of which one instance is more than all that is wanted. */
    static List<String> overweight(AutoLaunchGroupSpec spec) {
        long target = spec.targetCapacity() * Fleet.UNIT;
        List<String> remarks = new ArrayList<>();
        for (GroupRegion region : spec.regions()) {
            for (PoolOverride override : region.overrides()) {
                String weight = override.weightedCapacity();
                if (target > 0 && weight != null && thousandths(weight) > target) {
                    remarks.add(
                            "An instance of "
                                    + override.instanceType()
                                    + " in "
                                    + override.zone()
                                    + " counts "
                                    + weight
                                    + ", more than the whole target of "
                                    + spec.targetCapacity()
                                    + ": it is bought only where that is the best plan, and then"
                                    + " the group holds more than its target");
                }
            }
        }
        return remarks;
    }
}
