package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.Flavor;
import com.huaweicloud.sdk.ecs.v2.model.FlavorExtraSpec;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesRequest.SellModeEnum;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesResponse;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesResult;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorsRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorsResponse;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.fleet.Offer.Stock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What Huawei says it sells: spot by sell policies, on demand by what flavors say of themselves.
 */
final class Sales {
    private static final int PAGE = 1000;

    /** {@code az0(normal), az1(sellout)}. */
    private static final Pattern ZONE_STATUS = Pattern.compile("([^\\s,()]+)\\(([^()]*)\\)");

    private final Sdk sdk;

    /** By instance type: a type has the same everywhere, for ever. */
    private final Map<String, Integer> vcpus = new ConcurrentHashMap<>();

    Sales(Sdk sdk) {
        this.sdk = sdk;
    }

    /** Stock of an instance type by zone; a zone that is missing does not sell it. */
    sealed interface ByZone {
        /** What is said of a zone. */
        Stock in(String zone);

        /** Every zone that sells it is named. */
        record Named(Map<String, Stock> zones) implements ByZone {
            @Override
            public Stock in(String zone) {
                return zones.getOrDefault(zone, Stock.NOT_LISTED);
            }
        }

        /** The region's word holds where a zone has none of its own. */
        record Usually(Stock usual, Map<String, Stock> exceptions) implements ByZone {
            @Override
            public Stock in(String zone) {
                return exceptions.getOrDefault(zone, usual);
            }
        }
    }

    // ---- spot ----

    /** Spot stock of one instance type. */
    Answer<ByZone> spot(Place place, String instanceType) {
        Map<String, Stock> zones = new HashMap<>();
        @Nullable String marker = null;
        while (true) {
            switch (policies(place, instanceType, marker)) {
                case Answer.Missing<List<ListFlavorSellPoliciesResult>>(Fault fault) -> {
                    return new Answer.Missing<>(fault);
                }
                case Answer.Given<List<ListFlavorSellPoliciesResult>>(var rows) -> {
                    rows.forEach(row -> add(zones, instanceType, row));
                    if (rows.size() < PAGE) {
                        return new Answer.Given<>(new ByZone.Named(zones));
                    }
                    marker = String.valueOf(rows.getLast().getId());
                }
            }
        }
    }

    private Answer<List<ListFlavorSellPoliciesResult>> policies(
            Place place, String instanceType, @Nullable String marker) {
        ListFlavorSellPoliciesRequest request =
                new ListFlavorSellPoliciesRequest()
                        .withFlavorId(instanceType)
                        .withSellMode(SellModeEnum.SPOT)
                        .withLimit(PAGE);
        if (marker != null) {
            request.setMarker(marker);
        }
        Answer<ListFlavorSellPoliciesResponse> answer =
                sdk.read(
                        "ListFlavorSellPolicies",
                        () -> place.reads().listFlavorSellPolicies(request));
        return switch (answer) {
            case Answer.Missing<ListFlavorSellPoliciesResponse>(Fault fault) ->
                    new Answer.Missing<>(fault);
            case Answer.Given<ListFlavorSellPoliciesResponse>(var response) ->
                    response.getSellPolicies() == null
                            ? new Answer.Missing<>(Sdk.unreadable("sell policies without rows"))
                            : new Answer.Given<>(response.getSellPolicies());
        };
    }

    /** The filter by flavor is one by prefix; one row that sells is enough. */
    private static void add(
            Map<String, Stock> zones, String instanceType, ListFlavorSellPoliciesResult row) {
        if (row == null
                || row.getAvailabilityZoneId() == null
                || !instanceType.equals(row.getFlavorId())
                || !SellModeEnum.SPOT.getValue().equals(row.getSellMode())) {
            return;
        }
        Stock stock =
                switch (row.getSellStatus()) {
                    case "available" -> Stock.AVAILABLE;
                    case "sellout" -> Stock.SOLD_OUT;
                    case null, default -> Stock.UNKNOWN;
                };
        zones.merge(
                row.getAvailabilityZoneId(),
                stock,
                (one, other) -> one == Stock.AVAILABLE ? one : other);
    }

    // ---- on demand ----

    /** vCPUs of an instance type; 0 where the cloud does not say. */
    int vcpus(Place place, String instanceType) {
        Integer known = vcpus.get(instanceType);
        if (known == null) {
            onDemand(place, instanceType);
            known = vcpus.get(instanceType);
        }
        return known == null ? 0 : known;
    }

    /** On-demand stock of one instance type. */
    Answer<ByZone> onDemand(Place place, String instanceType) {
        ListFlavorsRequest request = new ListFlavorsRequest().withFlavorId(instanceType);
        Answer<ListFlavorsResponse> answer =
                sdk.read("ListFlavors", () -> place.reads().listFlavors(request));
        return switch (answer) {
            case Answer.Missing<ListFlavorsResponse>(Fault fault) ->
                    fault.failure() instanceof CloudFailure.NotOffered
                                    || fault.failure() instanceof CloudFailure.Gone
                            ? new Answer.Given<>(new ByZone.Named(Map.of()))
                            : new Answer.Missing<>(fault);
            case Answer.Given<ListFlavorsResponse>(var response) ->
                    response.getFlavors() == null
                            ? new Answer.Missing<>(Sdk.unreadable("flavors without rows"))
                            : new Answer.Given<>(
                                    response.getFlavors().stream()
                                            .filter(flavor ->
                                                    flavor != null
                                                            && instanceType.equals(flavor.getId()))
                                            .findFirst()
                                            .map(this::learnt)
                                            .map(Sales::byZone)
                                            .orElseGet(() -> new ByZone.Named(Map.of())));
        };
    }

    private Flavor learnt(Flavor flavor) {
        if (flavor.getVcpus() != null && flavor.getVcpus().matches("[0-9]{1,5}")) {
            vcpus.put(flavor.getId(), Integer.valueOf(flavor.getVcpus()));
        }
        return flavor;
    }

    private static ByZone byZone(Flavor flavor) {
        FlavorExtraSpec specs = flavor.getOsExtraSpecs();
        if (specs == null) {
            return new ByZone.Usually(Stock.AVAILABLE, Map.of());
        }
        if (specs.getCondOperationCharge() != null
                && !specs.getCondOperationCharge().contains("demand")) {
            return new ByZone.Named(Map.of());
        }
        Map<String, Stock> exceptions = new HashMap<>();
        if (specs.getCondOperationAz() != null) {
            Matcher zones = ZONE_STATUS.matcher(specs.getCondOperationAz());
            while (zones.find()) {
                exceptions.put(zones.group(1), stock(zones.group(2).strip()));
            }
        }
        return new ByZone.Usually(stock(specs.getCondOperationStatus()), exceptions);
    }

    /** Documented words of {@code cond:operation:status}; none means normal. */
    private static Stock stock(@Nullable String status) {
        return switch (status) {
            case null -> Stock.AVAILABLE;
            case "", "normal", "promotion", "obt" -> Stock.AVAILABLE;
            case "sellout", "obt_sellout" -> Stock.SOLD_OUT;
            case "abandon" -> Stock.NOT_LISTED;
            default -> Stock.UNKNOWN;
        };
    }
}
