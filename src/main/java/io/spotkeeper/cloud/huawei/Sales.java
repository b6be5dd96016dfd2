package io.spotkeeper.cloud.huawei;

import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer.Stock;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What Huawei says it sells: spot by sell policies, on demand by what flavors say of themselves.
 * Few types are asked about one by one; where they are many, as with a fleet that says what a type
 * must have, a listing of the whole region takes fewer calls.
 */
final class Sales {
    /** Types that are asked about one by one; a region's listing has one to three pages. */
    static final int FEW = 4;

    private final Flavors flavors;
    private final SpotPolicies policies;

    Sales(Flavors flavors, SpotPolicies policies) {
        this.flavors = flavors;
        this.policies = policies;
    }

    // ---- stock ----

    /** Stock of instance types on a market; a type that is missing is sold nowhere. */
    Answer<Map<String, ByZone>> stock(Place place, Market market, Set<String> instanceTypes) {
        if (instanceTypes.size() > FEW) {
            return switch (market) {
                case SPOT -> policies.all(place);
                case ON_DEMAND -> onDemand(place);
            };
        }
        Map<String, ByZone> stock = new HashMap<>();
        for (String type : instanceTypes) {
            Answer<ByZone> one =
                    switch (market) {
                        case SPOT -> policies.of(place, type);
                        case ON_DEMAND -> onDemand(place, type);
                    };
            switch (one) {
                case Answer.Missing<ByZone>(Fault fault) -> {
                    return new Answer.Missing<>(fault);
                }
                case Answer.Given<ByZone>(ByZone zones) -> stock.put(type, zones);
            }
        }
        return new Answer.Given<>(stock);
    }

    private Answer<Map<String, ByZone>> onDemand(Place place) {
        return switch (flavors.all(place)) {
            case Answer.Missing<Map<String, FlavorRow>>(Fault fault) -> new Answer.Missing<>(fault);
            case Answer.Given<Map<String, FlavorRow>>(var rows) -> {
                Map<String, ByZone> stock = new HashMap<>();
                rows.forEach((id, row) -> stock.put(id, row.onDemand()));
                yield new Answer.Given<>(stock);
            }
        };
    }

    private Answer<ByZone> onDemand(Place place, String instanceType) {
        return switch (flavors.one(place, instanceType)) {
            case Answer.Missing<Optional<FlavorRow>>(Fault fault) -> new Answer.Missing<>(fault);
            case Answer.Given<Optional<FlavorRow>>(var row) ->
                    new Answer.Given<>(row.map(FlavorRow::onDemand).orElse(ByZone.NOWHERE));
        };
    }

    // ---- size ----

    /** vCPUs by instance type; one whose size the cloud does not say is missing. */
    Map<String, Integer> vcpus(Place place, Collection<String> instanceTypes) {
        Set<String> unread =
                Set.copyOf(
                        instanceTypes.stream().filter(t -> flavors.knownVcpus(t) == null).toList());
        if (unread.size() > FEW) {
            flavors.all(place);
        } else {
            unread.forEach(type -> flavors.one(place, type));
        }
        Map<String, Integer> known = new HashMap<>();
        for (String type : instanceTypes) {
            Integer vcpus = flavors.knownVcpus(type);
            if (vcpus != null) {
                known.put(type, vcpus);
            }
        }
        return known;
    }

    // ---- what there is ----

    /** The types that a zone sells on a market to any account, sold out or not. */
    InstanceTypes instanceTypes(Place place, String zone, Market market) {
        return switch (flavors.all(place)) {
            case Answer.Missing<Map<String, FlavorRow>>(Fault fault) ->
                    new InstanceTypes.Failed(fault.failure());
            case Answer.Given<Map<String, FlavorRow>>(var rows) ->
                    switch (market) {
                        case ON_DEMAND -> listed(rows, FlavorRow::onDemand, zone);
                        case SPOT ->
                                switch (policies.in(place, zone)) {
                                    case Answer.Missing<Map<String, ByZone>>(Fault fault) ->
                                            new InstanceTypes.Failed(fault.failure());
                                    case Answer.Given<Map<String, ByZone>>(var spot) ->
                                            listed(
                                                    rows,
                                                    row ->
                                                            spot.getOrDefault(
                                                                    row.id(), ByZone.NOWHERE),
                                                    zone);
                                };
                    };
        };
    }

    private static InstanceTypes listed(
            Map<String, FlavorRow> rows, Function<FlavorRow, ByZone> stock, String zone) {
        return new InstanceTypes.Listed(
                rows.values().stream()
                        .filter(row -> isSold(stock.apply(row).in(zone)))
                        .flatMap(row -> row.type().stream())
                        .toList());
    }

    /** A word for a zone that is not documented is no promise to sell. */
    private static boolean isSold(Stock stock) {
        return switch (stock) {
            case AVAILABLE, SOLD_OUT -> true;
            case NOT_LISTED, UNKNOWN -> false;
        };
    }
}
