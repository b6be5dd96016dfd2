package io.spotkeeper.cloud.huawei;

import com.fasterxml.jackson.databind.JsonNode;
import com.huaweicloud.sdk.cms.v1.model.CreateAutoLaunchGroupRequest;
import com.huaweicloud.sdk.cms.v1.model.DeleteAutoLaunchGroupReqV2;
import com.huaweicloud.sdk.cms.v1.model.DeleteAutoLaunchGroupReqV2.DeleteInstancesEnum;
import com.huaweicloud.sdk.cms.v1.model.DeleteAutoLaunchGroupRequest;
import com.huaweicloud.sdk.cms.v1.model.ListAutoLaunchGroupsRequest;
import com.huaweicloud.sdk.cms.v1.model.ListInstancesRequest;
import com.huaweicloud.sdk.cms.v1.model.ShowAutoLaunchGroupRequest;
import com.huaweicloud.sdk.cms.v1.model.UpdateAutoLaunchGroupRequest;
import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import io.spotkeeper.cloud.Passage;
import io.spotkeeper.cloud.SendDeadline;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Auto launch groups, through the SDK of the capacity management service (CMS). Answers are read
 * from their text: the SDK cuts decimals off capacities, and yields nothing for a body that is not
 * wrapped, which is what the live service was seen to send.
 */
final class Groups implements CloudGroups {
    /** The most a page may hold; there is no documented default. */
    private static final int PAGE = 1000;

    /** More pages than any account can have: what goes on for longer goes round in circles. */
    private static final int MOST_PAGES = 100;

    private static final int NOT_FOUND = 404;

    private final Clients clients;
    private final Sdk sdk;

    Groups(Clients clients, Sdk sdk) {
        this.clients = clients;
        this.sdk = sdk;
    }

    /** A call whose answer is its text; what the SDK made of it is not looked at. */
    private static Sdk.Call<String> text(Runnable call) {
        return () -> {
            call.run();
            String body = Passage.CURRENT.get().body();
            return body == null ? "" : body;
        };
    }

    // ---- changes ----

    @Override
    public Creation create(GroupOrder order, SendDeadline deadline) {
        return switch (send(order, false, deadline)) {
            case Answer.Missing<String>(Fault fault) ->
                    fault.mayHaveBeenApplied()
                            ? new Creation.Unknown(cause(fault))
                            : new Creation.Refused(fault.failure());
            case Answer.Given<String>(String body) -> created(body);
        };
    }

    private static Creation created(String body) {
        String id = GroupTexts.read(body).path("auto_launch_group_id").asText("");
        return id.isBlank()
                ? new Creation.Unknown("the answer to a successful creation names no group")
                : new Creation.Created(id);
    }

    /** A passing dry run is answered with 202, without an id. */
    @Override
    public CallOutcome check(GroupOrder order, SendDeadline deadline) {
        return outcome(send(order, true, deadline));
    }

    private Answer<String> send(GroupOrder order, boolean dryRun, SendDeadline deadline) {
        CreateAutoLaunchGroupRequest request =
                new CreateAutoLaunchGroupRequest().withBody(GroupBodies.create(order, dryRun));
        return sdk.change(
                "CreateAutoLaunchGroup",
                deadline,
                text(() -> clients.groupChanges().createAutoLaunchGroup(request)));
    }

    @Override
    public CallOutcome update(String id, GroupOrder.Terms terms, SendDeadline deadline) {
        UpdateAutoLaunchGroupRequest request =
                new UpdateAutoLaunchGroupRequest()
                        .withAutoLaunchGroupId(id)
                        .withBody(GroupBodies.update(terms));
        return outcome(
                sdk.change(
                        "UpdateAutoLaunchGroup",
                        deadline,
                        text(() -> clients.groupChanges().updateAutoLaunchGroup(request))));
    }

    /** Always with a body: without one, every instance ends. */
    @Override
    public CallOutcome delete(String id, boolean terminate, SendDeadline deadline) {
        DeleteAutoLaunchGroupRequest request =
                new DeleteAutoLaunchGroupRequest()
                        .withAutoLaunchGroupId(id)
                        .withBody(
                                new DeleteAutoLaunchGroupReqV2()
                                        .withDeleteInstances(
                                                terminate
                                                        ? DeleteInstancesEnum.TERMINATE
                                                        : DeleteInstancesEnum.NOTERMINATION));
        return outcome(
                sdk.change(
                        "DeleteAutoLaunchGroup",
                        deadline,
                        text(() -> clients.groupChanges().deleteAutoLaunchGroup(request))));
    }

    private static CallOutcome outcome(Answer<String> answer) {
        return switch (answer) {
            case Answer.Given<String> _ -> new CallOutcome.Accepted();
            case Answer.Missing<String>(Fault fault) -> missing(fault).callOutcome();
        };
    }

    private static String cause(Fault fault) {
        return fault.failure().code() + ": " + fault.failure().message();
    }

    /** CMS has no documented codes; whatever says 404 of a group means that there is none. */
    private static Fault missing(Fault fault) {
        return fault.failure().code().equals(ErrorTable.codeless(NOT_FOUND))
                ? new Fault(
                        Fault.Origin.ANSWERED,
                        false,
                        new CloudFailure.Gone(
                                fault.failure().code(), "there is no such auto launch group"))
                : fault;
    }

    // ---- looks ----

    @Override
    public Answer<GroupFacts> show(String id) {
        ShowAutoLaunchGroupRequest request =
                new ShowAutoLaunchGroupRequest().withAutoLaunchGroupId(id);
        Answer<String> answer =
                sdk.read(
                        "ShowAutoLaunchGroup",
                        text(() -> clients.groups().showAutoLaunchGroup(request)));
        return switch (answer) {
            case Answer.Missing<String>(Fault fault) -> new Answer.Missing<>(missing(fault));
            case Answer.Given<String>(String body) ->
                    GroupTexts.facts(GroupTexts.read(body))
                            .<Answer<GroupFacts>>map(Answer.Given::new)
                            .orElseGet(() ->
                                    new Answer.Missing<>(
                                            Sdk.unreadable("a group without a status")));
        };
    }

    /** How the service matches names is not documented, so exactness is seen to here. */
    @Override
    public Answer<List<Row>> named(String name) {
        return pages(
                "ListAutoLaunchGroups",
                "auto_launch_groups",
                marker ->
                        clients.groups()
                                .listAutoLaunchGroups(
                                        new ListAutoLaunchGroupsRequest()
                                                .withLimit(PAGE)
                                                .withName(name)
                                                .withMarker(marker)),
                row ->
                        name.equals(row.path("name").asText())
                                ? new Row(row.path("id").asText(), row.path("status").asText())
                                : null);
    }

    @Override
    public Answer<List<Member>> members(String id) {
        return pages(
                "ListInstances",
                "instances",
                marker ->
                        clients.groups()
                                .listInstances(
                                        new ListInstancesRequest()
                                                .withAutoLaunchGroupId(id)
                                                .withLimit(PAGE)
                                                .withMarker(marker)),
                GroupTexts::member);
    }

    @FunctionalInterface
    private interface PageCall {
        Object after(@Nullable String marker);
    }

    /** Complete or missing. Even the last page names a next one, so an empty one ends it. */
    private <T> Answer<List<T>> pages(
            String action, String field, PageCall call, Function<JsonNode, @Nullable T> reader) {
        List<T> rows = new ArrayList<>();
        Set<String> markers = new HashSet<>();
        String marker = null;
        for (int page = 0; page < MOST_PAGES; page++) {
            String from = marker;
            switch (sdk.read(action, text(() -> call.after(from)))) {
                case Answer.Missing<String>(Fault fault) -> {
                    return new Answer.Missing<>(missing(fault));
                }
                case Answer.Given<String>(String body) -> {
                    JsonNode root = GroupTexts.read(body);
                    JsonNode list = root.path(field);
                    if (!list.isArray()) {
                        return new Answer.Missing<>(Sdk.unreadable("a listing without " + field));
                    }
                    for (JsonNode node : list) {
                        T row = reader.apply(node);
                        if (row != null) {
                            rows.add(row);
                        }
                    }
                    marker = root.path("page_info").path("next_marker").asText("");
                    if (list.isEmpty() || marker.isEmpty()) {
                        return new Answer.Given<>(List.copyOf(rows));
                    }
                }
            }
            if (!markers.add(marker)) {
                return new Answer.Missing<>(Sdk.unreadable("a listing that goes round in circles"));
            }
        }
        return new Answer.Missing<>(Sdk.unreadable("a listing without an end"));
    }
}
