package io.spotkeeper.cloud.tencent;

import com.tencentcloudapi.cvm.v20170312.CvmClient;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesRequest;
import com.tencentcloudapi.cvm.v20170312.models.DescribeInstancesResponse;
import com.tencentcloudapi.cvm.v20170312.models.Filter;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Batches;
import io.spotkeeper.cloud.CloudFailure.Transient;
import io.spotkeeper.cloud.Description;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Scrubber;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ownership;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lists and describes instances. Offset paging is no snapshot: rows shift when instances come and
 * go between two pages. A listing counts only when its rows add up.
 */
final class Instances {
    /** Rows of a page and ids of a question, at most; the default would be 20. */
    private static final int PAGE = 100;

    private static final String DESCRIBE = "DescribeInstances";

    private final Clients clients;
    private final Sdk sdk;
    private final Scrubber scrubber;
    private final String clusterId;

    Instances(Clients clients, Sdk sdk, Scrubber scrubber, String clusterId) {
        this.clients = clients;
        this.sdk = sdk;
        this.scrubber = scrubber;
        this.clusterId = clusterId;
    }

    /** One page, read. */
    private record Page(long total, List<Instance> rows) {}

    /** All pages of one attempt; {@code whole} when they add up. */
    private record Sweep(Map<String, Instance> rows, int pages, boolean whole) {}

    /** All instances with this cluster's tag; a sweep that does not add up is made once more. */
    Listing list(String region) {
        int pages = 0;
        for (int attempt = 0; attempt < 2; attempt++) {
            switch (sweep(region)) {
                case Answer.Missing<Sweep>(Fault fault) -> {
                    return new Listing.Failed(fault.failure());
                }
                case Answer.Given<Sweep>(Sweep sweep) -> {
                    pages += sweep.pages();
                    if (sweep.whole()) {
                        return new Listing.Complete(List.copyOf(sweep.rows().values()), pages);
                    }
                }
            }
        }
        return new Listing.Failed(
                new Transient(
                        Listing.INCOMPLETE, "the pages of two listings in a row do not add up"));
    }

    /** The instances with these ids. */
    Description describe(String region, Collection<String> ids) {
        Map<String, Instance> found = new LinkedHashMap<>();
        for (List<String> some : Batches.cut(List.copyOf(new LinkedHashSet<>(ids)), PAGE)) {
            DescribeInstancesRequest request = new DescribeInstancesRequest();
            request.setInstanceIds(some.toArray(String[]::new));
            request.setLimit((long) PAGE);
            switch (page(region, request)) {
                case Answer.Missing<Page>(Fault fault) -> {
                    return new Description.Failed(fault.failure());
                }
                case Answer.Given<Page>(Page page) -> {
                    if (page.rows().size() != page.total()) {
                        return new Description.Failed(
                                new Transient(
                                        Listing.INCOMPLETE, "an answer by id does not add up"));
                    }
                    page.rows().forEach(row -> found.put(row.id(), row));
                }
            }
        }
        return new Description.Found(found);
    }

    private Answer<Sweep> sweep(String region) {
        Map<String, Instance> rows = new LinkedHashMap<>();
        long total = -1;
        int pages = 0;
        for (int offset = 0; ; offset += PAGE) {
            switch (page(region, ours(offset))) {
                case Answer.Missing<Page>(Fault fault) -> {
                    return new Answer.Missing<>(fault);
                }
                case Answer.Given<Page>(Page page) -> {
                    pages++;
                    int before = rows.size();
                    page.rows().forEach(row -> rows.put(row.id(), row));
                    boolean steady = total < 0 || total == page.total();
                    total = page.total();
                    boolean last = offset + PAGE >= total;
                    if (!steady || last || rows.size() == before) {
                        boolean whole = steady && last && rows.size() == total;
                        return new Answer.Given<>(new Sweep(rows, pages, whole));
                    }
                }
            }
        }
    }

    private DescribeInstancesRequest ours(int offset) {
        Filter filter = new Filter();
        filter.setName("tag:" + Ownership.CLUSTER);
        filter.setValues(new String[] {clusterId});
        DescribeInstancesRequest request = new DescribeInstancesRequest();
        request.setFilters(new Filter[] {filter});
        request.setOffset((long) offset);
        request.setLimit((long) PAGE);
        return request;
    }

    private Answer<Page> page(String region, DescribeInstancesRequest request) {
        CvmClient cvm = clients.cvm(region);
        return switch (sdk.read(DESCRIBE, () -> cvm.DescribeInstances(request))) {
            case Answer.Missing<DescribeInstancesResponse>(Fault fault) ->
                    new Answer.Missing<>(fault);
            case Answer.Given<DescribeInstancesResponse>(DescribeInstancesResponse response) ->
                    read(region, response)
                            .<Answer<Page>>map(Answer.Given::new)
                            .orElseGet(() ->
                                    new Answer.Missing<>(
                                            Sdk.unreadable(
                                                    "a listing lacks its total, its rows or"
                                                            + " what every row has")));
        };
    }

    private Optional<Page> read(String region, DescribeInstancesResponse response) {
        if (response.getTotalCount() == null || response.getInstanceSet() == null) {
            return Optional.empty();
        }
        List<Instance> rows = new ArrayList<>();
        for (var row : response.getInstanceSet()) {
            Optional<Instance> instance = InstanceRow.read(region, row, scrubber);
            if (instance.isEmpty()) {
                return Optional.empty();
            }
            rows.add(instance.get());
        }
        return Optional.of(new Page(response.getTotalCount(), rows));
    }
}
