package io.spotkeeper.cloud;

import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Around the groups of every cloud: reads wait for their share of the request budget, every call is
 * timed, and every mutating call leaves a line in the audit log.
 */
final class ObservedGroups implements CloudGroups {
    private static final Logger audit = LoggerFactory.getLogger("io.spotkeeper.audit");

    /** Groups are asked for at one place for all regions. */
    private static final String EVERYWHERE = "";

    private final CloudGroups groups;
    private final RequestBudget budget;
    private final CallMeters meters;

    ObservedGroups(CloudGroups groups, RequestBudget budget, CallMeters meters) {
        this.groups = groups;
        this.budget = budget;
        this.meters = meters;
    }

    @Override
    public Creation create(GroupOrder order, SendDeadline deadline) {
        Creation outcome =
                timed(
                        "createGroup",
                        () -> groups.create(order, deadline),
                        created ->
                                switch (created) {
                                    case Creation.Created _ -> "created";
                                    case Creation.Refused(CloudFailure failure) ->
                                            CallMeters.word(failure);
                                    case Creation.Unknown _ -> "unknown";
                                });
        told("createGroup", order.terms().name(), outcome.toString());
        return outcome;
    }

    @Override
    public CallOutcome check(GroupOrder order, SendDeadline deadline) {
        return timed("checkGroup", () -> groups.check(order, deadline), CallMeters::word);
    }

    @Override
    public CallOutcome update(String id, GroupOrder.Terms terms, SendDeadline deadline) {
        CallOutcome outcome =
                timed("updateGroup", () -> groups.update(id, terms, deadline), CallMeters::word);
        told("updateGroup", id, CallMeters.word(outcome));
        return outcome;
    }

    @Override
    public CallOutcome delete(String id, boolean terminate, SendDeadline deadline) {
        CallOutcome outcome =
                timed(
                        "deleteGroup",
                        () -> groups.delete(id, terminate, deadline),
                        CallMeters::word);
        told("deleteGroup", id, CallMeters.word(outcome));
        return outcome;
    }

    private static void told(String action, String group, String outcome) {
        audit.atInfo()
                .addKeyValue("action", action)
                .addKeyValue("group", group)
                .addKeyValue("outcome", outcome)
                .log(action);
    }

    @Override
    public Answer<List<Row>> named(String name) {
        return read("listGroups", () -> groups.named(name));
    }

    @Override
    public Answer<GroupFacts> show(String id) {
        return read("showGroup", () -> groups.show(id));
    }

    @Override
    public Answer<List<Member>> members(String id) {
        return read("listMembers", () -> groups.members(id));
    }

    private <T> Answer<T> read(String action, Supplier<Answer<T>> call) {
        return meters.read(
                budget,
                action,
                EVERYWHERE,
                call,
                answer ->
                        switch (answer) {
                            case Answer.Given<T> _ -> "ok";
                            case Answer.Missing<T>(Fault fault) -> CallMeters.word(fault.failure());
                        });
    }

    private <A> A timed(String action, Supplier<A> call, Function<A, String> outcome) {
        return meters.timed(action, EVERYWHERE, call, outcome);
    }
}
