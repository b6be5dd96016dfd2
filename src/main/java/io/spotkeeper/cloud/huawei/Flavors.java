package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.Flavor;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorsRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListFlavorsResponse;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The flavors of regions. All of a region are listed at once, without a zone: told one, the service
 * leaves out what is sold out there (documented). One listing does for all zones and both markets
 * that are asked about within {@link #FRESH}.
 */
final class Flavors {
    static final Duration FRESH = Duration.ofMinutes(1);

    private final Sdk sdk;
    private final TimeSource time;
    private final Map<String, Page> pages = new ConcurrentHashMap<>();

    /** By instance type: a type has the same everywhere, for ever. */
    private final Map<String, Integer> vcpus = new ConcurrentHashMap<>();

    Flavors(Sdk sdk, TimeSource time) {
        this.sdk = sdk;
        this.time = time;
    }

    /** What was last listed of one region; its lock is held while the cloud is asked. */
    private static final class Page {
        final ReentrantLock lock = new ReentrantLock();
        Map<String, FlavorRow> rows = Map.of();
        long freshUntil;
        boolean listed;
    }

    /** All flavors of the region by id, a minute old at most. */
    Answer<Map<String, FlavorRow>> all(Place place) {
        Page page = pages.computeIfAbsent(place.region(), _ -> new Page());
        page.lock.lock();
        try {
            if (page.listed && page.freshUntil - time.monotonicNanos() > 0) {
                return new Answer.Given<>(page.rows);
            }
            return switch (MarkerPages.all(marker -> ask(place, null, marker), Flavor::getId)) {
                case Answer.Missing<List<Flavor>>(Fault fault) -> new Answer.Missing<>(fault);
                case Answer.Given<List<Flavor>>(List<Flavor> flavors) -> {
                    page.rows = read(flavors);
                    page.listed = true;
                    page.freshUntil = time.monotonicNanos() + FRESH.toNanos();
                    yield new Answer.Given<>(page.rows);
                }
            };
        } finally {
            page.lock.unlock();
        }
    }

    private Map<String, FlavorRow> read(List<Flavor> flavors) {
        Map<String, FlavorRow> rows = new HashMap<>();
        for (Flavor flavor : flavors) {
            FlavorRow.read(flavor).map(this::learnt).ifPresent(row -> rows.put(row.id(), row));
        }
        return Map.copyOf(rows);
    }

    /** One flavor; empty where there is none of this id. */
    Answer<Optional<FlavorRow>> one(Place place, String instanceType) {
        return switch (ask(place, instanceType, null)) {
            case Answer.Missing<List<Flavor>>(Fault fault) ->
                    fault.failure() instanceof CloudFailure.NotOffered
                                    || fault.failure() instanceof CloudFailure.Gone
                            ? new Answer.Given<>(Optional.empty())
                            : new Answer.Missing<>(fault);
            case Answer.Given<List<Flavor>>(List<Flavor> flavors) ->
                    new Answer.Given<>(
                            flavors.stream()
                                    .flatMap(flavor -> FlavorRow.read(flavor).stream())
                                    .filter(row -> instanceType.equals(row.id()))
                                    .findFirst()
                                    .map(this::learnt));
        };
    }

    /** vCPUs of an instance type, as far as it was ever read; null where it was not. */
    @Nullable Integer knownVcpus(String instanceType) {
        return vcpus.get(instanceType);
    }

    private FlavorRow learnt(FlavorRow row) {
        if (row.vcpus() > 0) {
            vcpus.put(row.id(), row.vcpus());
        }
        return row;
    }

    private Answer<List<Flavor>> ask(
            Place place, @Nullable String instanceType, @Nullable String marker) {
        ListFlavorsRequest request = new ListFlavorsRequest();
        if (instanceType == null) {
            request.setLimit(MarkerPages.PAGE);
        } else {
            request.setFlavorId(instanceType);
        }
        if (marker != null) {
            request.setMarker(marker);
        }
        Answer<ListFlavorsResponse> answer =
                sdk.read("ListFlavors", () -> place.reads().listFlavors(request));
        return switch (answer) {
            case Answer.Missing<ListFlavorsResponse>(Fault fault) -> new Answer.Missing<>(fault);
            case Answer.Given<ListFlavorsResponse>(var response) ->
                    response.getFlavors() == null
                            ? new Answer.Missing<>(Sdk.unreadable("flavors without rows"))
                            : new Answer.Given<>(response.getFlavors());
        };
    }
}
