package io.spotkeeper.cloud.huawei;

import com.huaweicloud.sdk.ecs.v2.model.ListServersDetailsRequest;
import com.huaweicloud.sdk.ecs.v2.model.ListServersDetailsResponse;
import com.huaweicloud.sdk.ecs.v2.model.ServerDetail;
import com.huaweicloud.sdk.ecs.v2.model.ShowServerRequest;
import com.huaweicloud.sdk.ecs.v2.model.ShowServerResponse;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.Batches;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudFailure.Transient;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.Listing;
import io.spotkeeper.cloud.Scrubber;
import io.spotkeeper.fleet.Instance;
import io.spotkeeper.fleet.Ownership;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Lists and describes servers. Pages are walked by marker, never by {@code offset}, which is the
 * number of a page: rows shift between two pages when servers come and go. A listing counts only
 * when it holds as many rows as its first page announced.
 */
final class Instances {
    /** Rows of a page: 1,000 are allowed, and 200 advised where there are many. */
    private static final int PAGE = 200;

    /** Ids of a question: they stand in the request's line. */
    private static final int QUESTION = 100;

    /** Else servers of enterprise projects that the key may only see one by one are left out. */
    private static final String EVERY_ENTERPRISE_PROJECT = "all_granted_eps";

    private static final String LIST = "ListServersDetails";

    private final Sdk sdk;
    private final Scrubber scrubber;
    private final String clusterId;

    Instances(Sdk sdk, Scrubber scrubber, String clusterId) {
        this.sdk = sdk;
        this.scrubber = scrubber;
        this.clusterId = clusterId;
    }

    /** All pages of one attempt; {@code whole} when they add up. */
    private record Sweep(Map<String, Instance> rows, int pages, boolean whole) {}

    /** All servers with this cluster's tag; a sweep that does not add up is made once more. */
    Listing list(Place place) {
        int pages = 0;
        for (int attempt = 0; attempt < 2; attempt++) {
            switch (sweep(place)) {
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

    private Answer<Sweep> sweep(Place place) {
        Map<String, Instance> rows = new LinkedHashMap<>();
        @Nullable Integer announced = null;
        @Nullable String marker = null;
        for (int pages = 1; ; pages++) {
            switch (page(place, ours(marker))) {
                case Answer.Missing<ListServersDetailsResponse>(Fault fault) -> {
                    return new Answer.Missing<>(fault);
                }
                case Answer.Given<ListServersDetailsResponse>(ListServersDetailsResponse page) -> {
                    int before = rows.size();
                    for (ServerDetail row : page.getServers()) {
                        Optional<Instance> instance =
                                InstanceRow.read(place.region(), row, scrubber);
                        if (instance.isEmpty()) {
                            return new Answer.Missing<>(
                                    Sdk.unreadable("a listing lacks what every server has"));
                        }
                        rows.put(instance.get().id(), instance.get());
                    }
                    announced = announced == null ? page.getCount() : announced;
                    boolean enough = announced != null && rows.size() >= announced;
                    if (enough || rows.size() == before) {
                        boolean whole = announced == null ? page.getServers().isEmpty() : enough;
                        return new Answer.Given<>(new Sweep(owned(rows), pages, whole));
                    }
                    marker = page.getServers().getLast().getId();
                }
            }
        }
    }

    /** How exactly Huawei's filter compares is undocumented: what it lets through is looked at. */
    private Map<String, Instance> owned(Map<String, Instance> rows) {
        Map<String, Instance> owned = new LinkedHashMap<>(rows);
        owned.values().removeIf(row -> !clusterId.equals(row.tags().get(Ownership.CLUSTER)));
        return owned;
    }

    private ListServersDetailsRequest ours(@Nullable String marker) {
        ListServersDetailsRequest request =
                new ListServersDetailsRequest()
                        .withLimit(PAGE)
                        .withTags(Ownership.CLUSTER + "=" + clusterId)
                        .withEnterpriseProjectId(EVERY_ENTERPRISE_PROJECT);
        return marker == null ? request : request.withMarker(marker);
    }

    private Answer<ListServersDetailsResponse> page(
            Place place, ListServersDetailsRequest request) {
        Answer<ListServersDetailsResponse> answer =
                sdk.read(LIST, () -> place.reads().listServersDetails(request));
        return answer instanceof Answer.Given<ListServersDetailsResponse>(var page)
                        && page.getServers() == null
                ? new Answer.Missing<>(Sdk.unreadable("a listing lacks its rows"))
                : answer;
    }

    // ---- by id ----

    /** The servers with these ids as instances; what is missing is surely not there. */
    Answer<Map<String, Instance>> describe(Place place, Collection<String> ids) {
        return switch (rows(place, ids)) {
            case Answer.Missing<Map<String, ServerDetail>>(Fault fault) ->
                    new Answer.Missing<>(fault);
            case Answer.Given<Map<String, ServerDetail>>(Map<String, ServerDetail> rows) ->
                    read(place, rows);
        };
    }

    private Answer<Map<String, Instance>> read(Place place, Map<String, ServerDetail> rows) {
        Map<String, Instance> found = new HashMap<>();
        for (ServerDetail row : rows.values()) {
            Optional<Instance> instance = InstanceRow.read(place.region(), row, scrubber);
            if (instance.isEmpty()) {
                return new Answer.Missing<>(
                        Sdk.unreadable("an answer by id lacks what every server has"));
            }
            found.put(instance.get().id(), instance.get());
        }
        return new Answer.Given<>(found);
    }

    /** The servers with these ids, as Huawei shows them. */
    Answer<Map<String, ServerDetail>> rows(Place place, Collection<String> ids) {
        Map<String, ServerDetail> rows = new LinkedHashMap<>();
        for (List<String> some : Batches.cut(List.copyOf(new LinkedHashSet<>(ids)), QUESTION)) {
            if (ask(place, some, rows) instanceof Answer.Missing<Set<String>>(Fault fault)) {
                return new Answer.Missing<>(fault);
            }
        }
        return new Answer.Given<>(rows);
    }

    /**
     * Asks for some ids. Documented is that an unknown one comes back with nothing but a fault; of
     * one that the answer leaves out nothing is known, and it is asked for alone.
     */
    private Answer<Set<String>> ask(Place place, List<String> ids, Map<String, ServerDetail> rows) {
        // No other filter: next to server_id all are ignored.
        ListServersDetailsRequest request =
                new ListServersDetailsRequest()
                        .withServerId(String.join(",", ids))
                        .withLimit(QUESTION);
        Set<String> unanswered = new LinkedHashSet<>(ids);
        switch (page(place, request)) {
            case Answer.Missing<ListServersDetailsResponse>(Fault fault) -> {
                return new Answer.Missing<>(fault);
            }
            case Answer.Given<ListServersDetailsResponse>(ListServersDetailsResponse page) -> {
                for (ServerDetail row : page.getServers()) {
                    if (row != null && row.getId() != null && ids.contains(row.getId())) {
                        if (!InstanceRow.absent(row)) {
                            rows.put(row.getId(), row);
                        }
                        unanswered.remove(row.getId());
                    }
                }
            }
        }
        for (String id : unanswered) {
            if (show(place, id, rows) instanceof Answer.Missing<Set<String>>(Fault fault)) {
                return new Answer.Missing<>(fault);
            }
        }
        return new Answer.Given<>(unanswered);
    }

    private Answer<Set<String>> show(Place place, String id, Map<String, ServerDetail> rows) {
        Answer<ShowServerResponse> answer =
                sdk.read(
                        "ShowServer",
                        () -> place.reads().showServer(new ShowServerRequest().withServerId(id)));
        return switch (answer) {
            case Answer.Given<ShowServerResponse>(ShowServerResponse response) -> {
                if (response.getServer() == null) {
                    yield new Answer.Missing<>(Sdk.unreadable("a server without its details"));
                }
                rows.put(id, response.getServer());
                yield new Answer.Given<>(Set.of(id));
            }
            case Answer.Missing<ShowServerResponse>(Fault fault) ->
                    fault.failure() instanceof CloudFailure.Gone
                            ? new Answer.Given<>(Set.of())
                            : new Answer.Missing<>(fault);
        };
    }
}
