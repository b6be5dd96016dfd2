package io.spotkeeper.emulator.huawei;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.spotkeeper.emulator.huawei.Reply.Refusal;
import io.spotkeeper.emulator.market.Instance;
import io.spotkeeper.emulator.market.Market;
import io.spotkeeper.emulator.market.SpotMarket;
import io.spotkeeper.emulator.world.ErrorShape;
import io.spotkeeper.emulator.world.HuaweiRules;
import io.spotkeeper.emulator.world.World;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** The API of auto launch groups. None of its calls has an idempotency key. */
final class GroupOperations {
    private static final int MOST_ROWS = 1000;

    private final World world;
    private final GroupBook groups;
    private final GroupReader reader;

    GroupOperations(World world, GroupBook groups, TemplateBook templates) {
        this.world = world;
        this.groups = groups;
        this.reader = new GroupReader(world, templates);
    }

    private HuaweiRules rules() {
        return world.scenario().huawei().rules();
    }

    Reply create(HuaweiCall call) {
        call.pause().run();
        return switch (reader.create(call)) {
            case GroupReader.Reading.Bad(String why) -> Errors.invalid(why);
            case GroupReader.Reading.Good(GroupSpec spec) ->
                    world.with(market -> create(market, call, spec));
        };
    }

    private Reply create(SpotMarket market, HuaweiCall call, GroupSpec spec) {
        if (groups.of(call.owner()).size() >= rules().groupsPerDomain()) {
            return Errors.of(
                    rules().groupQuotaCode(),
                    "An account can have at most %d auto launch groups."
                            .formatted(rules().groupsPerDomain()));
        }
        if (call.body().path("dry_run").asBoolean(false)) {
            return Reply.empty(202);
        }
        LaunchGroup group = groups.add(call.owner(), spec, market.now());
        return Reply.ok(Reply.object().put("auto_launch_group_id", group.id()));
    }

    private Reply with(HuaweiCall call, BiFunction<SpotMarket, LaunchGroup, Reply> use) {
        call.pause().run();
        return world.with(market -> {
            LaunchGroup group = groups.find(call.owner(), call.path("auto_launch_group_id"));
            return group == null
                    ? new Refusal(
                            404,
                            "Ecs.0114",
                            "The auto launch group does not exist.",
                            ErrorShape.FLAT)
                    : use.apply(market, group);
        });
    }

    Reply show(HuaweiCall call) {
        return with(
                call,
                (market, group) -> {
                    group.observe(market);
                    ObjectNode view = GroupViews.whole(group);
                    return switch (rules().showBody()) {
                        case FLAT -> Reply.ok(view);
                        case WRAPPED -> {
                            ObjectNode answer = Reply.object();
                            answer.set("auto_launch_group", view);
                            yield Reply.ok(answer);
                        }
                    };
                });
    }

    Reply list(HuaweiCall call) {
        call.pause().run();
        int limit = call.number("limit", MOST_ROWS, 1, MOST_ROWS);
        if (limit < 0) {
            return Errors.invalid("The limit must be 1 to 1000.");
        }
        String name = call.query("name");
        Instant since;
        Instant until;
        try {
            since = time(call.query("valid_since"), Instant.MIN);
            until = time(call.query("valid_until"), Instant.MAX);
        } catch (DateTimeException e) {
            return Errors.invalid("A time must be like 2026-01-02T03:04:05Z.");
        }
        return world.with(market -> {
            List<LaunchGroup> found =
                    groups.of(call.owner()).stream()
                            // How names match is undocumented; any part is the harder case.
                            .filter(group -> name == null || group.spec().name().contains(name))
                            .filter(group -> !begin(group).isBefore(since))
                            .filter(group -> !end(group).isAfter(until))
                            .toList();
            List<LaunchGroup> rest = Listings.after(found, call.query("marker"), LaunchGroup::id);
            if (rest == null) {
                return Errors.invalid("The marker is the ID of no auto launch group.");
            }
            ObjectNode answer = Reply.object();
            ArrayNode rows = answer.putArray("auto_launch_groups");
            rest.stream().limit(limit).map(GroupViews::row).forEach(rows::add);
            return Reply.ok(paged(answer, rows));
        });
    }

    private static Instant begin(LaunchGroup group) {
        Instant since = group.spec().validSince();
        return since == null ? group.createdAt() : since;
    }

    private static Instant end(LaunchGroup group) {
        Instant until = group.spec().validUntil();
        return until == null ? Instant.MAX : until;
    }

    private static Instant time(@Nullable String text, Instant otherwise) {
        return text == null ? otherwise : Instant.parse(text);
    }

    /** As the documentation's sample does, the last page names a next one, too. */
    private static ObjectNode paged(ObjectNode answer, ArrayNode rows) {
        ObjectNode info = answer.putObject("page_info");
        if (!rows.isEmpty()) {
            info.put("next_marker", rows.path(rows.size() - 1).path("id").asText());
        }
        return answer;
    }

    Reply update(HuaweiCall call) {
        return with(
                call,
                (market, group) -> {
                    if (group.status() == LaunchGroup.Status.DELETING) {
                        return new Refusal(
                                409,
                                "Ecs.0100",
                                "The auto launch group is being deleted.",
                                ErrorShape.FLAT);
                    }
                    return switch (GroupReader.update(call, group.spec())) {
                        case GroupReader.Reading.Bad(String why) -> Errors.invalid(why);
                        case GroupReader.Reading.Good(GroupSpec spec) -> {
                            group.change(spec);
                            yield Reply.ok(Reply.object());
                        }
                    };
                });
    }

    /** Without a body, all instances end. */
    Reply delete(HuaweiCall call) {
        return with(
                call,
                (market, group) -> {
                    Fields.Objection objection = new Fields.Objection();
                    boolean noBody = call.body().isMissingNode();
                    Fields body = Fields.of(noBody ? Reply.object() : call.body(), objection);
                    boolean withMembers = GroupReader.terminates(body, "delete_instances", true);
                    if (objection.text() != null) {
                        return Errors.invalid(objection.text());
                    }
                    group.delete(withMembers);
                    return Reply.ok(Reply.object());
                });
    }

    Reply instances(HuaweiCall call) {
        int limit = call.number("limit", MOST_ROWS, 1, MOST_ROWS);
        if (limit < 0) {
            return Errors.invalid("The limit must be 1 to 1000.");
        }
        return with(
                call,
                (market, group) -> {
                    List<Instance> members = new ArrayList<>();
                    for (LaunchGroup.Member member : group.members()) {
                        Instance instance = market.find(member.id());
                        if (instance != null) {
                            members.add(instance);
                        }
                    }
                    List<Instance> rest =
                            Listings.after(members, call.query("marker"), Instance::id);
                    if (rest == null) {
                        return Errors.invalid("The marker is the ID of no instance.");
                    }
                    ObjectNode answer = Reply.object();
                    ArrayNode rows = answer.putArray("instances");
                    for (Instance instance : rest.stream().limit(limit).toList()) {
                        rows.addObject()
                                .put("id", instance.id())
                                .put("name", ServerBook.details(instance).name())
                                .put("availability_zone_id", instance.pool().zone())
                                .put("flavor_id", instance.pool().instanceType())
                                .put("status", ServerViews.status(instance))
                                .put(
                                        "sell_mode",
                                        instance.pool().market() == Market.SPOT
                                                ? "spot"
                                                : "onDemand");
                    }
                    return Reply.ok(paged(answer, rows));
                });
    }
}
