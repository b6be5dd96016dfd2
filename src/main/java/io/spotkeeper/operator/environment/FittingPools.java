package io.spotkeeper.operator.environment;

import io.spotkeeper.api.v1alpha1.ComputeEnvironmentSpec;
import io.spotkeeper.api.v1alpha1.CpuRange;
import io.spotkeeper.api.v1alpha1.InstanceRequirements;
import io.spotkeeper.api.v1alpha1.MemoryRange;
import io.spotkeeper.api.v1alpha1.Placement;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.InstanceType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.fleet.Fleet;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.PoolRule;
import io.spotkeeper.fleet.Reason;
import io.spotkeeper.fleet.TypeSelection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The pools of an environment that says what a type must have: every type that has it, in each
 * placement that sells it.
 *
 * @param rules the pools, the smallest type first; none with an obstacle
 * @param selection what was asked for and what became of it
 * @param obstacle why there are none
 */
record FittingPools(
        List<PoolRule> rules, TypeSelection selection, Optional<Fleet.Obstacle> obstacle) {
    /** As many as instanceTypes and placements at their most span; a status has rows for them. */
    static final int MOST = 100;

    /**
     * The pools as far as the catalogue is known. While one zone's is not, there are none: a fleet
     * that bought only where it happens to know more would buy what it should not.
     *
     * @param requirements those of the spec
     * @param catalogue what a zone sells on the spec's market
     */
    static FittingPools of(
            ComputeEnvironmentSpec spec,
            InstanceRequirements requirements,
            Function<String, InstanceTypes> catalogue) {
        Map<String, List<InstanceType>> sold = new LinkedHashMap<>();
        Fleet.Obstacle unknown = null;
        for (Placement placement : spec.placements()) {
            switch (catalogue.apply(placement.zone())) {
                case InstanceTypes.Listed(List<InstanceType> types) ->
                        sold.put(placement.zone(), types);
                case InstanceTypes.Failed(CloudFailure failure) ->
                        unknown = unlisted(placement.zone(), failure);
            }
        }
        Choice choice = Choice.of(sold, requirements);
        List<InstanceType> bought = choice.most(spec.placements().size());
        List<PoolRule> rules = unknown == null ? rules(spec, sold, bought) : List.of();
        Optional<Fleet.Obstacle> obstacle =
                unknown != null
                        ? Optional.of(unknown)
                        : rules.isEmpty() ? Optional.of(nothing(spec, choice)) : Optional.empty();
        TypeSelection selection =
                new TypeSelection(
                        asked(spec, requirements),
                        spec.region(),
                        zones(spec),
                        Market.of(spec.market().name()),
                        choice.unfit(),
                        obstacle.isPresent() ? null : remark(choice, bought.size()));
        return new FittingPools(rules, selection, obstacle);
    }

    /**
     * What was sorted out of the catalogue.
     *
     * @param fit types that fit, by vCPUs, memory and name: an order that no price moves
     * @param unfit names of the others
     */
    private record Choice(List<InstanceType> fit, Set<String> unfit) {
        static Choice of(Map<String, List<InstanceType>> sold, InstanceRequirements requirements) {
            Map<String, InstanceType> types = new HashMap<>();
            sold.values().forEach(list -> list.forEach(type -> types.put(type.name(), type)));
            Map<Boolean, List<InstanceType>> parts =
                    types.values().stream()
                            .sorted(
                                    Comparator.comparingInt(InstanceType::vcpus)
                                            .thenComparingInt(InstanceType::memoryGiB)
                                            .thenComparing(InstanceType::name))
                            .collect(Collectors.partitioningBy(type -> fits(type, requirements)));
            return new Choice(
                    parts.getOrDefault(true, List.of()),
                    parts.getOrDefault(false, List.of()).stream()
                            .map(InstanceType::name)
                            .collect(Collectors.toSet()));
        }

        /** As many of the first as there is room for with so many placements. */
        List<InstanceType> most(int placements) {
            return fit.subList(0, Math.min(fit.size(), MOST / placements));
        }
    }

    private static boolean fits(InstanceType type, InstanceRequirements requirements) {
        CpuRange cpu = requirements.cpu();
        MemoryRange memory = requirements.memoryGiB();
        List<String> families = requirements.families();
        return (cpu == null || within(type.vcpus(), cpu.min(), cpu.max()))
                && (memory == null || within(type.memoryGiB(), memory.min(), memory.max()))
                && (families.isEmpty() || families.contains(type.family()));
    }

    private static boolean within(int value, @Nullable Integer min, @Nullable Integer max) {
        return (min == null || value >= min) && (max == null || value <= max);
    }

    /** For each type, each placement that sells it, in list order. */
    private static List<PoolRule> rules(
            ComputeEnvironmentSpec spec,
            Map<String, List<InstanceType>> sold,
            List<InstanceType> bought) {
        List<PoolRule> rules = new ArrayList<>();
        for (InstanceType type : bought) {
            for (Placement placement : spec.placements()) {
                if (sells(sold.getOrDefault(placement.zone(), List.of()), type)) {
                    rules.add(EnvironmentFleet.rule(spec, placement, type.name()));
                }
            }
        }
        return rules;
    }

    private static boolean sells(List<InstanceType> types, InstanceType wanted) {
        return types.stream().anyMatch(type -> type.name().equals(wanted.name()));
    }

    // ---- what is told ----

    private static String asked(ComputeEnvironmentSpec spec, InstanceRequirements requirements) {
        return requirements
                + " "
                + spec.region()
                + " "
                + spec.placements()
                + " "
                + spec.market()
                + " "
                + spec.maxPrice();
    }

    private static Set<String> zones(ComputeEnvironmentSpec spec) {
        return spec.placements().stream()
                .map(Placement::zone)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Fleet.Obstacle unlisted(String zone, CloudFailure failure) {
        boolean lasting =
                failure instanceof CloudFailure.Unauthorized
                        || failure instanceof CloudFailure.AccountBlocked
                        || failure instanceof CloudFailure.InvalidRequest;
        Reason reason = lasting ? Reason.of(failure.refusal().kind()) : Reason.INVENTORY_UNTRUSTED;
        return new Fleet.Obstacle(
                reason,
                "The cloud has not told yet which instance types "
                        + zone
                        + " sells, which spec.instanceRequirements is compared with; it is asked"
                        + " again: "
                        + failure.message());
    }

    private static Fleet.Obstacle nothing(ComputeEnvironmentSpec spec, Choice choice) {
        return new Fleet.Obstacle(
                Reason.NOT_OFFERED,
                "None of the "
                        + choice.unfit().size()
                        + " instance types that the cloud sells on the market "
                        + spec.market()
                        + " in "
                        + String.join(", ", zones(spec))
                        + " fits spec.instanceRequirements; widen it, or change spec.placements or"
                        + " spec.market");
    }

    private static @Nullable String remark(Choice choice, int bought) {
        int left = choice.fit().size() - bought;
        return left == 0
                ? null
                : "Of "
                        + choice.fit().size()
                        + " instance types that fit, the "
                        + bought
                        + " smallest are used, since a fleet has at most "
                        + MOST
                        + " pools; narrow spec.instanceRequirements to choose others";
    }
}
