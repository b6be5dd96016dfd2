package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.bss.v2.model.DemandProductInfo;
import com.huaweicloud.sdk.bss.v2.model.DemandProductRatingResult;
import com.huaweicloud.sdk.bss.v2.model.ListOnDemandResourceRatingsRequest;
import com.huaweicloud.sdk.bss.v2.model.ListOnDemandResourceRatingsResponse;
import com.huaweicloud.sdk.bss.v2.model.RateOnDemandReq;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Charge;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.LaunchRequest;
import io.spotkeeper.cloud.TimeSource;
import io.spotkeeper.fleet.LaunchTemplate.BandwidthCharge;
import io.spotkeeper.fleet.LaunchTemplate.Disk;
import io.spotkeeper.fleet.LaunchTemplate.PublicIp;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * On-demand prices from the rating of BSS. Huawei publishes no spot price: these are its upper
 * bound, since no bid above them is taken. They change rarely, so one answer does for an hour, and
 * the last one for as long as there is no other.
 */
final class Prices {
    private static final Duration FRESH = Duration.ofHours(1);
    private static final Duration AGAIN = Duration.ofMinutes(10);

    /** Products of one question; how many are taken is not documented. */
    private static final int PRODUCTS = 50;

    private static final int HOUR = 4;
    private static final int GIB = 17;
    private static final int MBIT = 15;

    private final Clients clients;
    private final Sdk sdk;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Product, Known> known = new HashMap<>();

    Prices(Clients clients, Sdk sdk, TimeSource time) {
        this.clients = clients;
        this.sdk = sdk;
        this.time = time;
    }

    private record Product(String region, String instanceType) {}

    private record Known(@Nullable BigDecimal price, long freshUntil) {}

    /** Prices per instance-hour by instance type; a type that cannot be rated is missing. */
    Map<String, BigDecimal> onDemand(Place place, Collection<String> instanceTypes) {
        List<String> stale = stale(place.region(), instanceTypes);
        for (int from = 0; from < stale.size(); from += PRODUCTS) {
            List<String> some = stale.subList(from, Math.min(from + PRODUCTS, stale.size()));
            keep(place.region(), some, rated(place, some));
        }
        Map<String, BigDecimal> prices = new HashMap<>();
        lock.lock();
        try {
            for (String type : instanceTypes) {
                Known last = known.get(new Product(place.region(), type));
                if (last != null && last.price() != null) {
                    prices.put(type, last.price());
                }
            }
        } finally {
            lock.unlock();
        }
        return prices;
    }

    private List<String> stale(String region, Collection<String> instanceTypes) {
        long now = time.monotonicNanos();
        lock.lock();
        try {
            return instanceTypes.stream()
                    .distinct()
                    .sorted()
                    .filter(type -> {
                        Known last = known.get(new Product(region, type));
                        return last == null || last.freshUntil() - now <= 0;
                    })
                    .toList();
        } finally {
            lock.unlock();
        }
    }

    private void keep(String region, List<String> asked, Map<String, BigDecimal> rated) {
        long now = time.monotonicNanos();
        lock.lock();
        try {
            for (String type : asked) {
                Product product = new Product(region, type);
                BigDecimal price = rated.get(type);
                Known last = known.get(product);
                known.put(
                        product,
                        price != null
                                ? new Known(price, now + FRESH.toNanos())
                                : new Known(
                                        last == null ? null : last.price(), now + AGAIN.toNanos()));
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * A type that BSS does not know makes it refuse the whole question: the others are then asked
     * without it, so that one fleet's mistake hides no price from another fleet.
     */
    private Map<String, BigDecimal> rated(Place place, List<String> types) {
        Map<String, BigDecimal> prices = new HashMap<>();
        List<DemandProductInfo> products =
                types.stream().map(type -> instance(type, place, type)).toList();
        switch (rate(place, products)) {
            case Answer.Given<Map<String, BigDecimal>>(Map<String, BigDecimal> amounts) ->
                    prices.putAll(amounts);
            case Answer.Missing<Map<String, BigDecimal>>(Fault fault) -> {
                if (types.size() > 1 && aboutTheQuestion(fault)) {
                    int half = types.size() / 2;
                    prices.putAll(rated(place, types.subList(0, half)));
                    prices.putAll(rated(place, types.subList(half, types.size())));
                }
            }
        }
        return prices;
    }

    private static boolean aboutTheQuestion(Fault fault) {
        return fault.origin() == Fault.Origin.ANSWERED
                && !(fault.failure() instanceof CloudFailure.Throttled)
                && !(fault.failure() instanceof CloudFailure.Unauthorized);
    }

    /** What one instance of a request costs an hour, its disks and its bandwidth included. */
    Charge charge(Place place, LaunchRequest request) {
        List<DemandProductInfo> products = new ArrayList<>();
        products.add(instance("instance", place, request.pool().instanceType()));
        Disk system = request.template().systemDisk();
        if (system != null && system.sizeGiB() != null) {
            products.add(disk("system", place, system, system.sizeGiB()));
        }
        List<Disk> disks = request.template().dataDisks();
        for (int i = 0; i < disks.size(); i++) {
            Integer size = disks.get(i).sizeGiB();
            if (size != null) {
                products.add(disk("data" + i, place, disks.get(i), size));
            }
        }
        PublicIp address = request.template().publicIp();
        if (address != null
                && address.charge() == BandwidthCharge.BY_BANDWIDTH
                && address.bandwidthPackageId() == null) {
            products.add(bandwidth(place, address));
        }
        return switch (rate(place, products)) {
            case Answer.Missing<Map<String, BigDecimal>>(Fault fault) ->
                    new Charge.Failed(fault.failure());
            case Answer.Given<Map<String, BigDecimal>>(Map<String, BigDecimal> amounts) -> {
                BigDecimal bandwidth = amounts.getOrDefault("bandwidth", BigDecimal.ZERO);
                BigDecimal all = amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
                yield amounts.size() == products.size()
                        ? new Charge.Hourly(all.subtract(bandwidth), bandwidth)
                        : new Charge.Failed(
                                Sdk.unreadable("a rating that leaves a product out").failure());
            }
        };
    }

    /** Amounts by the id of the product, exact: the SDK reads them as decimals. */
    private Answer<Map<String, BigDecimal>> rate(Place place, List<DemandProductInfo> products) {
        ListOnDemandResourceRatingsRequest request =
                new ListOnDemandResourceRatingsRequest()
                        .withBody(
                                new RateOnDemandReq()
                                        .withProjectId(place.projectId())
                                        .withProductInfos(products));
        Answer<ListOnDemandResourceRatingsResponse> answer =
                sdk.read(
                        "ListOnDemandResourceRatings",
                        () -> clients.bss().listOnDemandResourceRatings(request));
        return switch (answer) {
            case Answer.Missing<ListOnDemandResourceRatingsResponse>(Fault fault) ->
                    new Answer.Missing<>(fault);
            case Answer.Given<ListOnDemandResourceRatingsResponse>(var response) ->
                    new Answer.Given<>(amounts(response));
        };
    }

    private static Map<String, BigDecimal> amounts(ListOnDemandResourceRatingsResponse response) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        if (response.getProductRatingResults() != null) {
            for (DemandProductRatingResult result : response.getProductRatingResults()) {
                if (result != null
                        && result.getId() != null
                        && result.getAmount() != null
                        && result.getAmount().signum() > 0) {
                    amounts.put(result.getId(), result.getAmount());
                }
            }
        }
        return amounts;
    }

    /** Which system an image holds is not known here; Linux is the cheaper one. */
    private static DemandProductInfo instance(String id, Place place, String instanceType) {
        return anHour(id, place)
                .withCloudServiceType("hws.service.type.ec2")
                .withResourceType("hws.resource.type.vm")
                .withResourceSpec(instanceType + ".linux");
    }

    private static DemandProductInfo disk(String id, Place place, Disk disk, int sizeGiB) {
        return anHour(id, place)
                .withCloudServiceType("hws.service.type.ebs")
                .withResourceType("hws.resource.type.volume")
                .withResourceSpec(PurchaseOrder.type(disk))
                .withResourceSize(sizeGiB)
                .withSizeMeasureId(GIB);
    }

    private static DemandProductInfo bandwidth(Place place, PublicIp address) {
        return anHour("bandwidth", place)
                .withCloudServiceType("hws.service.type.vpc")
                .withResourceType("hws.resource.type.bandwidth")
                .withResourceSpec("19_bgp")
                .withResourceSize(address.bandwidthMbps())
                .withSizeMeasureId(MBIT);
    }

    private static DemandProductInfo anHour(String id, Place place) {
        return new DemandProductInfo()
                .withId(id)
                .withRegion(place.region())
                .withUsageFactor("Duration")
                .withUsageValue(BigDecimal.ONE)
                .withUsageMeasureId(HOUR)
                .withSubscriptionNum(1);
    }
}
