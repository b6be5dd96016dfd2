package io.spotkeeper.cloud.tencent;

import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZoneInstanceConfigInfosRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeZoneInstanceConfigInfosResponse;
import com.tencentcloudapi.cvm.v20170312.models.Filter;
import com.tencentcloudapi.cvm.v20170312.models.InquiryPriceRunInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.InquiryPriceRunInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.InstanceTypeQuotaItem;
import com.tencentcloudapi.cvm.v20170312.models.ItemPrice;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Batches;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.InstanceType;
import io.spotkeeper.cloud.InstanceTypes;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.Quotes;
import io.spotkeeper.cloud.Quotes.Quote;
import io.spotkeeper.fleet.CapacityPool;
import io.spotkeeper.fleet.Market;
import io.spotkeeper.fleet.Offer.Stock;
import io.spotkeeper.fleet.PriceSource;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Asks what is sold: types, prices and stock. */
final class Prices {
    /** Values of one filter at most. */
    private static final int FILTER_VALUES = 100;

    private static final Quote NOT_LISTED = new Quote(null, null, Stock.NOT_LISTED);

    private final Clients clients;
    private final Sdk sdk;

    Prices(Clients clients, Sdk sdk) {
        this.clients = clients;
        this.sdk = sdk;
    }

    /** Prices and stock of pools of one region. */
    Quotes quotes(String region, Collection<CapacityPool> pools) {
        Map<CapacityPool, Quote> listed = new HashMap<>();
        Map<Market, List<CapacityPool>> byMarket =
                pools.stream()
                        .collect(
                                Collectors.groupingBy(
                                        CapacityPool::market, TreeMap::new, Collectors.toList()));
        for (Map.Entry<Market, List<CapacityPool>> entry : byMarket.entrySet()) {
            for (List<String> zones : values(entry.getValue(), CapacityPool::zone)) {
                for (List<String> types : values(entry.getValue(), CapacityPool::instanceType)) {
                    Optional<Fault> fault = collect(listed, region, entry.getKey(), zones, types);
                    if (fault.isPresent()) {
                        return new Quotes.Failed(fault.get().failure());
                    }
                }
            }
        }
        return new Quotes.Quoted(
                pools.stream()
                        .distinct()
                        .collect(
                                Collectors.toMap(
                                        Function.identity(),
                                        pool -> listed.getOrDefault(pool, NOT_LISTED))));
    }

    /**
     * Adds what is listed for these zones and types. A zone that the cloud does not know makes it
     * refuse the whole question: the others are then asked without it, so that one fleet's mistake
     * hides no price from another fleet.
     */
    private Optional<Fault> collect(
            Map<CapacityPool, Quote> listed,
            String region,
            Market market,
            List<String> zones,
            List<String> types) {
        return switch (ask(region, market, zones, types)) {
            case Answer.Given<InstanceTypeQuotaItem[]>(InstanceTypeQuotaItem[] rows) -> {
                Arrays.stream(rows).forEach(row -> add(listed, region, row));
                yield Optional.empty();
            }
            case Answer.Missing<InstanceTypeQuotaItem[]>(Fault fault) -> {
                if (!(fault.failure() instanceof CloudFailure.NotOffered)) {
                    yield Optional.of(fault);
                }
                int half = zones.size() / 2;
                yield half == 0
                        ? Optional.empty()
                        : collect(listed, region, market, zones.subList(0, half), types)
                                .or(() ->
                                        collect(
                                                listed,
                                                region,
                                                market,
                                                zones.subList(half, zones.size()),
                                                types));
            }
        };
    }

    /** The types that a zone sells on a market. A zone that the cloud does not know sells none. */
    InstanceTypes instanceTypes(String region, String zone, Market market) {
        return switch (ask(region, market, List.of(zone), List.of())) {
            case Answer.Given<InstanceTypeQuotaItem[]>(InstanceTypeQuotaItem[] rows) ->
                    new InstanceTypes.Listed(
                            Arrays.stream(rows)
                                    .flatMap(row -> type(row, zone, market).stream())
                                    .distinct()
                                    .toList());
            case Answer.Missing<InstanceTypeQuotaItem[]>(Fault fault) ->
                    fault.failure() instanceof CloudFailure.NotOffered
                            ? new InstanceTypes.Listed(List.of())
                            : new InstanceTypes.Failed(fault.failure());
        };
    }

    /** A row that does not say all of it cannot be chosen by it. */
    private static Optional<InstanceType> type(
            @Nullable InstanceTypeQuotaItem row, String zone, Market market) {
        if (row == null
                || !zone.equals(row.getZone())
                || ChargeType.market(row.getInstanceChargeType()) != market
                || row.getInstanceType() == null
                || row.getInstanceFamily() == null
                || row.getCpu() == null
                || row.getMemory() == null) {
            return Optional.empty();
        }
        return Optional.of(
                new InstanceType(
                        row.getInstanceType(),
                        row.getInstanceFamily(),
                        row.getCpu().intValue(),
                        row.getMemory().intValue()));
    }

    /** What one instance of a request costs an hour. */
    Charge charge(LaunchRequest request) {
        InquiryPriceRunInstancesRequest inquiry = new PurchaseOrder(request).inquiry();
        CvmClient cvm = clients.cvm(request.pool().region());
        return switch (sdk.read(
                "InquiryPriceRunInstances", () -> cvm.InquiryPriceRunInstances(inquiry))) {
            case Answer.Missing<InquiryPriceRunInstancesResponse>(Fault fault) ->
                    new Charge.Failed(fault.failure());
            case Answer.Given<InquiryPriceRunInstancesResponse>(
                            InquiryPriceRunInstancesResponse response) ->
                    charge(response);
        };
    }

    private static Charge charge(InquiryPriceRunInstancesResponse response) {
        BigDecimal instance =
                response.getPrice() == null ? null : hourly(response.getPrice().getInstancePrice());
        if (instance == null) {
            return new Charge.Failed(Sdk.unreadable("a quotation without a price").failure());
        }
        ItemPrice traffic = response.getPrice().getBandwidthPrice();
        // Traffic paid by volume has a price per GB here, which is no price per hour.
        BigDecimal bandwidth =
                traffic == null || "GB".equals(traffic.getChargeUnit()) ? null : hourly(traffic);
        return new Charge.Hourly(instance, bandwidth == null ? BigDecimal.ZERO : bandwidth);
    }

    /** All types where none is named. */
    private Answer<InstanceTypeQuotaItem[]> ask(
            String region, Market market, List<String> zones, List<String> types) {
        DescribeZoneInstanceConfigInfosRequest request =
                new DescribeZoneInstanceConfigInfosRequest();
        List<Filter> filters = new ArrayList<>();
        filters.add(filter("zone", zones));
        if (!types.isEmpty()) {
            filters.add(filter("instance-type", types));
        }
        filters.add(filter("instance-charge-type", List.of(ChargeType.of(market))));
        request.setFilters(filters.toArray(Filter[]::new));
        CvmClient cvm = clients.cvm(region);
        return switch (sdk.read(
                "DescribeZoneInstanceConfigInfos",
                () -> cvm.DescribeZoneInstanceConfigInfos(request))) {
            case Answer.Missing<DescribeZoneInstanceConfigInfosResponse>(Fault fault) ->
                    new Answer.Missing<>(fault);
            case Answer.Given<DescribeZoneInstanceConfigInfosResponse>(
                            DescribeZoneInstanceConfigInfosResponse response) ->
                    response.getInstanceTypeQuotaSet() == null
                            ? new Answer.Missing<>(Sdk.unreadable("a price list without rows"))
                            : new Answer.Given<>(response.getInstanceTypeQuotaSet());
        };
    }

    private static void add(
            Map<CapacityPool, Quote> listed, String region, @Nullable InstanceTypeQuotaItem row) {
        if (row == null || row.getZone() == null || row.getInstanceType() == null) {
            return;
        }
        CapacityPool pool =
                new CapacityPool(
                        region,
                        row.getZone(),
                        row.getInstanceType(),
                        ChargeType.market(row.getInstanceChargeType()));
        BigDecimal price = hourly(row.getPrice());
        listed.put(
                pool,
                new Quote(
                        price,
                        price == null ? null : PriceSource.MARKET,
                        stock(row.getStatus()),
                        row.getCpu() == null ? 0 : row.getCpu().intValue()));
    }

    private static Stock stock(@Nullable String status) {
        return switch (status) {
            case "SELL" -> Stock.AVAILABLE;
            case "SOLD_OUT" -> Stock.SOLD_OUT;
            case null, default -> Stock.UNKNOWN;
        };
    }

    private static Filter filter(String name, List<String> values) {
        Filter filter = new Filter();
        filter.setName(name);
        filter.setValues(values.toArray(String[]::new));
        return filter;
    }

    private static Collection<List<String>> values(
            List<CapacityPool> pools, Function<CapacityPool, String> part) {
        TreeSet<String> distinct = new TreeSet<>();
        pools.forEach(pool -> distinct.add(part.apply(pool)));
        return Batches.cut(List.copyOf(distinct), FILTER_VALUES);
    }

    /**
     * The price after discount, which is what is paid; else the list price. For spot the
     * documentation does not say which of the two is the market price.
     */
    private static @Nullable BigDecimal hourly(@Nullable ItemPrice price) {
        if (price == null) {
            return null;
        }
        BigDecimal discounted = exact(price.getUnitPriceDiscount());
        return discounted != null ? discounted : exact(price.getUnitPrice());
    }

    /** The decimal that stood in the answer: as a double, 0.6f would be above 0.60. */
    static @Nullable BigDecimal exact(@Nullable Float price) {
        return price == null || !Float.isFinite(price) || price <= 0
                ? null
                : new BigDecimal(Float.toString(price));
    }
}
