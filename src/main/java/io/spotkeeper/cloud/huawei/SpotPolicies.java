package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesRequest.SellModeEnum;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesResponse;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorSellPoliciesResult;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.fleet.Offer.Stock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which flavors are sold as spot, by sell policies: a flavor in a zone without one is not. */
final class SpotPolicies {
    private final Sdk sdk;

    SpotPolicies(Sdk sdk) {
        this.sdk = sdk;
    }

    /** Stock of one flavor. */
    Answer<ByZone> of(Place place, String instanceType) {
        return switch (list(place, instanceType, null)) {
            case Answer.Missing<Map<String, ByZone>>(Fault fault) -> new Answer.Missing<>(fault);
            case Answer.Given<Map<String, ByZone>>(var flavors) ->
                    // The filter by flavor is one by prefix.
                    new Answer.Given<>(flavors.getOrDefault(instanceType, ByZone.NOWHERE));
        };
    }

    /** Stock by flavor, of those that have a policy in the region. */
    Answer<Map<String, ByZone>> all(Place place) {
        return list(place, null, null);
    }

    /** Stock by flavor, of those that have a policy in a zone. */
    Answer<Map<String, ByZone>> in(Place place, String zone) {
        return list(place, null, zone);
    }

    private Answer<Map<String, ByZone>> list(
            Place place, @Nullable String instanceType, @Nullable String zone) {
        Answer<List<ListFlavorSellPoliciesResult>> rows =
                MarkerPages.all(
                        marker -> ask(place, request(instanceType, zone, marker)),
                        row -> Objects.toString(row.getId(), null));
        return switch (rows) {
            case Answer.Missing<List<ListFlavorSellPoliciesResult>>(Fault fault) ->
                    new Answer.Missing<>(fault);
            case Answer.Given<List<ListFlavorSellPoliciesResult>>(var policies) ->
                    new Answer.Given<>(byFlavor(policies));
        };
    }

    private static ListFlavorSellPoliciesRequest request(
            @Nullable String instanceType, @Nullable String zone, @Nullable String marker) {
        ListFlavorSellPoliciesRequest request =
                new ListFlavorSellPoliciesRequest()
                        .withSellMode(SellModeEnum.SPOT)
                        .withLimit(MarkerPages.PAGE);
        if (instanceType != null) {
            request.setFlavorId(instanceType);
        }
        if (zone != null) {
            request.setAvailabilityZoneId(zone);
        }
        if (marker != null) {
            request.setMarker(marker);
        }
        return request;
    }

    private Answer<List<ListFlavorSellPoliciesResult>> ask(
            Place place, ListFlavorSellPoliciesRequest request) {
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

    private static Map<String, ByZone> byFlavor(List<ListFlavorSellPoliciesResult> policies) {
        Map<String, Map<String, Stock>> zones = new HashMap<>();
        for (ListFlavorSellPoliciesResult row : policies) {
            if (row != null
                    && row.getFlavorId() != null
                    && row.getAvailabilityZoneId() != null
                    && SellModeEnum.SPOT.getValue().equals(row.getSellMode())) {
                // A zone can have several rows; one that sells is enough.
                zones.computeIfAbsent(row.getFlavorId(), _ -> new HashMap<>())
                        .merge(
                                row.getAvailabilityZoneId(),
                                stock(row.getSellStatus()),
                                (one, other) -> one == Stock.AVAILABLE ? one : other);
            }
        }
        return zones.entrySet().stream()
                .collect(
                        Collectors.toUnmodifiableMap(
                                Map.Entry::getKey, entry -> new ByZone.Named(entry.getValue())));
    }

    private static Stock stock(@Nullable String status) {
        return switch (status) {
            case "available" -> Stock.AVAILABLE;
            case "sellout" -> Stock.SOLD_OUT;
            case null, default -> Stock.UNKNOWN;
        };
    }
}
