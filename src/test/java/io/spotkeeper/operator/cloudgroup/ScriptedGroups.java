package io.spotkeeper.operator.cloudgroup;

import io.spotkeeper.cloud.Answer;
import io.spotkeeper.cloud.CallOutcome;
import io.spotkeeper.cloud.CloudFailure;
import io.spotkeeper.cloud.CloudGroups;
import io.spotkeeper.cloud.Fault;
import io.spotkeeper.cloud.GroupFacts;
import io.spotkeeper.cloud.GroupOrder;
import io.spotkeeper.cloud.SendDeadline;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Groups of a cloud that loses answers and refuses as a test says. */
final class ScriptedGroups implements CloudGroups {
    /** What becomes of a call. */
    enum Fate {
        ANSWERED,
        LOST_BEFORE,
        LOST_AFTER,
        REFUSED
    }

    private static final CloudFailure NO =
            new CloudFailure.InvalidRequest("Ecs.0005", "no such template");

    /** A group as it is there. */
    static final class Group {
        GroupOrder order;
        String status = "ACTIVE";

        Group(GroupOrder order) {
            this.order = order;
        }
    }

    final Map<String, Group> groups = new LinkedHashMap<>();
    final List<String> calls = new ArrayList<>();
    final Deque<Fate> fates = new ArrayDeque<>();

    private Fate next(String call) {
        calls.add(call);
        return Objects.requireNonNullElse(fates.poll(), Fate.ANSWERED);
    }

    /** How often something was asked. */
    long count(String call) {
        return calls.stream().filter(call::equals).count();
    }

    /** The one group that is there. */
    Group only() {
        if (groups.size() != 1) {
            throw new AssertionError("groups: " + groups.keySet());
        }
        return groups.values().iterator().next();
    }

    String add(GroupOrder order) {
        String id = "id-" + (calls.size() + 1);
        groups.put(id, new Group(order));
        return id;
    }

    @Override
    public Creation create(GroupOrder order, SendDeadline deadline) {
        return switch (next("create")) {
            case ANSWERED -> new Creation.Created(add(order));
            case LOST_AFTER -> {
                add(order);
                yield new Creation.Unknown("timeout");
            }
            case LOST_BEFORE -> new Creation.Unknown("timeout");
            case REFUSED -> new Creation.Refused(NO);
        };
    }

    @Override
    public CallOutcome check(GroupOrder order, SendDeadline deadline) {
        return next("check") == Fate.REFUSED
                ? new CallOutcome.Refused(NO)
                : new CallOutcome.Accepted();
    }

    @Override
    public Answer<List<Row>> named(String name) {
        calls.add("named");
        return new Answer.Given<>(
                groups.entrySet().stream()
                        .filter(e -> e.getValue().order.terms().name().equals(name))
                        .map(e -> new Row(e.getKey(), e.getValue().status))
                        .toList());
    }

    @Override
    public Answer<GroupFacts> show(String id) {
        calls.add("show");
        Group group = groups.get(id);
        return group == null
                ? new Answer.Missing<>(
                        new Fault(
                                Fault.Origin.ANSWERED,
                                false,
                                new CloudFailure.Gone("Ecs.0114", "none")))
                : new Answer.Given<>(facts(group));
    }

    private static GroupFacts facts(Group group) {
        GroupOrder.Terms terms = group.order.terms();
        BigDecimal target = BigDecimal.valueOf(terms.target());
        BigDecimal stable = BigDecimal.valueOf(terms.stable());
        return new GroupFacts(
                group.status,
                "FULFILLED",
                target,
                stable,
                terms.name(),
                target,
                stable,
                terms.terminatesExcess(),
                terms.terminatesAtExpiry(),
                terms.spotPrice(),
                group.order.once(),
                group.order.validSince(),
                group.order.validUntil(),
                group.order.strategy(),
                null);
    }

    @Override
    public Answer<List<Member>> members(String id) {
        Group group = groups.get(id);
        List<Member> members = new ArrayList<>();
        for (int i = 0; group != null && i < group.order.terms().target(); i++) {
            members.add(
                    new Member("i-" + i, "cn-south-1a", "s3.large.2", "ACTIVE", (Boolean) false));
        }
        return new Answer.Given<>(members);
    }

    @Override
    public CallOutcome update(String id, GroupOrder.Terms terms, SendDeadline deadline) {
        Fate fate = next("update");
        if (fate == Fate.REFUSED) {
            return new CallOutcome.Refused(NO);
        }
        Group group = Objects.requireNonNull(groups.get(id));
        group.order =
                new GroupOrder(
                        terms,
                        group.order.once(),
                        group.order.validSince(),
                        group.order.validUntil(),
                        group.order.strategy(),
                        group.order.single(),
                        group.order.source());
        return new CallOutcome.Accepted();
    }

    @Override
    public CallOutcome delete(String id, boolean terminate, SendDeadline deadline) {
        Fate fate = next(terminate ? "delete" : "deleteGroupOnly");
        if (fate == Fate.REFUSED) {
            return new CallOutcome.Refused(NO);
        }
        @Nullable Group group = groups.get(id);
        if (group != null) {
            group.status = DELETING;
        }
        return new CallOutcome.Accepted();
    }
}
